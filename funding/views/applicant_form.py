"""The form by parts: shown, saved by its button, saved as one types."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from look.typography import hour

from .. import drafts, sections, territories, versions, writers
from ..forms.application import BudgetForm
from . import applicant_budget, applicant_pieces
from .applicant_common import frame, held, led


@login_required
@require_GET
def application_form(request: HttpRequest, handle: str) -> HttpResponse:
    """To the first part that is not finished."""
    thing = held(request, handle)
    parts = sections.sections_of(thing)
    return redirect(next((part for part in parts[1:] if not part.done), parts[1]).url)


@never_cache
@require_http_methods(["GET", "POST"])
def application_section(request: HttpRequest, handle: str, section: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return keep_for_later(request)
    thing = held(request, handle)
    if not thing.is_draft:
        return render(request, "funding/application/filed.html", {"thing": thing}, status=409 if request.POST else 200)
    part = sections.find(sections.sections_of(thing), section)
    if part is None:
        raise Http404
    if part.form_class is None:
        return page(request, thing, part, None)
    if request.method == "POST":
        refuse_readers(request, thing, part)
        return save(request, thing, part)
    form = part.form_class.current(thing, by=request.user, whole="points" in request.GET)
    return page(request, thing, part, form, kept=request.session.pop(session_key(request), None))


def refuse_readers(request: HttpRequest, thing: Any, part: Any) -> None:
    """Partners fill their own column of the budget; everything else is written by the lead."""
    if part.form_class is not BudgetForm and not thing.held_roles & writers.LEADS:
        raise PermissionDenied(_("Seuls les rédacteurs du chef de file écrivent dans cette partie."))


MOST_KEPT = 200_000  # bytes: twenty times the longest section


def keep_for_later(request: HttpRequest) -> HttpResponse:
    """The session ended while someone wrote: what they sent waits in the browser's new session for their return."""
    if request.method == "POST" and int(request.META.get("CONTENT_LENGTH") or 0) <= MOST_KEPT:
        kept = list(request.session.keys())
        for other in filter(lambda key: key.startswith("unsaved "), kept):
            del request.session[other]  # one section waits, the last: anyone may send, and rows must stay small
        request.session[session_key(request)] = {k: request.POST.getlist(k) for k in request.POST}
    return redirect_to_login(request.path)


def session_key(request: HttpRequest) -> str:
    return f"unsaved {request.path}"


def save(request: HttpRequest, thing: Any, part: Any) -> HttpResponse:
    try:
        saved = drafts.write(
            thing, part.form_class, by=request.user, data=request.POST, marks=marks_of(request),
            choices={k.removeprefix("keep-"): v for k, v in request.POST.items() if k.startswith("keep-")},
        )  # fmt: skip
    except drafts.DraftClosed:
        return render(request, "funding/application/filed.html", {"thing": thing}, status=409)
    stay = request.POST.get("action") == "stay"
    if saved.conflicts or (saved.refused and not stay):
        return page(request, thing, part, saved.form, saved=saved, status=409 if saved.conflicts else 422)
    messages.success(request, _("Enregistré à %(hour)s") % {"hour": hour(saved.at)})
    following = frame(request, thing, part.key)["following"]
    if stay:
        return redirect(part.url)
    return redirect(following.url if following else reverse("funding:application_preview", args=[thing.handle]))


def marks_of(request: HttpRequest) -> dict[str, str]:
    """The marks that the page was shown with; nonsense counts as none."""
    try:
        found = json.loads(request.POST.get("marks", "{}"))
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def page(
    request: HttpRequest, thing: Any, part: Any, form: Any, *, saved: Any = None, kept: Any = None, status: int = 200
) -> HttpResponse:
    context = frame(request, thing, part.key) | {"part": part, "form": form, "saved": saved}
    if kept:
        typed = QueryDict(mutable=True)
        for name, values in kept.items():
            typed.setlist(name, values)
        form = context["form"] = part.form_class(thing, typed, by=request.user)
        context["came_back"] = True
    if form is not None:
        current = part.form_class.current(thing, by=request.user)
        context["marks"] = json.dumps(current.marks())
        context["conflicts"] = {conflict.name: conflict for conflict in saved.conflicts} if saved else {}
    if isinstance(form, BudgetForm):
        context |= applicant_budget.table(thing, form)
    elif part.key == sections.PIECES or part.content.get("questions"):
        context |= applicant_pieces.slots(thing, part)
    return render(request, f"funding/application/{part.template}.html", context, status=status)


