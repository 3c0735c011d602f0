"""The acts: award (D07), rejection and ineligibility (D08), reserve list (D09)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from workflows import clock

from .. import cosigning
from ..budget import payment_terms
from ..rules import agreements, payments
from ..rules.deadlines import add_months
from .common import beneficiary, budget, euros, issued, letter, moment_of, remedies, share, signed_by, written

CODE = "le code des relations entre le public et l’administration"


def act(application: Any, entry: Any) -> dict[str, Any]:
    """What every act bears: authority, visas, signature with its delegation, remedies."""
    decision, programme = application.decision, application.call.programme
    head = programme.head or programme.authority.name
    received = written(application.submitted_at)
    visas = [
        f"{CODE}, notamment ses articles L. 211-2, L. 211-5 et L. 212-1",
        *[line for line in (text.strip().rstrip(".;") for text in programme.legal_basis.splitlines()) if line],
        f"le règlement de l’appel « {application.call.title} »",
        f"la demande n° {application.reference}, reçue le {received}",
    ]
    if decision.mandate:
        visas.append(f"la délégation de signature : {decision.mandate.reference}")
    number = {"reference": decision.number} if decision.number else {}
    return letter(application, entry) | number | {
        "authority_title": head[:1].upper() + head[1:],
        "visas": visas,
        "recitals": recitals(application, decision),
        "proposal": "",
        "beneficiary": beneficiary(application),
        "execution": f"Le service « {programme.service} »",
        **signatures(application, decision),
        "remedies": remedies(application),
    }  # fmt: skip


def signatures(application: Any, decision: Any) -> dict[str, Any]:
    last = signed_by(decision.signed_by, decision.mandate, decision.signed_at)
    return after_first(application, decision, last)


def after_first(application: Any, act: Any, last: dict[str, Any]) -> dict[str, Any]:
    """One, or the two of those who decide together: in the order in which they signed."""
    if cosigning.second_authority(application.call) is None:
        return {"signature": last}
    first = signed_by(act.first_signed_by, act.first_mandate, act.first_signed_at)
    return {"signature": first, "second_signature": last}


def recitals(application: Any, decision: Any) -> list[str]:
    """What follows « Considérant »."""
    return considering(decision.reasons)


def considering(text: str) -> list[str]:
    """Each line of a person's reasons as « que … »."""
    lines = [line.strip().rstrip(".;") for line in text.splitlines() if line.strip()]
    return [line if line.startswith(("que ", "qu’")) else que(line) for line in lines]


def que(line: str) -> str:
    """« Le besoin est établi » -> « que le besoin est établi »; an acronym or a name keeps its capital."""
    first = re.split(r"[\s’']", line)[0]
    small = line[:1].lower() + line[1:] if first in OPENERS else line
    return f"qu’{small}" if small[:1].lower() in "aeéèêiîouh" and not small.startswith("h") else f"que {small}"


OPENERS = {
    "Le",
    "La",
    "Les",
    "L",
    "Ce",
    "Cette",
    "Ces",
    "Il",
    "Elle",
    "Ils",
    "Elles",
    "Un",
    "Une",
    "Des",
    "Aucun",
    "Aucune",
    "Deux",
    "Trois",
    "Son",
    "Sa",
    "Ses",
    "Leur",
    "Leurs",
    "Chaque",
    "Plusieurs",
    "En",
    "Au",
    "Aux",
}


def period(application: Any) -> dict[str, Any]:
    start = application.starts_on
    end = add_months(start, application.months or 12)
    return {
        "start": start.isoformat(),
        "end": end.isoformat(),
        "eligible_from": clock.paris_day(application.submitted_at).isoformat(),
        "paid_until": add_months(end, 3).isoformat(),
    }


def granted(application: Any, decision: Any) -> dict[str, Any]:
    nature = "subvention"
    if decision.recoverable_advance:
        nature = "avance récupérable" if not decision.grant else "subvention et avance récupérable"
    return {
        "amount": euros(decision.kept),
        "nature": nature,
        "rate": share(decision.kept, decision.eligible_base),
        "base": euros(decision.eligible_base),
        "cost": euros(application.total_cost),
        "vat": "",
    }


def regime(application: Any, decision: Any) -> dict[str, Any]:
    """The regimes and gross grant equivalents of the checks, as the decision cites them."""
    lines = [line for line in decision.state_aid if line["economic"]]
    total = sum((Decimal(line["gge"]) for line in lines), Decimal(0))
    reference = " ; ".join(dict.fromkeys(line["reference"] for line in lines))
    return {
        "undertaking": bool(lines),
        "name": decision.aid_regime,
        "reference": reference or "articles 107 et 108 du traité sur le fonctionnement de l’Union européenne",
        "gross_grant_equivalent": euros(total),
        "de_minimis": any(line["de_minimis"] for line in lines),
        "lines": [
            {"name": line["name"], "text": line["text"], "gge": euros(line["gge"])} for line in decision.state_aid
        ],
    }


