"""A person's desk: what their mandates and memberships open, and one line of what waits on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast

from people.models import Mandate, Membership
from workflows import clock
from workflows.models import Message
from workflows.prepared import prepared

from . import conflicts
from .instrument import instruments
from .models import Call, Interest, Programme, Visa, VisaLevel
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
    def asks_signature(self) -> bool:
        return self.kind.endswith(("agreement", "_sign", "_charter"))

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
    waiting: int | None = None  # how many tasks, where they were read
    now: Any = field(default_factory=clock.now)

    @cached_property
    def mandates(self) -> list[Mandate]:
        rows = _mandates(self.user.pk, clock.today())
        return self._told(rows, mandates=rows)

    @cached_property
    def memberships(self) -> list[Membership]:
        rows = _memberships(self.user.pk, clock.today())
        return self._told(rows, memberships=rows)

    def _told(self, rows: list[Any], **facts: Any) -> list[Any]:
        """What every page asks of its reader was read with the rows, and is no statement more."""
        if rows:
            facts |= {"links": rows[0].linked, "visas": rows[0].opines}
        self.user.tell(**facts)
        return rows

    def read(self) -> None:
        """Before a page asks who its reader is: its header asks the same."""
        if self.user.read is not None:
            self._told([*self.mandates, *self.memberships])

    @property
    def is_professional(self) -> bool:
        return any(mandate.role != R.ADMINISTRATOR for mandate in self.mandates) or self.gives_visas

    @cached_property
    def gives_visas(self) -> bool:
        """Holder of a level, or deputy today: no other mandate is needed for that."""
        rows = self._known
        return rows[0].visas if rows else VisaLevel.objects.of(self.user).exists()

    @cached_property
    def unread(self) -> int:
        """How many messages wait to be read; where a conflict may hide some, they are counted apart."""
        rows = self._known
        if rows and not rows[0].linked:
            return rows[0].unread or 0
        return Message.objects.visible_to(self.user).unread().count()

    @property
    def _known(self) -> list[Any]:
        """Rows that bear what every page asks (`_asked_by_pages`), if any."""
        return self.mandates or self.memberships

    def holds(self, *roles: str) -> bool:
        return any(mandate.role in roles for mandate in self.mandates)

    def runs(self, instrument: str, *roles: str) -> bool:
        """Whether a mandate in one of these roles (any, when none is named) covers this instrument or one of its
        calls: a mandate over everything covers them all."""
        mine = [mandate for mandate in self.mandates if not roles or mandate.role in roles]
        return any(mandate.instrument in ("", instrument) for mandate in mine if mandate.role != R.ADMINISTRATOR)

    def is_member(self, fact: str) -> bool:
        """Whether one of their structures is what an instrument calls `fact` (`Instrument.memberships`)."""
        return any(getattr(membership, fact) for membership in self.memberships)

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


@prepared
def _mandates(user: Any, day: Any) -> Any:
    rows = Mandate.objects.in_force(day).filter(user=user)
    return rows.annotate(**_asked_by_pages(user, day), instrument=instrument_covered())


@prepared
def _memberships(user: Any, day: Any) -> Any:
    rows = Membership.objects.filter(user=user).select_related("organisation__commune")
    known = {name: fact() for one in instruments() for name, fact in one.memberships.items()}
    return rows.annotate(**_asked_by_pages(user, day), **known)


def _asked_by_pages(user: Any, day: Any) -> dict[str, Any]:
    """Whether visas are theirs to give, or ever were; whether a link of theirs closes anything; their unread
    messages."""
    unread = Message.objects.filter(to=user).unread().order_by().values("to").annotate(n=Count("pk"))
    return {
        "visas": Exists(VisaLevel.objects.of(user, day)),
        "opines": Visa.ever_asked_of(user),
        "linked": Exists(Interest.objects.of(user).links()),
        "unread": Subquery(unread.values("n")),  # NULL when there is none
    }


def instrument_covered() -> Case:
    """Of a mandate: the instrument of its programme or call, or "" where it covers them all."""
    programme = Programme.objects.annotate(key=Cast("pk", CharField())).filter(key=OuterRef("scope_id"))
    call = Call.objects.annotate(key=Cast("pk", CharField())).filter(key=OuterRef("scope_id"))
    return Case(
        When(scope_kind="programme", then=Subquery(programme.values("instrument")[:1])),
        When(scope_kind="call", then=Subquery(call.values("programme__instrument")[:1])),
        When(scope_kind="", then=Value("")),
        default=Value("-"),
        output_field=CharField(),
    )


def open_calls(call: str, now: Any) -> Q:
    """The call still takes files."""
    still = Q(**{f"{call}__closes_at": None}) | Q(**{f"{call}__closes_at__gt": now})
    return still & Q(**{f"{call}__state": Call.S.PUBLISHED, f"{call}__opens_at__lte": now})


def file_task(kind: str, action: str, file: Any, *, due: Any = None, detail: str = "") -> Task:
    detail = detail or file.lead.name
    return Task(
        kind, action, file.get_absolute_url(), file.title, detail, file.handle,
        due or file.silence_on, file.submitted_at, file.aid_requested,
    )  # fmt: skip


def agreement_task(action: str, agreement: Any, since: Any) -> Task:
    file = agreement.application
    url = agreement.get_absolute_url()
    return Task("agreement", action, url, file.title, file.lead.name, file.handle, None, since, agreement.amount)


def payment_task(action: str, payment: Any, since: Any) -> Task:
    file = payment.agreement.application
    kind, url = "payment", payment.get_absolute_url()
    return Task(kind, action, url, file.title, file.lead.name, file.handle, payment.due_on, since, payment.amount)
