"""What appeals and contradictory procedures leave waiting on a person's desk."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from .desk import Desk, R, Task
from .models import Appeal, Withdrawal


def appeals_to_instruct(desk: Desk) -> Any:
    if not desk.holds(R.OFFICER):
        return None
    mine = Q(application__officer=desk.user) | Q(application__officer=None)
    rows = Appeal.objects.waiting().filter(desk.over(R.OFFICER, call="application__call"), mine, advised_at=None)
    return rows.select_related("application__lead").order_by("answer_by", "id")


def appeal_to_instruct_task(appeal: Any) -> Task:
    return _of(appeal, "appeal", _("Instruire un recours gracieux"), due=appeal.answer_by, since=appeal.lodged_at)


def appeals_to_answer(desk: Desk) -> Any:
    return _to_sign(desk, Appeal.objects.waiting(), "answer_by")


def appeal_to_answer_task(appeal: Any) -> Task:
    return _of(appeal, "decision", _("Répondre à un recours gracieux"), due=appeal.answer_by, since=appeal.lodged_at)


def withdrawals_to_decide(desk: Desk) -> Any:
    return _to_sign(desk, Withdrawal.objects.to_decide(), "due_on")


def withdrawal_to_decide_task(withdrawal: Any) -> Task:
    action, since = _("Conclure une procédure de retrait"), withdrawal.opened_at
    return _of(withdrawal, "decision", action, since=since, amount=withdrawal.envisaged)


def _to_sign(desk: Desk, rows: Any, order: str) -> Any:
    """Four eyes: who instructs a file does not sign for it."""
    if not desk.holds(R.SIGNATORY):
        return None
    others = Q(application__officer=None) | ~Q(application__officer=desk.user)
    rows = rows.filter(desk.over(R.SIGNATORY, call="application__call"), others)
    rows = rows.exclude(first_signed_by=desk.user)  # of two signatures, theirs is given
    return rows.select_related("application__lead").order_by(order, "id")


def observations(desk: Desk) -> Any:
    """A withdrawal is envisaged: one's structure may answer."""
    if not desk.written_for:
        return None
    rows = Withdrawal.objects.awaiting_answer().filter(application__lead__in=desk.written_for, answered_at=None)
    return rows.select_related("application__lead").order_by("due_on", "id")


def observations_task(withdrawal: Any) -> Task:
    action = _("Présenter vos observations avant un retrait")
    return _of(withdrawal, "observations", action, due=withdrawal.due_on, since=withdrawal.opened_at)


def repayments(desk: Desk) -> Any:
    if not desk.holds(R.FINANCE):
        return None
    rows = Withdrawal.objects.owed().filter(desk.over(R.FINANCE, call="application__call"))
    return rows.select_related("application__lead").order_by("signed_at", "id")


def repayment_task(withdrawal: Any) -> Task:
    action, since = _("Constater un reversement"), withdrawal.signed_at
    return _of(withdrawal, "payment", action, since=since, amount=withdrawal.to_repay)


def _of(thing: Any, kind: str, action: str, *, due: Any = None, since: Any = None, amount: Any = None) -> Task:
    file = thing.application
    return Task(
        kind, action, thing.get_absolute_url(), file.title, file.lead.name, file.handle, due, since, amount
    )  # fmt: skip


SOURCES = (
    (observations, observations_task),
    (appeals_to_instruct, appeal_to_instruct_task),
    (appeals_to_answer, appeal_to_answer_task),
    (withdrawals_to_decide, withdrawal_to_decide_task),
    (repayments, repayment_task),
)
