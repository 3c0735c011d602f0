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
        draw_up(request, [line for line in lines if "all" in request.POST or str(line.item.pk) in chosen])
        return redirect("funding:session_decisions", pk=session.pk)
    context = {
        "session": session, "lines": lines, "drafts": drafts, "ready": sum(line.ready for line in lines),
        "unread": sum(line.unread for line in lines),
        "moving": any(line.draft and line.draft.under_way for line in lines),
    }  # fmt: skip
    return render(request, "funding/minuted/list.html", context)


def draw_up(request: HttpRequest, lines: list[minuted.Line]) -> None:
    count = minuted.draw_up(lines, by=request.user)
    words = ngettext("Un projet se prépare.", "%(n)s projets se préparent.", count) % {"n": count}
    say = messages.success if count else messages.error
    say(request, words if count else _("Rien à préparer : cochez des lignes prêtes."))


@login_required
@require_http_methods(["GET", "POST"])
def session_refusals(request: HttpRequest, pk: int) -> HttpResponse:
    """Every refusal on one page: a person reads and writes the reasons of each, and keeps them all in one act."""
    session, drafts = session_of(request, pk)
    if not drafts:
        raise Http404
    lines = minuted.lines(session, request.user)
    rows = [(line, refusal_form(request, line)) for line in lines if line.refusal]
    if request.method == "POST" and all(form.is_valid() for _line, form in rows):
        keep_all(request, [form for _line, form in rows])
        if "all" in request.POST:
            draw_up(request, minuted.lines(session, request.user))
        return redirect("funding:session_decisions", pk=session.pk)
    ready = sum(line.ready or line.refusal for line in lines)
    wrong = [line.item.application.handle for line, form in rows if form.errors]
    context = {"session": session, "rows": rows, "ready": ready, "wrong": wrong}
    return render(request, "funding/minuted/refusals.html", context, status=422 if request.POST else 200)


def refusal_form(request: HttpRequest, line: minuted.Line) -> MinutedForm:
    data, prefix = request.POST or None, str(line.item.pk)
    return MinutedForm(data, item=line.item, facts=line.facts, by=request.user, prefix=prefix)


def keep_all(request: HttpRequest, forms: list[MinutedForm]) -> None:
    done = 0
    for form in forms:
        try:
            minuted.edit(form.item, by=request.user, facts=form.written)
            done += 1
        except StepRefused as error:
            messages.error(request, f"{form.item.application.handle} · {error}")
    if done:
        words = ngettext("Les motifs d’un refus sont enregistrés.", "Les motifs de %(n)s refus sont enregistrés.", done)
        messages.success(request, words % {"n": done})


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
    waiting = [other for other in lines if other.unread and other.item.pk != line.item.pk]
    if "next" in request.POST and waiting:
        return redirect("funding:session_decision", pk=session.pk, item=waiting[0].item.pk)
    return redirect("funding:session_decisions", pk=session.pk)


urlpatterns = [
    path("seances/<int:pk>/decisions/", session_decisions, name="session_decisions"),
    path("seances/<int:pk>/decisions/refus/", session_refusals, name="session_refusals"),
    path("seances/<int:pk>/decisions/<int:item>/", session_decision, name="session_decision"),
]
