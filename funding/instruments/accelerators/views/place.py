"""A project's place: where it stands, its charter, milestones, support, hearing, surveys; for both sides."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from funding import roles
from workflows import engine, papers

from .. import agenda, reading
from ..models import Place
from ..roles import NODE

FOLLOWED = (
    "cohort__node__organisation", "application__call__programme", "application__lead", "coach", "aid_check",
    "holder_signed_by", "signed_by",
)  # fmt: skip


def find(request: HttpRequest, pk: int) -> Any:
    return get_object_or_404(Place.objects.visible_to(request.user).select_related(*FOLLOWED), pk=pk)


@login_required
@require_safe
def place(request: HttpRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    held = found.read_by(request.user)
    desk = bool(held & (NODE | roles.STAFF))
    supports = list(found.supports.select_related("logged_by"))
    context = {
        "place": found,
        "application": found.application,
        "desk": desk,
        "office": bool(held & roles.STAFF),
        "base": "base_pro.html" if desk else "base.html",
        "ball": reading.ball_after(found.application, held) if not desk else None,
        "doors": reading.acts(found, request.user),
        "milestones": rows(found.milestones.select_related("filed_by", "judged_by", "document"), found, request.user),
        "supports": supports,
        "given": sum((row.value for row in supports), start=0),
        "surveys": rows(found.surveys.all(), found, request.user),
        "hearings": found.hearings.select_related("opened_by", "decided_by", "first_signed_by", "first_mandate"),
        "papers": letters(found, request.user),
        "dates": agenda.coming(agenda.of_cohort(found.cohort, [found]))[:6],
    }
    return render(request, "accelerators/place.html", context)


def rows(found: Any, place: Place, user: Any) -> list[tuple[Any, list[engine.Door]]]:
    """Each thing of a place with the steps that this person may take on it."""
    things = list(found)
    for thing in things:
        thing.place = place
        thing.read_by(user)
    return [(thing, engine.doors(thing, user)) for thing in things]


def letters(place: Place, user: Any) -> list[Any]:
    """Of the place, its milestones and its surveys: the newest first."""
    things = [place, *place.milestones.all(), *place.surveys.all()]
    return papers.readable(user, *things)


@login_required
@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """A holder's own projects in the network."""
    mine = list(reading.my_places(request.user).prefetch_related("milestones"))
    context = {"rows": [(found, reading.ball_after(found.application, found.read_by(request.user))) for found in mine]}
    return render(request, "accelerators/programme.html", context)


urlpatterns = [
    path("accelerateurs/programme/", programme, name="programme"),
    path("accelerateurs/places/<int:pk>/", place, name="place"),
]
