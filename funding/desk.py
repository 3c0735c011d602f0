"""A person's desk: what their mandates and memberships open, and one line of what waits on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, Q

from people.models import Mandate, Membership
from workflows import clock

from . import conflicts
from .models import Call, VisaLevel
from .models.call import under

R = Mandate.Role
STAFF = (R.OFFICER, R.MANAGER, R.CHAIR, R.SIGNATORY, R.FINANCE, R.FUNDER)
FAR = date(9999, 12, 31)


@dataclass
class Task:
    """One line of what waits: until when, what to do, on what."""

    kind: str
    action: str
    url: str
    title: str
    detail: str = ""
    reference: str = ""
    due: date | datetime | None = None
    since: datetime | None = None
    amount: Any = None

    @property
    def day(self) -> date:
        return (clock.paris_day(self.due) if isinstance(self.due, datetime) else self.due) or FAR

    @property
    def late(self) -> bool:
        return self.due < clock.now() if isinstance(self.due, datetime) else self.day < clock.today()

    @property
    def days_waiting(self) -> int | None:
        return (clock.today() - clock.paris_day(self.since)).days if self.since else None


@dataclass
class Desk:
    """A person's mandates and memberships, read once."""

    user: Any

    @cached_property
    def mandates(self) -> list[Mandate]:
        return list(Mandate.objects.in_force(clock.today()).filter(user=self.user).annotate(visas=self._visas))

    @cached_property
    def memberships(self) -> list[Membership]:
        rows = Membership.objects.filter(user=self.user).select_related("organisation__commune")
        return list(rows.annotate(visas=self._visas))

    @property
    def _visas(self) -> Exists:
        """Read with either list above: every page asks, and it is no statement more."""
        return Exists(VisaLevel.objects.of(self.user))

    @property
    def is_professional(self) -> bool:
        return any(mandate.role != R.ADMINISTRATOR for mandate in self.mandates) or self.gives_visas

    @cached_property
    def gives_visas(self) -> bool:
        """Holder of a level, or deputy today: no other mandate is needed for that."""
        rows = [*self.mandates, *self.memberships]
        return rows[0].visas if rows else VisaLevel.objects.of(self.user).exists()

    def holds(self, *roles: str) -> bool:
        return any(mandate.role in roles for mandate in self.mandates)

    def over(self, *roles: str, call: str = "call") -> Q:
        """Rows whose call these mandates cover; where the path leads through a file, without those closed to one."""
        covered = under([mandate for mandate in self.mandates if mandate.role in roles], call=call)
        return covered & conflicts.along(self.user, call)

    def over_files(self, *roles: str) -> Q:
        """The files that these mandates cover, but for those closed to one by a conflict of interest."""
        return self.over(*roles) & conflicts.not_barred(self.user)

    @property
    def written_for(self) -> list[int]:
        return [m.organisation_id for m in self.memberships if m.role != Membership.Role.VIEWER or m.may_bind]

    @property
    def bound(self) -> list[int]:
        return [m.organisation_id for m in self.memberships if m.may_bind]


def open_calls(call: str) -> Q:
    """The call still takes files."""
    still = Q(**{f"{call}__closes_at": None}) | Q(**{f"{call}__closes_at__gt": clock.now()})
    return still & Q(**{f"{call}__state": Call.S.PUBLISHED, f"{call}__opens_at__lte": clock.now()})
