"""Obstacles: State aid. No favourable decision without a passed check that is fresh (domain F, G9)."""

from __future__ import annotations

from typing import Any

from workflows import clock


def state_aid_unchecked(application: Any, attempt: Any) -> str | None:
    """For a proposal the amount typed; for a signature the amount of the decision in preparation."""
    from ..state_aid import unchecked

    on = clock.paris_day(attempt.at)
    if "kind" in attempt.data:
        if attempt.data["kind"] != "award":
            return None
        amount = attempt.data["grant"] + attempt.data["recoverable_advance"]
        return unchecked(application, amount=application.counted_aid(amount), on=on) or None
    decision = application.decision
    if decision is None or decision.kind != "award":
        return None
    return unchecked(application, amount=application.counted_aid(decision.amount), on=on) or None
