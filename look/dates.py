"""Dates and hours as people say them, in the active language, always in Paris time."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language

from look import conf

PARIS = ZoneInfo("Europe/Paris")
NBSP = "\u00a0"
MONTHS_FR = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _english() -> bool:
    return (get_language() or "fr").startswith("en")


def in_paris(value: Any) -> date | datetime | None:
    """A moment moved to Paris, a day as it is, nothing for anything else."""
    if isinstance(value, datetime):
        return value.astimezone(PARIS) if timezone.is_aware(value) else value.replace(tzinfo=PARIS)
    return value if isinstance(value, date) else None


def paris_day(value: Any) -> date | None:
    moment = in_paris(value)
    return moment.date() if isinstance(moment, datetime) else moment


def today() -> date:
    return conf.now().astimezone(PARIS).date()


def month_name(value: date) -> str:
    return (MONTHS_EN if _english() else MONTHS_FR)[value.month - 1]


def day_number(value: date) -> str:
    return "1er" if value.day == 1 and not _english() else str(value.day)


def day(value: Any, *, year: bool = True) -> str:
    """« 12 mars 2027 », « 1er juin 2027 »."""
    when = paris_day(value)
    if when is None:
        return ""
    return f"{day_number(when)}{NBSP}{month_name(when)}" + (f" {when.year}" if year else "")


def day_short(value: Any) -> str:
    """The year is left out within the current one: for lists."""
    when = paris_day(value)
    return "" if when is None else day(when, year=when.year != today().year)


def month_year(value: Any) -> str:
    when = paris_day(value)
    return "" if when is None else f"{month_name(when)} {when.year}"


def hour(value: Any) -> str:
    """« 10 h 42 », « 17 h »."""
    moment = in_paris(value)
    if not isinstance(moment, datetime):
        return ""
    if _english():
        return f"{moment:%H:%M}"
    minutes = f"{NBSP}{moment:%M}" if moment.minute else ""
    return f"{moment.hour}{NBSP}h{minutes}"


def weekday(value: date) -> str:
    return (DAYS_EN if _english() else DAYS_FR)[value.weekday()]


def day_hour(value: Any) -> str:
    """« vendredi 12 mars 2027 à 17 h »: for what binds. A day without an hour is said without one."""
    moment = in_paris(value)
    if moment is None:
        return ""
    text = f"{weekday(moment)} {day(moment)}"
    if isinstance(moment, datetime):
        text += f" {'at' if _english() else 'à'} {hour(moment)}"
    return text


def day_hour_comma(value: Any) -> str:
    """« vendredi 26 février 2027, 10 h 42 »: the clock of the footer."""
    moment = in_paris(value)
    return f"{weekday(moment)} {day(moment)}, {hour(moment)}" if isinstance(moment, datetime) else ""


def days_until(value: Any) -> int | None:
    """Legal days between today and then: an hour before midnight is still the same day."""
    when = paris_day(value)
    return None if when is None else (when - today()).days


def _count(days: int) -> str:
    if _english():
        return f"{days}{NBSP}day" + ("s" if days > 1 else "")
    return f"{days}{NBSP}jour" + ("s" if days > 1 else "")


def since_or_until(value: Any) -> str:
    """« dans 6 jours », « demain », « il y a 3 jours »."""
    days = days_until(value)
    if days is None:
        return ""
    if days in (-1, 0, 1):
        words = ("yesterday", "today", "tomorrow") if _english() else ("hier", "aujourd’hui", "demain")
        return words[days + 1]
    if _english():
        return f"in {_count(days)}" if days > 0 else f"{_count(-days)} ago"
    return f"dans {_count(days)}" if days > 0 else f"il y a {_count(-days)}"


def is_past(value: Any) -> bool:
    """A day is past when it is over, a moment as soon as it is gone."""
    moment = in_paris(value)
    if isinstance(moment, datetime):
        return moment < conf.now()
    return moment is not None and moment < today()


def rest(value: Any) -> str:
    """What a deadline leaves: « dans 6 jours », or « 3 jours de retard »."""
    days = days_until(value)
    if days is None:
        return ""
    if not is_past(value):
        return since_or_until(value)
    if days == 0:
        return "past since today" if _english() else "passé aujourd’hui"
    return f"{_count(-days)} late" if _english() else f"{_count(-days)} de retard"
