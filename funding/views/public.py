"""What anyone reads without an account: the list of calls, a call, « Suis-je éligible ? »."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET
from django.views.generic import RedirectView

from people.models import Department
from workflows import clock

from .. import call_facts, roles
from ..catalogue import Catalogue, listed
from ..eligibility import MAYBE, NO, YES, Answers, examine
from ..forms.public import CatalogueForm, EligibilityForm
from ..models import Call
from . import public_pages

MOST = 60  # open calls looked at


@require_GET
def call_list(request: HttpRequest) -> HttpResponse:
    """The root of the site. htmx asks for the results alone when a filter changes."""
    form = CatalogueForm(request.GET)
    catalogue = Catalogue(form.cleaned_data, request.GET, clock.now())
    context = {"catalogue": catalogue, "departments": Department.objects.all()}
    return render(request, "funding/public/call_list.html", context)


def seen(request: HttpRequest, code: str) -> Call:
    """A published call, or a draft by who prepares it; else nothing is there (404)."""
    calls = Call.objects.visible_to(request.user).select_related("programme__authority")
    return get_object_or_404(calls.prefetch_related("programme__shares__funder"), code=code)


def call_context(request: HttpRequest, found: Call) -> dict[str, Any]:
    now = clock.now()
    version = found.form_versions.latest_published() or found.form_versions.filter(published_at=None).first()
    return {
        "call": found,
        "programme": found.programme,
        "window": call_facts.window(found, now),
        "months": call_facts.months(found),
        "answer": call_facts.answer(found),
        "rates_by_size": call_facts.rates_by_size(found),
        "apply_url": apply_url(found),
        "manage_url": reverse("funding:call_edit", args=[found.code]),
        "path": call_facts.path(found, now),
        "who": call_facts.who(found),
        "excluded": call_facts.excluded(found),
        "instrument": call_facts.instrument(found),
        "funders": call_facts.funders(found.programme),
        "asked": call_facts.asked(found),
        "costs": call_facts.between(found.min_total_cost, found.max_total_cost),
        "sections": version.sections if version else [],
        "manages": request.user.is_authenticated and roles.MANAGER in found.roles_of(request.user),
    }


def apply_url(call: Call) -> str:
    return reverse("funding:application_new", args=[call.code])


@require_GET
def call(request: HttpRequest, code: str) -> HttpResponse:
    found = seen(request, code)
    context = call_context(request, found) | {
        "pieces": list(found.pieces.all()),
        "criteria": call_facts.grid(found.criteria.all()),
        "ties": call_facts.ties(found),
        "form": EligibilityForm(),
        "check_url": reverse("funding:eligibility", args=[found.code]),
    }
    return render(request, "funding/public/call.html", context)


@require_GET
def eligibility(request: HttpRequest, code: str) -> HttpResponse:
    """Asked by GET: an answer is an address that one can send to a colleague; nothing is stored."""
    found = seen(request, code)
    form = EligibilityForm(request.GET if request.GET else None)
    context: dict[str, Any] = {"call": found, "form": form, "window": call_facts.window(found, clock.now())}
    context |= {"check_url": request.path, "apply_url": apply_url(found)}
    status = 200
    if form.is_bound and form.is_valid():
        context["result"] = examine(found, form.answers)
        context["pieces"] = [p for p in found.pieces.all() if not p.for_kinds or form.answers.kind in p.for_kinds]
    elif form.is_bound:
        status = 422
    return render(request, "funding/public/eligibility.html", context, status=status)


@require_GET
def finder(request: HttpRequest) -> HttpResponse:
    """« Trouver mon appel »: the same six answers held against every open call, the best suited first."""
    form = EligibilityForm(request.GET if request.GET else None)
    context: dict[str, Any] = {"form": form, "calls_url": reverse("funding:call_list")}
    if form.is_bound and form.is_valid():
        context["found"] = suited(form.answers)
    return render(request, "funding/public/finder.html", context, status=422 if form.errors else 200)


def suited(answers: Answers) -> list[dict[str, Any]]:
    calls = Call.objects.open_at(clock.now()).select_related("programme__authority").order_by("closes_at", "pk")
    found = [
        listed(call) | {"result": examine(call, answers)}
        for call in calls.prefetch_related("programme__shares__funder")[:MOST]
    ]
    return sorted(found, key=lambda line: (YES, MAYBE, NO).index(line["result"].outcome))


urlpatterns = [
    path("", call_list, name="call_list"),
    path("trouver-mon-appel/", finder, name="finder"),
    path("appels/", RedirectView.as_view(pattern_name="funding:call_list", query_string=True), name="calls"),
    path("appels/<slug:code>/", call, name="call"),
    path("appels/<slug:code>/eligibilite/", eligibility, name="eligibility"),
    *public_pages.urlpatterns,
]
