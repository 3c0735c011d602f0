"""The stipend through the stay: which milestones are reached, and what a cancellation leaves to pay."""

from __future__ import annotations

from typing import Any

from .rules import stipend


def reached(instalment: Any) -> bool:
    residency, milestone = instalment.residency, instalment.milestone
    if milestone == "halfway":
        weeks = residency.kept_weeks()
        return bool(weeks) and 2 * sum(1 for week in weeks if week.closed_at) >= len(weeks)
    if milestone == "presented":
        return residency.presented_at is not None
    return residency.signed_at is not None


def plan(residency: Any) -> None:
    """Three instalments, once."""
    from .models import Instalment

    if residency.instalments.exists():
        return
    rows = enumerate(stipend.instalments(residency.stipend), 1)
    Instalment.objects.bulk_create(
        Instalment(residency=residency, position=position, milestone=milestone.value, amount=amount)
        for position, (milestone, amount) in rows if amount
    )  # fmt: skip


def settle(residency: Any) -> None:
    """After a cancellation: what was only planned falls; what was earned and not paid is one last instalment."""
    from workflows.actors import SYSTEM

    from .models import Instalment

    for row in residency.instalments.waiting():
        row.drop(by=SYSTEM)
    rest = (residency.earned or 0) - residency.paid_total
    if rest > 0 and not residency.instalments.filter(milestone="settled").exists():
        position = residency.instalments.count() + 1
        Instalment.objects.create(residency=residency, position=position, milestone="settled", amount=rest)
