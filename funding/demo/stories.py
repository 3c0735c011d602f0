"""When each step of each file is taken: all files together, in the order of time.

The steps are played as they would have happened, so that numbers, decisions and the journal follow the calendar.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from funding.rules.deadlines import add_months
from workflows import clock, outbox

from . import texts

MIDNIGHT = time(0, 12)
ANSWER_DAYS = 15  # what a request for pieces gives
SATURDAY = 5
OPENING, LAST_HOUR = 9, 17


@dataclass(order=True)
class Event:
    at: datetime
    rank: int
    act: Callable[[datetime], Any] = field(compare=False)
    what: str = field(compare=False, default="")

    def play(self) -> None:
        try:
            with clock.at(self.at):
                self.act(self.at)
                outbox.drain(but=("paper",))
        except Exception as error:
            error.add_note(f"{self.at:%Y-%m-%d %H:%M}: {self.what}")
            raise


class Script:
    """Events of any origin, played once in the order of time, each with its consequences but the papers."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def add(self, at: datetime, act: Callable[[datetime], Any], what: str = "") -> None:
        self.events.append(Event(at, len(self.events), act, what))

    def play(self, *, each: Callable[[int, int], None] = lambda done, total: None) -> int:
        total = len(self.events)
        with outbox.by_hand():
            for number, event in enumerate(sorted(self.events), 1):
                event.play()
                each(number, total)
        return total


def steps(fate: str, reviews: int) -> list[str]:
    """« a + b c » continues the path a; `reviews` stands for as many as the call wants."""
    path = texts.toml("paths")["paths"][fate]
    first, plus, rest = path.partition(" + ")
    known = steps(first, reviews) if plus else first.split()
    return [
        step for word in [*known, *rest.split()] for step in ([word] if word != "reviews" else ["review"] * reviews)
    ]


class Calendar:
    """Dates of one file's steps: natural pauses, closer together when they would not fit before `now`."""

    def __init__(self, now: datetime, rng: random.Random) -> None:
        self.now, self.rng = now.astimezone(clock.PARIS), rng

    def of(self, project: dict[str, Any], call: Any) -> list[tuple[str, datetime]]:
        path = steps(project["fate"], call.reviews_wanted)
        if not path:
            return []
        delays = texts.toml("paths")["delays"]
        before = self.now - timedelta(days=project["filed"])
        pace = self._pace(path, delays, project["filed"])
        found: list[tuple[str, datetime]] = []
        for step in path:
            before = self._moment(step, before, found, call, delays.get(step, 0) * pace)
            found.append((step, before))
        if "since" in project:
            self._pin(found, self.now - timedelta(days=project["since"]))
        return found

    @staticmethod
    def _pace(path: list[str], delays: dict[str, int], filed: float) -> float:
        whole = sum(delays.get(step, 0) for step in path)
        return min(1.0, (filed - 0.4) / whole) if whole else 1.0

    def _moment(self, step: str, before: datetime, found: Any, call: Any, days: float) -> datetime:
        if step == "lapse":
            return at_midnight(asked_on(found) + timedelta(days=ANSWER_DAYS + 1))
        if step == "fall_silent":
            return at_midnight(add_months(found[0][1].date(), call.silence_months) + timedelta(days=1))
        return self.at_work(before + timedelta(days=days), after=before)

    def at_work(self, moment: datetime, *, after: datetime) -> datetime:
        """Office hours of a working day where that does not go back in time, never after now."""
        if moment.weekday() >= SATURDAY:
            moment -= timedelta(days=moment.weekday() - SATURDAY + 1)
        clocked = moment.replace(hour=self.rng.randint(OPENING, LAST_HOUR), minute=self.rng.randrange(60))
        least = after + timedelta(minutes=self.rng.randint(11, 40))
        return max(least, min(clocked, self.now - timedelta(hours=1)))

    def _pin(self, found: list[tuple[str, datetime]], when: datetime) -> None:
        """The last step, a note aside, was taken about `since` days ago."""
        last = max(i for i, (step, _at) in enumerate(found) if step != "note")
        before = found[last - 1][1] if last else when
        pinned = max(self.at_work(when, after=when - timedelta(days=1)), before + timedelta(minutes=30))
        moved = [(step, pinned + timedelta(hours=2 * n)) for n, (step, _at) in enumerate(found[last:])]
        found[last:] = [(step, min(at, self.now - timedelta(minutes=5))) for step, at in moved]


def asked_on(found: list[tuple[str, datetime]]) -> date:
    return next(at for step, at in found if step == "ask").date()


def at_midnight(day: date) -> datetime:
    return datetime.combine(day, MIDNIGHT, tzinfo=clock.PARIS)
