"""An invitation that calendars read (iCalendar, RFC 5545): lines of at most 75 bytes, ended by CR LF."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

FORMAT = "%Y%m%dT%H%M%SZ"


def invitation(session: Any, entry: Any) -> list[tuple[str, str, str]]:
    """The session as one event; its `SEQUENCE` grows, so that a later mail changes or cancels the first."""
    cancelled = session.state == "cancelled"
    begins, programme = session.starts_at, session.call.programme
    url = settings.SITE_URL + session.get_absolute_url()
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{plain(settings.TRAME_NAME)}//FR",
        f"METHOD:{'CANCEL' if cancelled else 'REQUEST'}",
        "BEGIN:VEVENT",
        f"UID:session-{session.pk}@{settings.MAIL_DOMAIN}",
        f"SEQUENCE:{session.journal_count}",
        f"DTSTAMP:{stamp(entry.at)}",
        f"DTSTART:{stamp(begins)}",
        f"DTEND:{stamp(begins + timedelta(minutes=session.duration))}",
        f"SUMMARY:{plain(f'{session} · {session.call.title}')}",
        f"LOCATION:{plain(session.place or session.link)}",
        f"DESCRIPTION:{plain(' '.join(part for part in (session.link, url) if part))}",
        f"URL:{url}",
        f"ORGANIZER;CN={plain(programme.service, quoted=True)}:mailto:{programme.email}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    method = "CANCEL" if cancelled else "REQUEST"
    text = "".join(f"{folded(line)}\r\n" for line in lines)
    return [("invitation.ics", f"text/calendar; method={method}; charset=utf-8", text)]


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(FORMAT)


def plain(text: str, *, quoted: bool = False) -> str:
    """Text as a value: nothing in it may begin another line or another value."""
    text = " ".join(text.split())
    if quoted:
        return '"{}"'.format(text.replace('"', "’"))
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def folded(line: str) -> str:
    """No line above 75 bytes, never cutting a character."""
    pieces, current = [], b""
    for character in line:
        encoded = character.encode()
        if len(current) + len(encoded) > (75 if not pieces else 74):
            pieces.append(current)
            current = b""
        current += encoded
    return "\r\n ".join(piece.decode() for piece in [*pieces, current])
