"""Acts that bind: the selection (R4), the agreement of three (R8), payments, the cancellation (R16)."""

from __future__ import annotations

from typing import Any

from funding.papers import common as spine
from funding.papers.decisions import after_first, signatures
from workflows.pdf.french import amount

from .. import questions
from ..rules.stipend import Milestone, instalments
from .common import issued, part, row, sheet, sides, table, weeks, written

LABELS = {
    Milestone.SIGNED: "à la signature de la présente convention",
    Milestone.HALFWAY: "à mi-parcours, quand la moitié des semaines est close avec leur journal",
    Milestone.PRESENTED: "solde, après la restitution contresignée par l’hôte",
}
REGIMES = {
    "no_aid": "La bourse ne constitue pas une aide d’État : elle rémunère un travail de création hors d’un marché.",
    "de_minimis": "La bourse est une aide de minimis, déclarée dans le registre des aides.",
    "procurement": "La bourse est la contrepartie d’une prestation : elle n’est pas une aide d’État.",
}


def money(value: Any) -> str:
    return str(amount(spine.euros(value)))


def selection(application: Any, entry: Any) -> dict[str, Any]:
    decision = application.decision
    programme = application.call.programme
    host = application.call.programme.instrument == "residency_hosts"
    return spine.letter(application, entry) | {
        "reference": decision.number if decision and decision.number else application.handle,
        "subject": "Votre territoire est sélectionné" if host else "Votre équipe est sélectionnée",
        "reasons": decision.reasons if decision else "",
        "visas": [programme.legal_basis, f"l’appel « {application.call.title} »", "l’avis du comité"],
        "decides": "est sélectionné pour accueillir une équipe en résidence" if host else
                   "est sélectionnée pour partir en résidence",
        "who": application.lead.name,
        "next": "La sélection n’attribue aucune somme. Vous classez maintenant, en ligne, les "
                + ("équipes avec qui" if host else "territoires chez qui")
                + " vous souhaitez travailler ; une paire vous sera proposée.",
        "remedies": spine.remedies(application),
        **(signatures(application, decision) if decision else {"signature": spine.signed_by(None, None, None)}),
    }  # fmt: skip


def party(lead: Any, person: Any, quality: str, at: Any, called: str) -> dict[str, Any]:
    return {
        "name": lead.name, "siret": lead.siret, "address": ", ".join(spine.address_of(lead)),
        "representative": person.get_full_name() if person else "…", "quality": quality or "représentant légal",
        "power": "", "called": called, "signed_at": at.isoformat() if at else None,
    }  # fmt: skip


def parties(residency: Any) -> list[dict[str, Any]]:
    programme, mandate = residency.call.programme, residency.mandate
    person = residency.signed_by
    authority = {
        "name": programme.authority.name, "siret": programme.authority.siret,
        "address": ", ".join(spine.lines(programme.address)),
        "representative": person.get_full_name() if person else "…",
        "quality": (person.quality if person else "") or "signataire délégué",
        "power": f"par délégation ({mandate.reference})" if mandate else "", "called": "l’administration",
        "signed_at": residency.signed_at.isoformat() if residency.signed_at else None,
    }  # fmt: skip
    host = party(
        residency.host.lead, residency.host_signed_by, residency.host_quality, residency.host_signed_at, "l’hôte"
    )
    team = party(
        residency.team.lead, residency.team_signed_by, residency.team_quality, residency.team_signed_at, "l’équipe"
    )
    return [authority, host, team]


