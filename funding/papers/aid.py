"""Papers of State aid: the instruction report (D06) and the statement to the beneficiary (D19)."""

from __future__ import annotations

from typing import Any

from workflows import clock

from ..rules.deadlines import add_months
from .common import budget, euros, issued, letter, service_signature, share
from .decisions import granted

SOURCES = {"declared": "déclaration", "register": "registre national", "ours": "nos décisions"}


def report(application: Any, entry: Any) -> dict[str, Any]:
    """D06: costs, size, regime, rate against ceiling, gross grant equivalent, envelope before and after."""
    from ..state_aid import Evidence

    decision, call = application.decision, application.call
    on = clock.paris_day(entry.at) if entry else clock.today()
    evidence = Evidence(application, on)
    checks = [evidence.latest[p.pk] for p in evidence.partners if p.pk in evidence.latest]
    names = {p.pk: p.organisation.name for p in evidence.partners}
    return issued(application, entry) | {
        "subject": f"Instruction du projet « {application.title} »",
        "proposal": {
            "kind": str(decision.get_kind_display()),
            "award": granted(application, decision) if decision.kind == "award" and application.WITH_AMOUNT else {},
            "reasons": decision.reasons,
            "conditions": [line for line in decision.conditions.splitlines() if line.strip()],
        },
        "criteria": [
            {"name": row["criterion"], "mean": row["mean"].replace(".", ",")}
            for row in decision.reasons_by_criterion
            if row.get("mean")
        ],
        "rate": {"asked": share(decision.amount, decision.eligible_base), "highest": str(call.aid_rate)},
        "envelope": {
            "before": euros(call.remaining), "decision": euros(decision.amount),
            "after": euros(call.remaining - decision.amount),
        },
        "checks": [checked(check, names[check.partner_id]) for check in checks],
        "budget": budget(application),
        "signature": service_signature(application),
    }  # fmt: skip


def checked(check: Any, name: str) -> dict[str, Any]:
    aids = check.facts.get("aids", [])
    return {
        "name": name,
        "number": check.number,
        "on": check.checked_for.isoformat(),
        "by": check.made_by.get_full_name(),
        "regime": str(check.get_regime_display()),
        "text": check.regime_text,
        "passed": check.passed,
        "sentences": check.sentences,
        "lines": check.told_lines,
        "laws": [
            {"label": law["label"], "version": law["version"], "legal_basis": law["legal_basis"]} for law in check.laws
        ],
        "aids": [
            {
                "day": aid["granted_on"],
                "siren": aid["siren"],
                "gge": euros(aid["gge"]),
                "source": SOURCES[aid["source"]],
            }
            for aid in aids
        ],
    }


def statement(application: Any, entry: Any) -> dict[str, Any]:
    """D19: the undertaking learns the amount, in gross grant equivalent, and that it is de minimis (art. 7)."""
    decision = application.decision
    on = clock.paris_day(decision.signed_at)
    return letter(application, entry) | {
        "subject": "Aide de minimis : montant et règlement applicable",
        "decision": {"reference": f"n° {decision.number}", "date": on.isoformat()},
        "undertakings": [
            {"name": line["name"], "siren": line["siren"], "gge": euros(line["gge"]), "reference": line["reference"]}
            for line in decision.state_aid
            if line["de_minimis"]
        ],
        "counts_until": add_months(on, 36).isoformat(),
        "signature": service_signature(application),
    }


def has_de_minimis(application: Any) -> bool:
    decision = application.decision
    return decision is not None and any(line["de_minimis"] for line in decision.state_aid)
