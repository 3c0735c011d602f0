"""The arithmetic of a programme: days, money in kind, grounds to leave. Pure functions, no database, no request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from funding.rules.deadlines import add_months

CENT = Decimal("0.01")
ACCEPT_DAYS = 10  # to accept a place, from the day it is offered
HEARING_DAYS = 15  # to answer the grievances, at least (CRPA, art. L. 121-1 and L. 122-1)
ALUMNI_DAYS = 30  # after the programme's end
LATE_ENTRY_DAYS = 15  # after a cohort began, a place that frees may still be given
SURVEY_MONTHS = (6, 12, 24)
MISSED_TO_LEAVE = 2  # missed milestones that open the procedure
REMIND_BEFORE, REMIND_AFTER = 7, 1  # days around a milestone's date


def aid_in_kind(*, hours: Decimal, rate: Decimal) -> Decimal:
    """What support is worth: hours at the price of the market, in euros to the cent, half up.

    It is the gross grant equivalent of an aid in kind (Reg. 2023/2831, recital 15: transparent aid)."""
    return (hours * rate).quantize(CENT, ROUND_HALF_UP)


def answer_by(offered_on: date, *, days: int = ACCEPT_DAYS) -> date:
    """The last day to accept: the tenth after the day of the offer."""
    return offered_on + timedelta(days=days)


def may_still_enter(on: date, *, starts_on: date, days: int = LATE_ENTRY_DAYS) -> bool:
    """Whether a place that frees on this day goes to the next of the waiting list."""
    return on <= starts_on + timedelta(days=days)


def seats_left(*, capacity: int, taken: int) -> int:
    return max(0, capacity - taken)


def missed(due: Iterable[date], *, on: date) -> int:
    """Milestones of which nothing came by their day."""
    return sum(day < on for day in due)


def grounds_to_leave(*, missed: int, refused: int) -> bool:
    """Two missed milestones, or one judged no-go."""
    return missed >= MISSED_TO_LEAVE or refused > 0


def paused_until_at_most(on: date, *, days_left: int) -> date:
    """The last day that a pause may have, of the days that the programme still allows."""
    return on + timedelta(days=days_left)


def survey_days(graduated_on: date) -> dict[int, date]:
    """When one asks what became of the project: 6, 12 and 24 months after the programme."""
    return {months: add_months(graduated_on, months) for months in SURVEY_MONTHS}
