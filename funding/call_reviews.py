"""A call's reviews as chair and officer read them: each file's mean, median and spread; each reviewer's habit."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib.auth import get_user_model

from .models import Application, Review, Score
from .models.application_record import ASSESSED
from .rules import spread
from .rules.scoring import DIVERGENCE

STATES = (*ASSESSED, "decision_proposed")


@dataclass
class FileLine:
    file: Any
    spread: spread.Spread
    given: int
    awaited: int
    late: int

    @property
    def divergent(self) -> bool:
        return self.spread.gap >= DIVERGENCE


@dataclass
class ReviewerLine:
    user: Any
    habit: spread.Habit | None
    owed: int
    late: int


class CallReviews:
    """Four queries whatever the number of files; what is closed to `user` is not there, nor counted."""

    def __init__(self, call: Any, user: Any, today: Any) -> None:
        self.call, self.user, self.today = call, user, today
        self.weights: dict[str, Decimal] = {c.key: c.weight for c in call.criteria.all()}
        self.files = Application.objects.open_to(user).filter(call=call, state__in=STATES)
        rows = Review.objects.active().filter(application__in=self.files.values("pk"))
        self.reviews = list(rows.values("pk", "application", "reviewer", "state", "due_on"))
        self.sheets: dict[int, dict[str, int]] = defaultdict(dict)
        marks = Score.objects.filter(review__state="submitted", review__application__in=self.files.values("pk"))
        for review, key, value in marks.values_list("review", "criterion__key", "value"):
            self.sheets[review][key] = value

    def late(self, row: dict[str, Any]) -> bool:
        return row["state"] == "assigned" and row["due_on"] is not None and row["due_on"] < self.today

    def lines(self, files: list[Any]) -> list[FileLine]:
        by_file: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in self.reviews:
            by_file[row["application"]].append(row)
        return [self._line(file, by_file[file.pk]) for file in files]

    def _line(self, file: Any, rows: list[dict[str, Any]]) -> FileLine:
        given = [row for row in rows if row["state"] == "submitted"]
        found = spread.spread(sheets=[self.sheets[row["pk"]] for row in given], weights=self.weights)
        awaited = len(rows) - len(given)
        return FileLine(file, found, len(given), awaited, sum(self.late(row) for row in rows))

    def divergent(self) -> set[int]:
        """Files whose reviewers disagree by three points or more on a criterion."""
        by_file: dict[int, list[dict[str, int]]] = defaultdict(list)
        for row in self.reviews:
            if row["state"] == "submitted":
                by_file[row["application"]].append(self.sheets[row["pk"]])
        gaps = {pk: spread.spread(sheets=sheets, weights=self.weights).gap for pk, sheets in by_file.items()}
        return {pk for pk, gap in gaps.items() if gap >= DIVERGENCE}

    def reviewers(self) -> list[ReviewerLine]:
        totals: dict[int, dict[int, Fraction]] = defaultdict(dict)
        for row in self.reviews:
            total = spread.weighted(self.sheets.get(row["pk"], {}), self.weights)
            if row["state"] == "submitted" and total is not None:
                totals[row["application"]][row["reviewer"]] = total
        habits = spread.habits(totals)
        people = get_user_model().objects.in_bulk({row["reviewer"] for row in self.reviews})
        owed = Counter(row["reviewer"] for row in self.reviews if row["state"] == "assigned")
        late = Counter(row["reviewer"] for row in self.reviews if self.late(row))
        lines = [ReviewerLine(person, habits.get(pk), owed[pk], late[pk]) for pk, person in people.items()]
        return sorted(lines, key=lambda line: (-abs(line.habit.z or 0) if line.habit else 1, str(line.user)))