@require_POST
def autosave(request: HttpRequest, handle: str, section: str) -> JsonResponse:
    """What was typed in the last second. Every answer says where things stand, in words."""
    if not request.user.is_authenticated:
        return JsonResponse({"login": reverse("account_login")}, status=401)
    thing = held(request, handle)
    part = sections.find(sections.sections_of(thing), section)
    if part is None or part.form_class is None:
        raise Http404
    refuse_readers(request, thing, part)
    only = [name for name in request.POST.get("only", "").split(",") if name]
    try:
        saved = drafts.write(
            thing, part.form_class, by=request.user, data=request.POST, marks=marks_of(request), only=only
        )
    except drafts.DraftClosed:
        return JsonResponse({"closed": _("Ce dossier est déposé : on ne le modifie plus.")}, status=409)
    return JsonResponse(told(request, thing, part, saved, only))


def told(request: HttpRequest, thing: Any, part: Any, saved: drafts.Saved, only: list[str]) -> dict[str, Any]:
    current = part.form_class.current(thing, by=request.user)
    conflicts = {
        c.name: {"html": render_to_string("funding/application/_conflict.html", {"conflict": c}), "theirs": c.theirs}
        for c in saved.conflicts
    }
    marks = {name: mark for name, mark in current.marks().items() if name in only}
    answer: dict[str, Any] = {
        "at": _("Choisissez la réponse à garder")
        if conflicts
        else _("Enregistré à %(hour)s") % {"hour": hour(saved.at)},
        "edition": saved.edition,
        "marks": marks,
        "errors": {name: " ".join(saved.refused.get(name, [])) for name in only if name in saved.form.fields},
        "conflicts": conflicts,
        "part": sections.find(sections.sections_of(thing), part.key).detail,  # type: ignore[union-attr]
    }
    if isinstance(current, BudgetForm):
        answer |= applicant_budget.live(request, thing, current)
    return answer


@login_required
@require_GET
def places(request: HttpRequest) -> JsonResponse:
    """Suggestions for a place being typed."""
    found = territories.find(request.GET.get("q", ""), only_communes=request.GET.get("scope") == "communes")
    return JsonResponse({"places": [place.label for place in found[:12]]})


@login_required
@require_http_methods(["GET", "POST"])
def new_version(request: HttpRequest, handle: str) -> HttpResponse:
    """The call's questions changed: what is different, and the move that loses no answer."""
    thing = led(request, handle) if request.method == "POST" else held(request, handle)
    latest = thing.call.form_versions.latest_published()
    if not thing.is_draft or latest is None or latest.pk == thing.form_version_id:
        return redirect("funding:application_form", thing.handle)
    if request.method == "POST":
        versions.move(thing, latest)
        messages.success(request, _("Votre dossier suit maintenant les questions à jour. Aucune réponse n’est perdue."))
        return redirect("funding:application_form", thing.handle)
    context = frame(request, thing, "") | {"changes": versions.changes(thing.form_version, latest), "latest": latest}
    return render(request, "funding/application/version.html", context)


@login_required
@never_cache
@require_GET
def application_preview(request: HttpRequest, handle: str) -> HttpResponse:
    """The whole file as others will read it."""
    from ..answers import reading

    thing = held(request, handle)
    context = frame(request, thing, "relire") | reading(thing)
    context |= applicant_budget.table(thing, BudgetForm.current(thing))
    return render(request, "funding/application/preview.html", context)


urlpatterns = [
    path("dossiers/<str:handle>/relire/", application_preview, name="application_preview"),
    path("dossiers/<str:handle>/version/", new_version, name="application_version"),
    path("dossiers/<str:handle>/remplir/<str:section>/auto/", autosave, name="application_autosave"),
    path("lieux/", places, name="places"),
]