def agreement(residency: Any, entry: Any) -> dict[str, Any]:
    return issued(residency, entry) | {
        "reference": residency.handle,
        "subject": f"Résidence « {residency.topic} »",
        "parties": parties(residency),
        "visas": [
            residency.call.programme.legal_basis,
            "la loi n° 2000-321 du 12 avril 2000, notamment son article 10",
            "le code de la propriété intellectuelle, notamment ses articles L. 131-2 et L. 131-3",
        ],
        "topic": residency.topic,
        "need": residency.host.answers.get("need") or residency.host.summary,
        "place": residency.call.programme.place,
        "where": residency.place,
        "weeks": weeks(residency),
        "disciplines": ", ".join(questions.named(questions.disciplines(residency.team))),
        "lodging": residency.lodging or residency.host.answers.get("lodging") or "À préciser par l’hôte.",
        "stipend": spine.euros(residency.stipend),
        "instalments": [
            {"label": LABELS[milestone], "amount": spine.euros(value)}
            for milestone, value in instalments(residency.stipend)
        ],
        "resources": [
            {"label": "Bourse de l’administration", "amount": spine.euros(residency.stipend)},
            {"label": "Apport de l’hôte en argent", "amount": spine.euros(residency.host_cash)},
            {"label": "Apport de l’hôte en nature, valorisé", "amount": spine.euros(residency.host_in_kind)},
        ],
        "total": spine.euros(residency.total_cost),
        "in_kind": residency.in_kind_detail,
        "rights": residency.rights,
        "aid": REGIMES.get(residency.aid_regime, ""),
        "insurance": [
            row(f"{c.get_side_display()}", f"{c.insurer}, contrat {c.number}, jusqu’au {written(c.ends_on)}")
            for c in residency.certificates.all()
        ],
        "obligations": residency.obligations,
        "court": residency.call.programme.court,
    }


def payment(instalment: Any, entry: Any) -> dict[str, Any]:
    residency = instalment.residency
    before = sum(r.amount for r in residency.instalments.all() if r.paid_at and r.position < instalment.position)
    label = instalment.get_milestone_display()
    return issued(residency, entry) | {
        "reference": instalment.number or "PROJET",
        "subject": f"Bourse de résidence, {label.lower()}",
        "beneficiary": spine.beneficiary(residency.team),
        "label": label,
        "amount": spine.euros(instalment.amount),
        "facts": [
            row(
                "Convention",
                f"{residency.handle} du {spine.written(residency.signed_at)}" if residency.signed_at else "–",
            ),
            row("Service fait", instalment.basis),
            row("Bourse", money(residency.stipend)),
            row("Déjà versé", money(before)),
            row("Versé, ce paiement compris", money(before + instalment.amount)),
        ],
        "certified": spine.signed_by(instalment.ordered_by, None, instalment.ordered_at),
        "signature": spine.signed_by(instalment.paid_by, None, instalment.paid_at or spine.moment_of(entry)),
    }


def cancellation(residency: Any, entry: Any) -> dict[str, Any]:
    done = residency.settlement() if residency.earned is None else None
    earned = residency.earned if done is None else done.earned
    heard = [
        part(f"Observations de {lead.name}", text)
        for lead, text in (
            (residency.host.lead, residency.host_observed), (residency.team.lead, residency.team_observed)
        )
        if text
    ]  # fmt: skip
    closed = sum(1 for week in residency.kept_weeks() if week.closed_at)
    person = entry.by if entry else None
    return issued(residency, entry) | {
        "subject": f"Annulation de la résidence « {residency} »",
        "visas": [
            residency.call.programme.legal_basis,
            "les articles L. 121-1, L. 122-1 et L. 211-2 du code des relations entre le public et l’administration",
            f"l’invitation à présenter des observations jusqu’au {written(residency.cancel_answer_on)}",
        ],
        "reason": residency.cancel_reason,
        "heard": heard,
        "settlement": [
            row("Semaines closes", f"{closed} sur {len(residency.kept_weeks())}"),
            row("Bourse", money(residency.stipend)),
            row("Acquis au prorata des jours faits", money(earned or 0)),
            row("Déjà versé", money(residency.paid_total)),
            row("À reverser", money(residency.to_repay)),
        ],
        "remedies": spine.remedies(residency.team),
        **after_first(
            residency.team,
            residency,
            spine.signed_by(
                person, residency.team.signing_mandate(person, residency) if person else None, residency.cancelled_at
            ),
        ),
    }


def recovery(residency: Any, entry: Any) -> dict[str, Any]:
    """The order to recover what was paid beyond what was earned."""
    lead = residency.team.lead
    return sheet(
        residency, entry, f"{lead.name} : {money(residency.to_repay)} à reverser", "Titre de recette",
        lead=[f"{lead.name}, SIRET {lead.siret}, doit {money(residency.to_repay)}, somme versée au-delà de ce qui "
              f"est acquis de la bourse de la résidence annulée."],
        tables=[table("La résidence", sides(residency)),
                table("Calcul", [row("Déjà versé", money(residency.paid_total)),
                                 row("Acquis", money(residency.earned or 0)),
                                 row("À reverser", money(residency.to_repay))])],
    )  # fmt: skip
