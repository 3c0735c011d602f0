"""Months pass in a journey: for the test and for the live server's threads alike."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from workflows import clock


class Travel:
    """Stands where the clock keeps what was set: a context variable is seen by its own thread alone. The clock goes on
    from the moment one travelled to, so that nothing happens twice at once."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self.held: datetime | None = None

    def __call__(self, day: date, hour: int = 10) -> None:
        self.ahead = datetime.combine(day, time(hour), clock.PARIS) - timezone.now()

    def get(self) -> datetime:
        return self.held or timezone.now() + self.ahead

    # What `clock.at` asks for.

    def set(self, moment: datetime) -> Any:
        before, self.held = self.held, moment
        return before

    def reset(self, before: Any) -> None:
        self.held = before
