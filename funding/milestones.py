"""Where a file stands, in one line: for the rows of lists and the cards of the home page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .path import ENDS, stage_of, stages


@dataclass(frozen=True)
class Milestone:
    """« Étape 4 sur 8 : instruction », and in what tone the thread draws it."""

    number: int
    total: int
    label: str
    tone: str = ""
    tail: bool = False  # past its award, in the words of its instrument


def told_by_its_tail(application: Any) -> tuple[str, Any] | None:
    """Awarded: where its instrument says that it stands, if it does."""
    return application.stage_after() if application.state == "awarded" else None


def milestone(application: Any, after: tuple[str, Any] | None = None) -> Milestone:
    """`after` is its `stage_after()`, for who can ask each file: a long list does without."""
    known = stages(application)
    keys = [key for key, _label in known]
    if after is not None:
        here = keys.index(after[0]) if after[0] in keys else len(keys) - 1
        return Milestone(here + 1, len(known), str(after[1]).lower(), tail=True)
    here = keys.index(stage_of(application, application.state))
    tone = "bad" if application.state in ENDS and application.state != "reserve_list" else ""
    return Milestone(here + 1, len(known), str(known[here][1]).lower(), tone)
