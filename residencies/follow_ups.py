"""What one step causes elsewhere, run by the outbox as the system, once."""

from __future__ import annotations

from typing import Any

from funding.rules.deadlines import add_months
from workflows import clock
from workflows.actors import SYSTEM
from workflows.errors import StepRefused


def propose_drafted(found: Any, entry: Any) -> None:
    """Each drafted pair is proposed; one that became impossible meanwhile stays a draft, with its sentence."""
    for residency in found.residencies.drafted():
        try:
            residency.propose(by=SYSTEM)
        except StepRefused:
            continue


def open_instalments(residency: Any, entry: Any) -> None:
    from . import settling

    settling.plan(residency)


def settle_instalments(residency: Any, entry: Any) -> None:
    from . import settling

    settling.settle(residency)


def open_follow_ups(residency: Any, entry: Any) -> None:
    """At 3, 12 and 24 months from the presentation, or from the closing where it is unknown."""
    from .models.follow_up import MONTHS, FollowUp

    start = clock.paris_day(residency.presentation_at or entry.at)
    for months in MONTHS:
        FollowUp.objects.get_or_create(
            residency=residency, months=months, defaults={"due_on": add_months(start, months)}
        )
