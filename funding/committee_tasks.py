"""What committees leave waiting on a person's desk: a seat to take, minutes to sign."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from .desk import Desk, Task
from .models import AgendaItem, CommitteeSession, Seat


def on_an_agenda() -> Exists:
    """Files that a committee deliberates on, or has: their decision follows its minutes, not a proposal each."""
    sessions = (*CommitteeSession.LIVE, *CommitteeSession.OVER)
    items = AgendaItem.objects.filter(application=OuterRef("pk"), session__state__in=sessions)
    return Exists(items.exclude(outcome=AgendaItem.Outcome.ADJOURNED))


def seats(desk: Desk) -> Any:
    """Sessions where one is convened, or that are going on."""
    rows = Seat.objects.filter(user=desk.user.pk, session__state__in=("convened", "open"))
    return rows.select_related("session__call").order_by("session__starts_at", "id")


def seat_task(seat: Any) -> Task:
    session = seat.session
    actions = {"open": _("Rejoindre le comité"), "convened": _("Préparer le comité : ordre du jour et déports")}
    return _task(session, actions[session.state], due=session.starts_at)


def minutes_to_sign(desk: Desk) -> Any:
    """The secretary first, then the chair."""
    mine = Seat.objects.filter(user=desk.user.pk, session__state="closed")
    turn = Q(is_secretary=True, session__secretary_signed_at=None) | Q(
        is_chair=True, session__secretary_signed_at__isnull=False
    )
    return mine.filter(turn).select_related("session__call").order_by("session__closed_at", "id")


def minutes_task(seat: Any) -> Task:
    return _task(seat.session, _("Signer le procès-verbal du comité"), since=seat.session.closed_at)


def _task(session: Any, action: str, *, due: Any = None, since: Any = None) -> Task:
    url, title = session.get_absolute_url(), session.call.title
    return Task("session", action, url, str(session), title, session.handle, due, since)
