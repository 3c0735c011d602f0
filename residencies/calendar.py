"""The calendar of all residencies: half a year of weeks by place, and the same as a file that calendars read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from funding.calendar_file import FORMAT, folded, plain
from look.typography import day, day_short
from workflows import clock

WEEKS = 26
BARS = {
    "immersion": ("run", "play-circle-fill"),
    "interval": ("run", "play-circle-fill"),
    "interrupted": ("off", "slash-circle"),
    "presentation_scheduled": ("run", "play-circle-fill"),
    "presented": ("end", "check2-all"),
    "evaluation": ("end", "check2-all"),
    "closed": ("end", "check2-all"),
}


@dataclass
class Cell:
    weeks: int
    stay: Any = None
    tone: str = ""
    icon: str = ""
    note: str = ""


class Calendar:
    """From the Monday of the week of `first`, `WEEKS` weeks; a stay is one bar from its first day to its last."""

    def __init__(self, stays: Iterable[Any], first: date) -> None:
        self.first = first - timedelta(days=first.weekday())
        self.mondays = [self.first + timedelta(weeks=n) for n in range(WEEKS)]
        self.stays = [s for s in stays if s.begins_on and s.ends_on >= self.first and s.begins_on < self.end]

    @property
    def end(self) -> date:
        return self.first + timedelta(weeks=WEEKS)

    @property
    def before(self) -> str:
        return (self.first - timedelta(weeks=WEEKS)).isoformat()

    @property
    def after(self) -> str:
        return self.end.isoformat()

    @property
    def months(self) -> list[tuple[date, int]]:
        groups = groupby(self.mondays, key=lambda monday: (monday.year, monday.month))
        return [((found := list(rows))[0], len(found)) for _month, rows in groups]

    @property
    def this_week(self) -> date:
        today = clock.today()
        return today - timedelta(days=today.weekday())

    def rows(self) -> list[dict[str, Any]]:
        by_host: dict[Any, list[Any]] = defaultdict(list)
        for stay in sorted(self.stays, key=lambda s: (s.host.lead.name, s.begins_on)):
            by_host[stay.host.lead].append(stay)
        return [
            {"host": host, "place": lane[0].place, "stay": lane[0], "cells": self._cells(lane)}
            for host, stays in by_host.items() for lane in lanes(stays)
        ]  # fmt: skip

    def _cells(self, stays: list[Any]) -> list[Cell]:
        cells, at = [], 0
        for stay in stays:
            begin, end = max(0, self._week(stay.begins_on)), min(WEEKS - 1, self._week(stay.ends_on))
            if begin > at:
                cells.append(Cell(begin - at))
            tone, icon = BARS.get(stay.state, ("set", "check-circle"))
            cells.append(Cell(end - begin + 1, stay, tone, icon, note_of(stay)))
            at = end + 1
        return [*cells, Cell(WEEKS - at)] if at < WEEKS else cells

    def _week(self, when: date) -> int:
        return (when - self.first).days // 7


def lanes(stays: list[Any]) -> list[list[Any]]:
    """Stays of one host, so that no two bars of a line share a week."""
    found: list[list[Any]] = []
    for stay in stays:
        monday = stay.begins_on - timedelta(days=stay.begins_on.weekday())
        lane = next((one for one in found if one[-1].ends_on < monday), None)
        if lane is None:
            found.append([stay])
        else:
            lane.append(stay)
    return found


def note_of(stay: Any) -> str:
    return ", ".join(
        _("%(first)s au %(last)s") % {"first": day_short(week.starts_on), "last": day(week.ends_on)}
        for week in stay.kept_weeks()
    )


def as_file(stays: Iterable[Any]) -> str:
    """Each immersion week as an event of whole days, and each presentation at its hour (iCalendar, RFC 5545)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{plain(settings.TRAME_NAME)}//FR", "METHOD:PUBLISH"]
    for stay in stays:
        for number, week in enumerate(stay.kept_weeks(), 1):
            title = _("%(stay)s, semaine %(number)s") % {"stay": stay, "number": number}
            lines += event(stay, f"week-{week.pk}", title, [
                f"DTSTART;VALUE=DATE:{week.starts_on:%Y%m%d}",
                f"DTEND;VALUE=DATE:{week.ends_on + timedelta(days=1):%Y%m%d}", f"LOCATION:{plain(stay.place)}",
            ])  # fmt: skip
        if stay.presentation_at:
            begins = stay.presentation_at.astimezone(UTC)
            lines += event(stay, f"presentation-{stay.pk}", _("Restitution : %(stay)s") % {"stay": stay}, [
                f"DTSTART:{begins.strftime(FORMAT)}", f"DTEND:{(begins + timedelta(hours=2)).strftime(FORMAT)}",
                f"LOCATION:{plain(stay.presentation_place)}",
            ])  # fmt: skip
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def event(stay: Any, uid: str, title: str, facts: list[str]) -> list[str]:
    from django.urls import reverse

    return [
        "BEGIN:VEVENT", f"UID:{uid}@{settings.MAIL_DOMAIN}", f"DTSTAMP:{clock.now().astimezone(UTC).strftime(FORMAT)}",
        f"SEQUENCE:{stay.journal_count}", *facts, f"SUMMARY:{plain(title)}",
        f"URL:{settings.SITE_URL}{reverse('residencies:public', args=[stay.pk])}", "END:VEVENT",
    ]  # fmt: skip
