"""Time is injected: one `now` per step, and legal days are dates in Paris.

`with at(moment):` sets the clock for tests and for replays of past calls; nothing else reads the machine's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

PARIS = ZoneInfo("Europe/Paris")
_set: ContextVar[datetime | None] = ContextVar("workflows_clock", default=None)


def now() -> datetime:
    return _set.get() or timezone.now()


def today() -> date:
    """The legal day: a request received at 23:30 UTC in January is received the next day in Paris."""
    return paris_day(now())


def paris_day(moment: datetime) -> date:
    return moment.astimezone(PARIS).date()


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    if timezone.is_naive(moment):
        moment = moment.replace(tzinfo=PARIS)
    token = _set.set(moment)
    try:
        yield moment
    finally:
        _set.reset(token)
