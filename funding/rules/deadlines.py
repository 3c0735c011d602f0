"""The clocks of administrative law. Days go in and days come out; a day is a date of Europe/Paris.

A deadline is the last day on which one may still act: it expires at midnight, at the end of that day. So a
deadline is over from the day after, which is what `is_over` says.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from .holidays import is_working_day, next_working_day
from .wording import ValueRefused, refuse

PARIS = ZoneInfo("Europe/Paris")
ONE_DAY = timedelta(days=1)

SILENCE_MONTHS = 2
APPEAL_MONTHS = 2
REGISTER_WORKING_DAYS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """Missing pieces asked for on a day, due on another; `answered_on` is the day when all of them were
    there.
    """

    asked_on: date
    due_on: date
    answered_on: date | None = None

    def __post_init__(self) -> None:
        if self.due_on < self.asked_on or (self.answered_on is not None and self.answered_on < self.asked_on):
            text = _("Les pièces ont été demandées le %(asked_on)s : la suite ne peut pas être plus ancienne.")
            raise ValueRefused(refuse("suspension_backwards", text, asked_on=self.asked_on))

    @property
    def ends_on(self) -> date:
        """The day of the answer, or of the deadline when nothing (or something too late) came."""
        return self.due_on if self.answered_on is None else min(self.answered_on, self.due_on)


def add_months(day: date, months: int) -> date:
    """Month to month, same day number; the last day of the month where that number does not exist (AT-G2).

    31 December 2025 + 2 months is 28 February 2026. `months` may be negative.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def implicit_decision(
    *, received_on: date, suspensions: Iterable[Suspension] = (), months: int = SILENCE_MONTHS
) -> date:
    """The last day to answer a request; from the next day, silence is a rejection (AT-G1, L231-4 3° CRPA).

    Two months from the day of receipt, longer by the days during which indispensable pieces were awaited
    (L114-5). Days awaited twice count once. A request for pieces made after the deadline changes nothing:
    silence has decided.
    """
    deadline = add_months(received_on, months)
    counted_until = received_on
    for suspension in sorted(suspensions, key=lambda s: (s.asked_on, s.ends_on)):
        if suspension.asked_on > deadline:
            break
        begins = max(suspension.asked_on, counted_until)
        if suspension.ends_on > begins:
            deadline += suspension.ends_on - begins
            counted_until = suspension.ends_on
    return deadline


def appeal_deadline(*, notified_on: date, months: int = APPEAL_MONTHS, alsace_moselle: bool = False) -> date:
    """The last day to go to the administrative court: two clear months from notification (CJA R421-1,
    R421-5).

    Neither the day of notification nor the day when the months end is counted (délai franc): notified on 20
    March, one may sue until 21 May. A last day that is a Saturday, a Sunday or a holiday moves to the next
    working day. The period binds nobody who was not told of it (R421-5): the caller checks that the letter
    gave the remedies.
    """
    last = add_months(notified_on, months) + ONE_DAY
    return next_working_day(last, alsace_moselle=alsace_moselle)


def add_working_days(day: date, count: int, *, alsace_moselle: bool = False) -> date:
    """The `count`-th working day after `day`, which is itself not counted (Reg. 1182/71, art. 3).

    Working days leave out Saturdays, Sundays and French public holidays. 20 of them to enter a de minimis
    aid in the register (Reg. 2023/2831, art. 6). `count` must not be negative.
    """
    if count < 0:
        raise ValueRefused(refuse("negative_days", _("Un nombre de jours ne peut pas être négatif.")))
    while count:
        day += ONE_DAY
        count -= is_working_day(day, alsace_moselle=alsace_moselle)
    return day


def is_over(deadline: date, *, today: date) -> bool:
    """Has midnight passed? On the deadline day itself one may still act."""
    return today > deadline


def days_left(deadline: date, *, today: date) -> int:
    """Days until the deadline: 0 on the last day, negative when it is over."""
    return (deadline - today).days


def end_of(deadline: date) -> datetime:
    """The first instant when the deadline is over: midnight in Paris that ends this day, with its offset."""
    return datetime.combine(deadline + ONE_DAY, time.min, tzinfo=PARIS)


def legal_day(instant: datetime) -> date:
    """The day in Paris of an instant; an instant without an offset has no legal day and is refused."""
    if instant.tzinfo is None:
        raise ValueRefused(refuse("naive_instant", _("Cet instant n’a pas de fuseau horaire.")))
    return instant.astimezone(PARIS).date()
