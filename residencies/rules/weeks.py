"""Days and weeks of a stay: overlaps, what insurance leaves uncovered, days without a word in the journal. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

DAY = timedelta(days=1)
EPOCH = date(2020, 1, 6)  # a Monday: weeks are numbered from here
LONGEST = 14  # days of one immersion « week »: some begin on a Thursday, none lasts a month


class Span(NamedTuple):
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        return (self.first + DAY * n for n in range((self.last - self.first).days + 1))

    def meets(self, other: Span) -> bool:
        return self.first <= other.last and other.first <= self.last

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def overlap(spans: Iterable[Span]) -> tuple[Span, Span] | None:
    """The first two that share a day."""
    known = sorted(spans)
    return next(((one, other) for one, other in pairwise(known) if one.meets(other)), None)


def uncovered(certificates: Iterable[Span], weeks: Iterable[Span]) -> date | None:
    """The first day of the stay on which no certificate is valid; None when all are covered."""
    known = list(certificates)
    return next(
        (day for week in sorted(weeks) for day in week.days() if not any(span.holds(day) for span in known)), None
    )


def silent_days(week: Span, written: Iterable[date], *, until: date) -> list[date]:
    """Working days of a week, up to `until`, on which nobody wrote in the journal."""
    known = set(written)
    return [day for day in week.days() if day <= until and day.weekday() < 5 and day not in known]


def as_bits(spans: Iterable[Span]) -> int:
    """Whole weeks (Monday to Friday) within these spans, as bits of an integer: two of them meet by « & »."""
    found = 0
    for span in spans:
        monday = span.first + DAY * (-span.first.weekday() % 7)
        while monday + 4 * DAY <= span.last:
            if monday >= EPOCH:
                found |= 1 << ((monday - EPOCH).days // 7)
            monday += 7 * DAY
    return found


def mondays(bits: int) -> Iterator[date]:
    """The Mondays of these weeks, the earliest first."""
    number = 0
    while bits:
        if bits & 1:
            yield EPOCH + DAY * 7 * number
        bits >>= 1
        number += 1
