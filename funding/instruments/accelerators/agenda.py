"""The dates of a cohort: events, milestones, demo day, surveys; and as a file that calendars read (RFC 5545)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from funding.calendar_file import folded, plain, stamp
from workflows import clock


@dataclass(frozen=True)
class Date:
    key: str
    title: str
    at: date | datetime
    detail: str = ""
    place: str = ""
    url: str = ""
    minutes: int = 0
    cancelled: bool = False
    icon: str = "calendar-event"

    @property
    def day(self) -> date:
        return clock.paris_day(self.at) if isinstance(self.at, datetime) else self.at

    @property
    def moment(self) -> datetime:
        return self.at if isinstance(self.at, datetime) else datetime.combine(self.at, time.max, tzinfo=clock.PARIS)

    @property
    def hour(self) -> datetime | None:
        return self.at if isinstance(self.at, datetime) else None


def of_cohort(cohort: Any, places: Any) -> list[Date]:
    """Those of the cohort, and those of the projects of `places`; one line for a milestone that several share."""
    found = [
        Date(f"event-{e.pk}", e.title, e.starts_at, str(e.get_kind_display()), e.place, cohort.get_absolute_url(),
             e.minutes, bool(e.cancelled_why), "people")
        for e in cohort.events.all()
    ]  # fmt: skip
    if cohort.demo_at:
        title, url = _("Journée de démonstration"), cohort.get_absolute_url()
        found.append(
            Date(f"demo-{cohort.pk}", title, cohort.demo_at, str(cohort), cohort.demo_place, url, 180, icon="megaphone")
        )
    return found + milestones(places)


def milestones(places: Any) -> list[Date]:
    shared: dict[tuple[str, date], list[Any]] = {}
    for place in places:
        for milestone in place.milestones.all():
            if milestone.is_awaited:
                shared.setdefault((milestone.title, milestone.due_on), []).append(milestone)
    found = []
    for (title, due_on), rows in shared.items():
        one = rows[0]
        detail = str(one.place) if len(rows) == 1 else _("%(count)s projets") % {"count": len(rows)}
        url = one.get_absolute_url() if len(rows) == 1 else one.place.cohort.get_absolute_url()
        found.append(Date(f"milestone-{one.pk}", title, due_on, detail, url=url, icon="flag"))
    return found


def sorted_by_day(dates: list[Date]) -> list[Date]:
    return sorted(dates, key=lambda found: (found.day, found.moment))


def coming(dates: list[Date]) -> list[Date]:
    return [found for found in sorted_by_day(dates) if found.day >= clock.today()]


def calendar(name: str, dates: list[Date], at: datetime) -> str:
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{plain(settings.TRAME_NAME)}//FR", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{plain(name)}",
    ]  # fmt: skip
    for found in sorted_by_day(dates):
        lines += event(found, at)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def event(found: Date, at: datetime) -> list[str]:
    """A milestone is a whole day; what happens at an hour has a beginning and an end."""
    if found.hour is None:
        when = [f"DTSTART;VALUE=DATE:{found.day:%Y%m%d}", f"DTEND;VALUE=DATE:{found.day + timedelta(days=1):%Y%m%d}"]
    else:
        when = [f"DTSTART:{stamp(found.hour)}", f"DTEND:{stamp(found.hour + timedelta(minutes=found.minutes or 60))}"]
    return [
        "BEGIN:VEVENT", f"UID:{found.key}@{settings.MAIL_DOMAIN}", f"DTSTAMP:{stamp(at)}", *when,
        f"SUMMARY:{plain(found.title)}", f"LOCATION:{plain(found.place)}", f"DESCRIPTION:{plain(found.detail)}",
        f"URL:{settings.SITE_URL}{found.url}", f"STATUS:{'CANCELLED' if found.cancelled else 'CONFIRMED'}",
        "END:VEVENT",
    ]  # fmt: skip
