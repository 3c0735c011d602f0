"""Appeals: receipt (D01c) and answer (D08r). Withdrawals: letter of observations (D14) and decision (D15)."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from workflows import clock

from .. import contesting
from ..rules.deadlines import appeal_deadline
from .common import beneficiary, euros, letter, lines, remedies, service_signature, written
from .decisions import CODE, considering, signatures

NAMES = {
    "award": "la décision attributive", "reserve": "l’inscription sur la liste complémentaire",
    "reject": "la décision de rejet", "declare_ineligible": "la décision d’irrecevabilité",
    "withdraw": "la décision de retrait", "fall_silent": "la décision implicite de rejet",
    "lapse": "le constat de caducité",
}  # fmt: skip


def contested(appeal: Any) -> dict[str, str]:
    number = (appeal.withdrawal and appeal.withdrawal.number) or (appeal.decision and appeal.decision.number)
    name = NAMES[appeal.act.step] + (f" n° {number}" if number else "")
    return {
        "name": f"{name} du {written(appeal.act.at)}",
        "notified": appeal.notified_on.isoformat() if appeal.notified_on else "",
        "until": appeal.until.isoformat() if appeal.until else "",
    }


def documents(thing: Any) -> list[dict[str, Any]]:
    return [{"name": d.name, "size": d.size, "sha256": d.sha256} for d in thing.documents.order_by("pk")]


def court(application: Any) -> dict[str, Any]:
    programme = application.call.programme
    return {"name": programme.court, "address": lines(programme.court_address)}


def appeal_receipt(application: Any, entry: Any) -> dict[str, Any]:
    """R. 112-5 CRPA: day of receipt, service, what silence means and from when, the ways that follow."""
    appeal = application.last_appeal
    return letter(application, entry) | {
        "subject": "Accusé de réception de votre recours gracieux",
        "contested": contested(appeal),
        "received_at": appeal.lodged_at.isoformat(),
        "late": appeal.late,
        "answer_by": appeal.answer_by.isoformat(),
        "court": court(application),
        "court_until": appeal_deadline(notified_on=appeal.silent_on).isoformat(),
        "pieces": documents(appeal),
        "signature": service_signature(application),
    }


def appeal_answer(appeal: Any, entry: Any) -> dict[str, Any]:
    """Reasons in law and fact (L. 211-2, L. 211-5); rejected, the delay to go to court starts again (R. 421-2 CJA)."""
    application = appeal.application
    granted = appeal.state == appeal.S.GRANTED
    texts = ["L. 211-2", "L. 211-5", "L. 411-2", "L. 411-7"] + (["L. 242-4", "L. 243-3"] if granted else [])
    return act(application, entry, appeal) | {
        "subject": "Suite donnée à votre recours gracieux",
        "visas": [
            f"{CODE}, notamment ses articles {', '.join(texts[:-1])} et {texts[-1]}",
            contested(appeal)["name"],
            f"le recours gracieux reçu le {written(appeal.lodged_at)}",
            *delegation(appeal),
        ],
        "recitals": considering(appeal.answer),
        "granted": granted,
        "late": appeal.late,
        "contested": contested(appeal),
        "received_on": appeal.received_on.isoformat(),
        "restores": appeal.withdrawal_id is not None,
        "court": court(application),
        "court_until": appeal.court_until.isoformat() if appeal.court_until else "",
    }


def observations(thing: Any, entry: Any) -> dict[str, Any]:
    """L. 121-1, L. 122-1: facts, rule, envisaged measure, delay, observations in writing or heard, right to counsel.

    Of the file that sends it, or of a procedure that is not open yet: its preview."""
    found = getattr(thing, "last_withdrawal", thing)
    application, decision = found.application, found.decision
    return letter(application, entry) | {
        "subject": "Lettre d’observations avant un retrait",
        "beneficiary": beneficiary(application),
        "decision": {
            "reference": f"n° {decision.number}",
            "date": clock.paris_day(decision.signed_at).isoformat(),
            "amount": euros(decision.kept),
        },
        "facts": found.facts,
        "rule": found.rule,
        "measure": {
            "total": found.total,
            "amount": euros(found.envisaged),
            "left": euros(decision.kept - found.envisaged),
        },
        "deadline": found.due_on.isoformat(),
        "reply_address": f"{settings.SITE_URL}{application.get_absolute_url()}",
        "signature": service_signature(application),
    }


def withdrawal(found: Any, entry: Any) -> dict[str, Any]:
    application, decision = found.application, found.decision
    sent = contesting.letter_of(found)
    told = contesting.notified_on(sent, application) if sent else None
    award = f"la décision attributive n° {decision.number} du {written(decision.signed_at)}"
    return act(application, entry, found) | {
        "subject": f"Retrait de l’aide attribuée au projet « {application.title} »",
        "visas": [
            f"{CODE}, notamment ses articles L. 121-1, L. 122-1, L. 211-2, L. 211-5 et L. 242-2",
            award,
            f"la lettre d’observations du {written(found.opened_at)}"
            + (f", notifiée le {written(told)}" if told else ""),
            *delegation(found),
        ],
        "recitals": considering(found.reasons),
        "beneficiary": beneficiary(application),
        "facts": found.facts,
        "rule": found.rule,
        "award": award,
        "measure": {
            "amount": euros(found.amount), "left": euros(decision.kept), "total": decision.kept == 0,
            "awarded": euros(decision.amount), "to_repay": euros(found.to_repay), "repays": found.to_repay > 0,
        },
        "heard": heard(found),
        "remedies": remedies(application),
    }  # fmt: skip


def heard(found: Any) -> dict[str, Any]:
    """What the beneficiary answered, or that it did not."""
    return {
        "observations": found.observations,
        "on": clock.paris_day(found.answered_at).isoformat() if found.answered_at else "",
        "nothing": found.nothing_to_add_at is not None,
        "until": found.period_ends.isoformat(),
        "answer": found.why_not_followed,
        "pieces": documents(found),
    }


def act(application: Any, entry: Any, signed: Any) -> dict[str, Any]:
    programme = application.call.programme
    head = programme.head or programme.authority.name
    return letter(application, entry) | {
        "reference": signed.number,
        "authority_title": head[:1].upper() + head[1:],
        "proposal": "",
        "execution": f"Le service « {programme.service} »",
        **signatures(application, signed),
    }


def delegation(signed: Any) -> list[str]:
    return [f"la délégation de signature : {signed.mandate.reference}"] if signed.mandate else []
