"""What residencies bring to the pages that all instruments share: places of the header, tasks, links, a panel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from funding.desk import Desk, R, Task
from funding.instrument import Instrument, Place, register
from funding.worklists import Source

from . import money
from .models import FollowUp, Instalment, Residency
from .panels import of_portfolio

FACES = ("residency_hosts", "residency_teams")


def places(desk: Desk) -> Iterable[Place]:
    if any(desk.runs(name) for name in FACES):
        yield Place(_("Résidences"), "residencies:rounds")
    if any(desk.runs(name, R.FINANCE) for name in FACES):
        yield Place(_("Bourses"), "residencies:instalments")


def of_a_residency() -> Exists:
    """Of a structure: it hosts one, or its team lives one."""
    side = Q(host__lead=OuterRef("organisation")) | Q(team__lead=OuterRef("organisation"))
    return Exists(Residency.objects.filter(side))


def call_links(call: Any, user: Any) -> Iterable[tuple[Any, str]]:
    if call.programme.instrument not in FACES:
        return
    yield _("Sessions de résidences"), reverse("residencies:rounds")


# --- What waits for a person


def to_answer(desk: Desk) -> Any:
    """Proposed pairs that one's structure has not accepted yet."""
    if not (desk.bound and desk.is_member("lives_a_residency")):
        return None
    return Residency.objects.awaiting_answer_of(desk.bound).with_sides().order_by("answer_due_on", "id")


def to_answer_task(stay: Any) -> Task:
    return _task("residency_match", _now("Répondre à la paire proposée"), stay, due=stay.answer_due_on)


def to_sign(desk: Desk) -> Any:
    if not (desk.bound and desk.is_member("lives_a_residency")):
        return None
    return Residency.objects.awaiting_signature_of(desk.bound).with_sides().order_by("id")


def to_sign_task(stay: Any) -> Task:
    return _task("residency_sign", _now("Signer la convention de résidence"), stay)


def to_countersign(desk: Desk) -> Any:
    if not (desk.bound and desk.is_member("lives_a_residency")):
        return None
    return Residency.objects.awaiting_countersignature_of(desk.bound).with_sides().order_by("id")


def to_countersign_task(stay: Any) -> Task:
    return _task("residency_countersign", _now("Contresigner la restitution"), stay)


def returns(desk: Desk) -> Any:
    if not (desk.written_for and desk.is_member("lives_a_residency")):
        return None
    rows = FollowUp.objects.asked().filter(residency__host__lead__in=desk.written_for)
    return rows.select_related(*FollowUp.FOLLOWS, "residency__host__lead__commune").order_by("due_on", "id")


def returns_task(row: Any) -> Task:
    return _task("residency_return", _now("Dire ce que la résidence a changé"), row.residency, due=row.due_on)


def to_draft(desk: Desk) -> Any:
    """Matched, with all their weeks placed: the agreement is to be drafted."""
    if not any(desk.runs(name, R.MANAGER, R.OFFICER) for name in FACES):
        return None
    mine = Residency.objects.filter(desk.over(R.MANAGER, R.OFFICER, call="round__team_call"))
    return mine.to_draft().with_sides().order_by("matched_at", "id")


def to_draft_task(stay: Any) -> Task:
    return _task("residency_draft", _now("Rédiger la convention de résidence"), stay)


def to_conclude(desk: Desk) -> Any:
    """Signed by both sides: the authority signs the last."""
    if not any(desk.runs(name, R.SIGNATORY) for name in FACES):
        return None
    mine = Residency.objects.filter(desk.over(R.SIGNATORY, call="round__team_call"))
    return mine.to_conclude().with_sides().order_by("team_signed_at", "id")


def to_cancel(desk: Desk) -> Any:
    """Of two signatures, theirs is given."""
    if not any(desk.runs(name, R.SIGNATORY) for name in FACES):
        return None
    mine = Residency.objects.filter(desk.over(R.SIGNATORY, call="round__team_call"))
    mine = mine.exclude(first_signed_by=desk.user)
    return mine.to_cancel().with_sides().order_by("cancel_answer_on", "id")


def to_cancel_task(stay: Any) -> Task:
    return _task("residency_sign", _now("Conclure une procédure d’annulation"), stay)


def to_pay(desk: Desk) -> Any:
    """Ordered by someone else: to be released."""
    if not any(desk.runs(name, R.FINANCE) for name in FACES):
        return None
    mine = Instalment.objects.filter(desk.over(R.FINANCE, call="residency__round__team_call"))
    rows = mine.to_release().exclude(ordered_by=desk.user)
    return rows.select_related(*Instalment.FOLLOWS, "residency__host__commune").order_by("ordered_at", "id")


def to_pay_task(row: Any) -> Task:
    return _task("residency_pay", _now("Libérer un versement de bourse"), row.residency, amount=row.amount)


def _task(kind: str, action: str, stay: Any, **facts: Any) -> Task:
    detail = f"{stay.host.lead} · {stay.team.lead}"
    return Task(kind, action, stay.get_absolute_url(), str(stay), detail, stay.handle, **facts)


SOURCES = (
    Source(to_answer, to_answer_task),
    Source(to_sign, to_sign_task),
    Source(to_countersign, to_countersign_task),
    Source(returns, returns_task),
    Source(to_draft, to_draft_task),
    Source(to_conclude, to_sign_task),
    Source(to_cancel, to_cancel_task),
    Source(to_pay, to_pay_task),
)
KINDS = ("residency_draft", "residency_sign", "residency_pay")

register(
    Instrument(
        name="residencies",
        places=places,
        public_places=(Place(_("Résidences"), "residencies:calendar"),),
        sources=SOURCES,
        groups={"residencies": (_("Résidences"), KINDS)},
        memberships={"lives_a_residency": of_a_residency},
        call_links=call_links,
        portfolio=of_portfolio,
        money=money.MONEY,
        commitments=money.by_month,
    )
)
