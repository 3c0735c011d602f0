"""What waits around a decision: projects to draw up, visas to give, conditions to fulfil and to examine."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from workflows import clock

from .desk import Desk, R, Task
from .models import AgendaItem, CommitteeSession, Condition, Visa


def to_visa(desk: Desk) -> Any:
    if not desk.gives_visas:
        return None
    rows = Visa.objects.of(desk.user).on_the_table().not_of_author(desk.user)
    return rows.select_related("decision__application__lead", "decision__application__call").order_by("asked_at", "id")


def to_visa_task(visa: Any) -> Task:
    file = visa.decision.application
    return Task(
        "visa", _("Donner votre visa"), f"{file.get_absolute_url()}?tab=decision", file.title, file.lead.name,
        file.handle, file.silence_on, visa.asked_at, visa.decision.amount,
    )  # fmt: skip


def to_draw_up(desk: Desk) -> Any:
    """Closed sessions with a file that still waits for its project of decision."""
    if not desk.holds(R.OFFICER):
        return None
    left = AgendaItem.objects.filter(session=OuterRef("pk"), application__state="under_due_diligence")
    left = left.filter(~Q(outcome="adjourned"))
    rows = CommitteeSession.objects.filter(desk.over(R.OFFICER)).closed().filter(Exists(left))
    return rows.select_related("call").order_by("closed_at", "id")


def to_draw_up_task(session: Any) -> Task:
    url = reverse("funding:session_decisions", args=[session.pk])
    due, title = clock.paris_day(session.closed_at), str(session)
    return Task(
        "minutes", _("Préparer les décisions de la séance"), url, title, session.call.title, session.call.code,
        due, session.closed_at,
    )  # fmt: skip


def conditions(desk: Desk) -> Any:
    """Of an award to one's structure, still to be fulfilled."""
    if not desk.written_for:
        return None
    rows = Condition.objects.awaited().standing().filter(application__lead__in=desk.written_for)
    return rows.select_related("application__lead").order_by("due_on", "id")


def condition_task(condition: Any) -> Task:
    return _of_condition("condition", _("Remplir une condition : %(text)s") % {"text": condition.text[:80]}, condition)


def evidence(desk: Desk) -> Any:
    if not desk.holds(R.OFFICER):
        return None
    mine = Q(application__officer=desk.user) | Q(application__officer=None)
    rows = Condition.objects.to_examine().standing().filter(desk.over(R.OFFICER, call="application__call"), mine)
    return rows.select_related("application__lead").order_by("filed_at", "id")


def evidence_task(condition: Any) -> Task:
    return _of_condition("evidence", _("Examiner un justificatif"), condition)


def _of_condition(kind: str, action: str, condition: Any) -> Task:
    file = condition.application
    url = condition.get_absolute_url() if kind == "condition" else f"{file.get_absolute_url()}?tab=decision"
    return Task(kind, action, url, file.title, file.lead.name, condition.handle, condition.due_on, condition.filed_at)
