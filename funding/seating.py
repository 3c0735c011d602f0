"""Whom one thinks of when a session is composed: the call's pool, and who sat before, as they sat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from . import assigning
from .models.pool_invitation import PoolInvitation
from .models.seat import Seat

POOL, BEFORE = "pool", "before"


@dataclass(frozen=True)
class Candidate:
    """Someone who could sit; `college`, `may_vote` as in the last session where they did."""

    user: Any
    group: str
    detail: str
    college: str = ""
    may_vote: bool = True


def candidates(session: Any, by: Any) -> list[Candidate]:
    """Those who sat before, the last session first, then the rest of the pool; nobody twice, nobody who sits already,
    nobody who declared a link with the whole call. Of sessions, only those that `by` sees."""
    sitting = set(session.seats.values_list("user", flat=True))
    away = set(session.call.interests.links().on_calls().values_list("user", flat=True))
    found: dict[int, Candidate] = {}
    for one in [*_before(session, by), *_pool(session.call)]:
        if one.user.pk not in sitting | away:
            found.setdefault(one.user.pk, one)
    return sorted(found.values(), key=lambda one: (one.user.last_name, one.user.first_name, one.user.pk))


def _before(session: Any, by: Any) -> list[Candidate]:
    """Sessions of the same programme, the latest first."""
    sessions = type(session).objects.visible_to(by).filter(call__programme=session.call.programme_id)
    rows = Seat.objects.filter(session__in=sessions.exclude(pk=session.pk).values("pk"), user__is_active=True)
    return [
        Candidate(seat.user, BEFORE, str(seat.session), seat.college, seat.may_vote)
        for seat in rows.select_related("user", "session").order_by("-session__starts_at", "-session_id", "pk")
    ]


def _pool(call: Any) -> list[Candidate]:
    """Its reviewers, then those who accepted to sit and wait for a seat."""
    mailed = call.pool_invitations.filter(role=PoolInvitation.Role.MEMBER).exclude(accepted_at=None)
    called = get_user_model().objects.filter(email__in=mailed.values("email"), is_active=True)
    reviewers = [member.user for member in assigning.pool(call) if member.user.is_active]
    return [
        *[Candidate(user, POOL, _("évalue des dossiers de l’appel")) for user in reviewers],
        *[Candidate(user, POOL, _("a accepté de siéger")) for user in called],
    ]
