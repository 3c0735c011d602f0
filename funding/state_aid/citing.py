"""What a decision says of State aid, taken from the checks: never typed."""

from __future__ import annotations

from typing import Any

from workflows import clock
from workflows.errors import StepRefused

from ..models import DeMinimisAward, StateAidCheck
from .evidence import DE_MINIMIS, NONE, Evidence

TREATY = "article 107, paragraphe 1, du traité sur le fonctionnement de l’Union européenne"


def cite(decision: Any, application: Any) -> None:
    """Sets the regime and the gross grant equivalents of an award in preparation, from the last checks."""
    from .checks import shares_of

    evidence = Evidence(application, clock.today())
    shares = shares_of(evidence.partners, application.counted_aid(decision.amount))
    rows = [(partner, evidence.latest.get(partner.pk)) for partner in evidence.partners]
    decision.state_aid = [_line(partner, check, shares[partner.pk]) for partner, check in rows if check]
    texts = dict.fromkeys(line["text"] for line in sorted(decision.state_aid, key=lambda line: not line["economic"]))
    decision.aid_regime = " ; ".join(texts)[:250]


def _line(partner: Any, check: StateAidCheck, share: Any) -> dict[str, Any]:
    economic = check.regime != NONE
    return {
        "check": check.pk,
        "number": check.number,
        "checked_on": check.checked_for.isoformat(),
        "name": partner.organisation.name,
        "siren": partner.organisation.siren,
        "regime": check.regime,
        "text": check.regime_text,
        "reference": check.laws[0]["legal_basis"] if check.laws else TREATY,
        "economic": economic,
        "de_minimis": check.regime in DE_MINIMIS,
        "gge": str(share if economic else 0),
    }


def enter_awards(decision: Any, application: Any, at: Any) -> None:
    """With the signature, each de minimis aid counts: from this day, at its gross grant equivalent.

    Call it once the decision has its number: that lock makes signatures wait for one another, so that of two files of
    one undertaking signed at once the second reads the first. Raises StepRefused when nothing is left for it.
    """
    from .checks import unchecked

    if not any(line["de_minimis"] for line in decision.state_aid):
        return
    if sentence := unchecked(application, amount=application.counted_aid(decision.amount), on=clock.paris_day(at)):
        raise StepRefused([sentence], reason="obstacles")
    DeMinimisAward.objects.bulk_create(
        DeMinimisAward(
            decision=decision, check_passed_id=line["check"], siren=line["siren"], name=line["name"][:200],
            regime=line["regime"], gge=line["gge"], kept=line["gge"], granted_on=clock.paris_day(at),
        )
        for line in decision.state_aid if line["de_minimis"]
    )  # fmt: skip


def follow_award(decision: Any) -> None:
    """After a withdrawal, or what undoes one: each de minimis aid is worth its share of the aid that is left, shared as
    it was when the decision cited it. What was granted stays as it is, beside."""
    from .checks import shares_of

    entries = list(decision.de_minimis_awards.select_related("check_passed"))
    if not entries:
        return
    undone, application = decision.withdrawn or decision.withdrawn_at, decision.application
    left = decision.kept if decision.amount or decision.withdrawn_at else application.counted_aid(decision.amount)
    shares = shares_of(list(application.partners.all()), left)
    for entry in entries:
        share = shares[entry.check_passed.partner_id]
        entry.kept = min(entry.gge, share) if undone else entry.gge
    DeMinimisAward.objects.bulk_update(entries, ["kept"])