WHEN = {
    "advance": "À la signature de la convention",
    "interim": "Sur état récapitulatif des dépenses",
    "balance": "Après acceptation du rapport final et du compte rendu financier",
}
LABEL = {"advance": "Avance", "interim": "Acompte", "balance": "Solde"}


def schedule(amount: Any, rows: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"label": LABEL[kind], "share": share(value, amount), "amount": euros(value), "when": WHEN[kind]}
        for kind, value in rows
        if value
    ]


def planned(application: Any, decision: Any, day: Any) -> list[dict[str, Any]]:
    plan = payments.default_plan(**payment_terms(application, decision.amount, day))
    rows = [("advance", plan.advance), *(("interim", i) for i in plan.interims), ("balance", plan.balance)]
    return schedule(decision.amount, rows)


def conditions(application: Any, decision: Any) -> list[str]:
    fixed = [
        "réaliser le projet tel qu’il est décrit dans le dossier déposé, et signaler sans délai toute difficulté ;",
        "ne pas financer les mêmes dépenses par une autre aide, et déclarer toute aide obtenue ensuite ;",
        "remettre un rapport final et un compte rendu financier dans les trois mois qui suivent la fin du projet ;",
    ]
    own = [line.strip() for line in decision.conditions.splitlines() if line.strip()]
    return fixed + own


def publication(application: Any) -> str:
    authority = application.call.programme.authority.name
    return (
        "Les données essentielles de la présente décision sont publiées en ligne dans les trois mois qui suivent la "
        "signature de la convention (loi n° 2000-321 du 12 avril 2000, article 10 ; décret n° 2017-779 du 5 mai 2017). "
        f"Le bénéficiaire mentionne le concours de l’administration ({authority}) sur les supports du projet."
    )


def award(application: Any, entry: Any) -> dict[str, Any]:
    decision, day = application.decision, clock.paris_day(moment_of(entry))
    threshold = agreements.AGREEMENT_THRESHOLD.at(day).value
    return act(application, entry) | {
        "subject": f"Attribution d’une aide au projet « {application.title} »",
        "period": period(application),
        "award": granted(application, decision),
        "regime": regime(application, decision),
        "payments": planned(application, decision, day),
        "conditions": conditions(application, decision),
        "agreement_required": decision.amount > threshold,
        "agreement_months": 3,
        "publication": publication(application),
        "budget": budget(application),
    }


def rejection(application: Any, entry: Any, *, ineligible: bool = False) -> dict[str, Any]:
    """Reasons in law and fact (L211-5): the officer's own, then the jury's per criterion."""
    decision, call = application.decision, application.call
    own = {
        "criterion": "Recevabilité de la demande" if ineligible else "Appréciation d’ensemble",
        "score": "",
        "law": f"Règlement de l’appel « {call.title} »",
        "fact": decision.reasons,
    }
    found = [
        {
            "criterion": row["criterion"],
            "score": f"{row['mean']} sur 5".replace(".", ","),
            "law": f"Critère « {row['criterion']} » du règlement de l’appel",
            "fact": " ".join(row["comments"]) or "Ce point est jugé moins abouti que dans d’autres dossiers.",
        }
        for row in decision.reasons_by_criterion
        if row.get("mean")
    ]
    purpose = "Irrecevabilité" if ineligible else "Rejet"
    return act(application, entry) | {
        "subject": f"{purpose} de la demande de financement du projet « {application.title} »",
        "recitals": [],
        "ineligible": ineligible,
        "requested": {"amount": euros(application.aid_requested)},
        "reasons": [own, *found],
        "help": f"Le service « {call.programme.service} » répond à vos questions : {call.programme.phone}.",
    }


def ineligibility(application: Any, entry: Any) -> dict[str, Any]:
    return rejection(application, entry, ineligible=True)


def reserve(application: Any, entry: Any) -> dict[str, Any]:
    from ..models import Application

    decision, call = application.decision, application.call
    listed = Application.objects.filter(call=call, state="reserve_list").exclude(pk=application.pk).count() + 1
    number = {"reference": decision.number} if decision.number else {}
    return letter(application, entry) | number | {
        "subject": "Inscription sur la liste complémentaire",
        "committee": {
            "name": f"l’instruction de l’appel « {call.title} »",
            "date": clock.paris_day(decision.drafted_at).isoformat(),
        },
        "rank": decision.rank,
        "listed": max(listed, decision.rank or 1),
        "valid_until": decision.valid_until.isoformat(),
        "envelope": {
            "total": euros(call.envelope), "committed": euros(call.committed), "available": euros(call.remaining),
        } if application.WITH_AMOUNT else None,
        "proposed": euros(application.aid_requested),
        "notes": [line for line in decision.reasons.splitlines() if line.strip()],
        **signatures(application, decision),
    }  # fmt: skip


__all__ = ["award", "conditions", "granted", "ineligibility", "issued", "regime", "rejection", "reserve", "schedule"]
