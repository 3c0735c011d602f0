"""The board of a cohort: each project's place in the programme at a glance, milestone by milestone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Milestone, Place
from .models.place_record import GONE

AHEAD = {"prepared": 0, "offered": 0, "onboarding": 1}


@dataclass
class Cell:
    """One milestone of one project: none, to come, late, filed, judged."""

    milestone: Milestone | None

    @property
    def tone(self) -> str:
        if self.milestone is None:
            return "none"
        if self.milestone.late:
            return "late"
        return str(self.milestone.state)


@dataclass
class Row:
    place: Place
    cells: list[Cell]
    own: list[Milestone]  # of this project alone, in no column

    @property
    def settled(self) -> int:
        return sum(cell.tone == "go" for cell in self.cells) + sum(m.is_settled for m in self.own)

    @property
    def total(self) -> int:
        return sum(cell.milestone is not None for cell in self.cells) + len(self.own)

    @property
    def late(self) -> int:
        return sum(cell.tone == "late" for cell in self.cells) + sum(m.late for m in self.own)

    @property
    def next(self) -> Milestone | None:
        known = [cell.milestone for cell in self.cells if cell.milestone] + self.own
        waits = [m for m in known if m.is_awaited]
        return min(waits, key=lambda m: m.due_on, default=None)


class Board:
    """Read once: a handful of statements whatever the number of projects."""

    def __init__(self, cohort: Any, user: Any) -> None:
        self.cohort = cohort
        self.columns = list(cohort.common_milestones.all())
        places = Place.objects.visible_to(user).filter(cohort=cohort)
        rows = list(places.select_related("application__lead", "coach", "cohort__node").prefetch_related("milestones"))
        self.rows = sorted((self.row(place) for place in rows if place.state not in GONE), key=rank)
        self.gone = [place for place in rows if place.state in GONE]

    def row(self, place: Any) -> Row:
        mine = {m.common_id: m for m in place.milestones.all() if m.common_id}
        own = [m for m in place.milestones.all() if m.common_id is None]
        return Row(place, [Cell(mine.get(column.pk)) for column in self.columns], own)

    @property
    def figures(self) -> list[dict[str, Any]]:
        """What one asks of a cohort first: who is in, what waits, what is late, what is done."""
        places = [row.place for row in self.rows]
        left = self.cohort.left
        free = ngettext("%(left)s place libre", "%(left)s places libres", left) % {"left": left}
        filed = sum(cell.tone == "filed" for row in self.rows for cell in row.cells)
        late = sum(row.late for row in self.rows)
        return [
            {"name": _("Places prises"), "value": f"{self.cohort.taken} / {self.cohort.capacity}", "sense": free},
            {"name": _("En programme"), "value": sum(place.is_accompanied for place in places)},
            {"name": _("Jalons à examiner"), "value": filed},
            {"name": _("Jalons en retard"), "value": late, "sense": "" if late else _("tout est à jour"),
             "tone": "" if late else "ok"},
        ]  # fmt: skip


def rank(row: Row) -> tuple[int, int, str]:
    """Where one must look first: late, filed, the others; those who enter last."""
    entering = AHEAD.get(row.place.state, 2) < 2
    filed = any(cell.tone == "filed" for cell in row.cells)
    return (entering, -row.late if row.late else (0 if filed else 1), row.place.application.title)
