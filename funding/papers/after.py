"""Papers after the decision: the agreement (D10) and the payment order (D12)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from workflows import clock

from ..budget import payment_terms
from ..rules import payments
from ..rules.deadlines import add_months
from .common import address_of, beneficiary, budget, euros, issued, moment_of, remedies, signed_by, written
from .decisions import LABEL, conditions, granted, period, publication, regime, schedule


def agreement(agreement: Any, entry: Any) -> dict[str, Any]:
    application, decision = agreement.application, agreement.decision
    rows = [(d.kind, d.amount) for d in agreement.disbursements.all()]
    return issued(application, entry) | {
        "reference": agreement.handle,
        "subject": f"Réalisation du projet « {application.title} »",
        "parties": [authority(agreement), holder(agreement)],
        "visas": [
            "la loi n° 2000-321 du 12 avril 2000, notamment ses articles 10 et 10-1",
            "le décret n° 2001-495 du 6 juin 2001 relatif à la transparence financière des aides publiques",
            f"la décision attributive n° {decision.number} du {written(decision.signed_at)}",
        ],
        "decision": {"reference": f"n° {decision.number}", "date": clock.paris_day(decision.signed_at).isoformat()},
        "period": terms(agreement),
        "award": granted(application, decision),
        "regime": regime(application, decision),
        "payments": schedule(agreement.amount, rows),
        "accountant": "le comptable assignataire",
        "payment_days": 30,
        "conditions": conditions(application, decision) + [line for line in agreement.obligations.splitlines() if line],
        "transfer_limit": "0.100000",
        "reports": reports(agreement),
        "communication": "Le bénéficiaire mentionne le concours de l’administration sur les supports du projet.",
        "data_contact": application.call.programme.email,
        "publication": publication(application),
        "remedies": remedies(application),
        "budget": budget(application),
        "project": application.summary or application.title,
    }


def terms(agreement: Any) -> dict[str, Any]:
    known = period(agreement.application)
    if not (agreement.starts_on and agreement.ends_on):
        return known
    return known | {
        "start": agreement.starts_on.isoformat(),
        "end": agreement.ends_on.isoformat(),
        "paid_until": add_months(agreement.ends_on, 3).isoformat(),
    }


def reports(agreement: Any) -> list[dict[str, str]]:
    end = terms(agreement)["end"]
    paid_until = terms(agreement)["paid_until"]
    return [
        {"name": "un rapport final, avec les résultats de l’évaluation", "due": end},
        {"name": "un compte rendu financier certifié", "due": paid_until},
    ]


def authority(agreement: Any) -> dict[str, Any]:
    programme = agreement.application.call.programme
    person, mandate = agreement.signed_by, agreement.mandate
    return {
        "name": programme.authority.name,
        "siret": programme.authority.siret,
        "address": ", ".join(programme.address.splitlines()),
        "representative": person.get_full_name() if person else "…",
        "quality": (person.quality if person else "") or "signataire délégué",
        "power": f"par délégation ({mandate.reference})" if mandate else "",
        "called": "l’administration",
        "signed_at": agreement.signed_at.isoformat() if agreement.signed_at else None,
    }


def holder(agreement: Any) -> dict[str, Any]:
    lead, person = agreement.application.lead, agreement.holder_signed_by
    return {
        "name": lead.name,
        "siret": lead.siret,
        "address": ", ".join(address_of(lead)),
        "representative": person.get_full_name() if person else "…",
        "quality": agreement.holder_quality or "représentant légal",
        "power": "",
        "called": "le bénéficiaire",
        "signed_at": agreement.holder_signed_at.isoformat() if agreement.holder_signed_at else None,
    }


def payment_order(disbursement: Any, entry: Any) -> dict[str, Any]:
    agreement = disbursement.agreement
    application, decision = agreement.application, agreement.decision
    label = LABEL[disbursement.kind]
    paid = paid_before(disbursement)
    rate = payments.ceilings(**payment_terms(application, agreement.amount, clock.paris_day(decision.signed_at)))
    ceiling = {"advance": rate.advance, "interim": rate.advance_and_interim}.get(disbursement.kind, agreement.amount)
    after = paid + disbursement.amount
    return issued(application, entry) | {
        "reference": disbursement.number or "PROJET",
        "subject": f"{label} de l’aide attribuée",
        "beneficiary": beneficiary(application),
        "payment": {"label": label, "amount": euros(disbursement.amount)},
        "basis": [
            {"label": "Décision", "value": f"n° {decision.number} du {written(decision.signed_at)}"},
            {"label": "Convention", "value": convention(agreement)},
            {"label": "Service fait", "value": disbursement.basis},
        ],
        "account": {"holder": application.lead.name, "iban": "Relevé d’identité bancaire joint au dossier", "bic": ""},
        "imputation": f"Programme « {application.call.programme.name} »",
        "calculation": [
            {"label": "Aide attribuée", "amount": euros(agreement.amount)},
            {"label": "Versements antérieurs", "amount": euros(paid)},
            {"label": label, "amount": euros(disbursement.amount)},
        ],
        "position": {
            "awarded": euros(agreement.amount),
            "paid_before": euros(paid),
            "paid_after": euros(after),
            "ceiling": euros(ceiling),
            "ceiling_rule": ceiling_rule(disbursement, rate),
            "ceiling_left": euros(max(Decimal(0), ceiling - after)),
            "left": euros(max(Decimal(0), agreement.aid - after)),
        },
        "certified": signed_by(disbursement.ordered_by, None, disbursement.ordered_at),
        "signature": signed_by(disbursement.paid_by, None, disbursement.paid_at or moment_of(entry)),
    }


def ceiling_rule(disbursement: Any, most: payments.PaymentCeilings) -> str:
    if disbursement.kind == "advance" and most.call_is_stricter:
        return f"règlement de l’appel « {disbursement.agreement.application.call.title} »"
    return most.legal_basis


def paid_before(disbursement: Any) -> Decimal:
    others = disbursement.agreement.disbursements.all()
    return sum((d.amount for d in others if d.state == "paid" and d.pk != disbursement.pk), Decimal(0))


def convention(agreement: Any) -> str:
    if not agreement.signed_at:
        return "Sans convention : aide de 23 000 € au plus"
    return f"{agreement.handle} du {written(agreement.signed_at)}"
