"""« Décisions de la séance »: from closed minutes to projects of decision, for any number of files in one act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from workflows.errors import StepRefused

from .. import minuted, roles
from ..forms.minuted import MinutedForm
from ..models import CommitteeSession


def session_of(request: HttpRequest, pk: int) -> tuple[CommitteeSession, bool]:
    """A closed session, and whether the reader draws its decisions up. Its members have no part in that."""
    closed = CommitteeSession.objects.visible_to(request.user).closed().select_related("call__programme")
    session = get_object_or_404(closed, pk=pk)
    held = session.roles_of(request.user)
    if not held & minuted.READERS:
        raise Http404
    return session, roles.OFFICER in held


@login_required
@require_http_methods(["GET", "POST"])
def session_decisions(request: HttpRequest, pk: int) -> HttpResponse:
    session, drafts = session_of(request, pk)
    lines = minuted.lines(session, request.user)
    if request.method == "POST":
        if not drafts:
            raise PermissionDenied(_("L’instruction prépare les projets de décision."))
        chosen = set(request.POST.getlist("item"))
        wanted = [line for line in lines if "all" in request.POST or str(line.item.pk) in chosen]
        count = minuted.draw_up(wanted, by=request.user)
        words = ngettext("Un projet se prépare.", "%(n)s projets se préparent.", count) % {"n": count}
        say = messages.success if count else messages.error
        say(request, words if count else _("Rien à préparer : cochez des lignes prêtes."))
        return redirect("funding:session_decisions", pk=session.pk)
    context = {
        "session": session, "lines": lines, "drafts": drafts, "ready": sum(line.ready for line in lines),
        "moving": any(line.draft and line.draft.under_way for line in lines),
    }  # fmt: skip
    return render(request, "funding/minuted/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def session_decision(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """One project: what the minutes and the scores prepare, and what a person writes."""
    session, drafts = session_of(request, pk)
    lines = minuted.lines(session, request.user)
    line = next((line for line in lines if line.item.pk == item and line.facts), None)
    if line is None or not drafts:
        raise Http404
    form = MinutedForm(request.POST or None, item=line.item, facts=line.facts, by=request.user)
    if request.method == "POST" and form.is_valid():
        return kept(request, session, line, form, lines)
    context = {"session": session, "line": line, "form": form, "closed": minuted.drawn(line.item, line.draft)}
    return render(request, "funding/minuted/edit.html", context, status=422 if form.is_bound else 200)


def kept(request: HttpRequest, session: Any, line: Any, form: Any, lines: list[Any]) -> HttpResponse:
    try:
        minuted.edit(line.item, by=request.user, facts=form.written)
    except StepRefused as refused:
        messages.error(request, str(refused))
        return redirect("funding:session_decisions", pk=session.pk)
    messages.success(request, _("Le projet de %(handle)s est enregistré.") % {"handle": line.item.application.handle})
    waiting = [other for other in lines if unread(other) and other.item.pk != line.item.pk]
    if "next" in request.POST and waiting:
        return redirect("funding:session_decision", pk=session.pk, item=waiting[0].item.pk)
    return redirect("funding:session_decisions", pk=session.pk)


def unread(line: Any) -> bool:
    """A refusal whose reasons nobody wrote yet."""
    return line.facts.get("kind") == "rejection" and not (line.draft and line.draft.edited_at)


urlpatterns = [
    path("seances/<int:pk>/decisions/", session_decisions, name="session_decisions"),
    path("seances/<int:pk>/decisions/<int:item>/", session_decision, name="session_decision"),
]
