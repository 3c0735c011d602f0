"""Cohorts: the list of those one runs, the board of one, its projects at a glance."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from .. import impact
from ..board import Board
from ..models import Cohort, Node, Place


def find(request: HttpRequest, pk: int) -> Any:
    rows = Cohort.objects.visible_to(request.user).select_related("node__organisation", "node__programme")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_safe
def cohorts(request: HttpRequest) -> HttpResponse:
    rows = Cohort.objects.visible_to(request.user).select_related("node__organisation")
    nodes = (Node.objects.of(request.user) | Node.objects.managed_by(request.user)).distinct()
    managed = Node.objects.managed_by(request.user).exists()
    return render(request, "accelerators/cohorts.html", {"rows": rows, "nodes": nodes, "managed": managed})


@login_required
@require_safe
def cohort(request: HttpRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    context = {"cohort": found, "board": Board(found, request.user), "coaches": found.coaches.all()}
    return render(request, "accelerators/cohort.html", context)


@login_required
@require_safe
def cohort_impact(request: HttpRequest, pk: int) -> HttpResponse:
    """« Bilan d’impact »: what became of the projects, from the last survey of each."""
    found = find(request, pk)
    places = Place.objects.visible_to(request.user).filter(cohort=found)
    rows = places.done().select_related("application__lead", "cohort__node").prefetch_related("surveys")
    context = {"cohort": found, "figures": impact.of_places(Place.objects.filter(pk__in=places)), "rows": rows}
    return render(request, "accelerators/impact.html", context)


urlpatterns = [
    path("accelerateurs/promotions/", cohorts, name="cohorts"),
    path("accelerateurs/promotions/<int:pk>/", cohort, name="cohort"),
    path("accelerateurs/promotions/<int:pk>/impact/", cohort_impact, name="cohort_impact"),
]
