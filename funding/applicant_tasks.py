"""What waits for those who apply: a draft to finish, pieces to send, a partner to confirm, an agreement to sign."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from .desk import Desk, Task, agreement_task, file_task, open_calls
from .models import Agreement, Application, Partner


def drafts(desk: Desk) -> Any:
    if not desk.written_for:
        return None
    mine = Application.objects.filter(open_calls("call", desk.now), state="draft", lead__in=desk.written_for)
    return mine.select_related("call", "lead").order_by("call__closes_at", "id")


def draft_task(file: Any) -> Task:
    url = reverse("funding:application_form", args=[file.handle])
    action = _("Terminer le dossier « %(title)s »") % {"title": file.title or _("sans titre")}
    return Task("draft", action, url, file.title, file.call.title, due=file.call.closes_at, since=file.created_at)


def asked(desk: Desk) -> Any:
    if not desk.written_for:
        return None
    mine = Application.objects.filter(state="incomplete", lead__in=desk.written_for)
    return mine.select_related("call", "lead", "officer").order_by("answer_due_on", "id")


def asked_task(file: Any) -> Task:
    who = _("demandées par %(who)s") % {"who": file.officer} if file.officer else file.call.title
    detail = f"{file.title} · {who}"
    return file_task("pieces", _("Envoyer les pièces demandées"), file, due=file.answer_due_on, detail=detail)


def engagements(desk: Desk) -> Any:
    if not desk.bound:
        return None
    rows = Partner.objects.filter(open_calls("application__call", desk.now), application__state="draft")
    rows = rows.filter(organisation__in=desk.bound, is_lead=False, engaged_at=None)
    return rows.select_related("application__call", "application__lead", "organisation").order_by("id")


def engagement_task(partner: Any) -> Task:
    file = partner.application
    detail = _("%(lead)s compte sur %(partner)s") % {"lead": file.lead, "partner": partner.organisation}
    action = _("Confirmer votre participation à « %(title)s »") % {"title": file.title}
    return Task("engagement", action, partner.engage_url, file.title, detail, due=file.call.closes_at)


def to_sign(desk: Desk) -> Any:
    if not desk.bound:
        return None
    rows = Agreement.objects.filter(state="offered", application__lead__in=desk.bound)
    return rows.select_related(*Agreement.FOLLOWS).order_by("offered_at", "id")


def to_sign_task(agreement: Any) -> Task:
    return agreement_task(_("Signer la convention"), agreement, since=agreement.offered_at)


SOURCES = (
    (asked, asked_task),
    (drafts, draft_task),
    (engagements, engagement_task),
    (to_sign, to_sign_task),
)
