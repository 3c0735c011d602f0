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


def milestone(application: Any) -> Milestone:
    known = stages(application)
    keys = [key for key, _label in known]
    here = keys.index(stage_of(application, application.state))
    tone = "bad" if application.state in ENDS and application.state != "reserve_list" else ""
    return Milestone(here + 1, len(known), str(known[here][1]).lower(), tone)
