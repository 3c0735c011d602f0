"""The calendar of a cohort, on a page and as a file."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from workflows import clock

from .. import agenda
from ..models import Cohort, Place


def find(request: HttpRequest, pk: int) -> tuple[Any, list[Any]]:
    """A cohort and those of its projects that one sees: the node's people all, a holder theirs."""
    places = Place.objects.visible_to(request.user).filter(cohort=pk)
    runs = Cohort.objects.visible_to(request.user).filter(pk=pk).exists()
    rows = places.holding().select_related("cohort__node", "application__lead").prefetch_related("milestones")
    mine = Cohort.objects.filter(pk=pk) if runs or rows.exists() else Cohort.objects.none()
    return get_object_or_404(mine.select_related("node"), pk=pk), list(rows)


@login_required
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    cohort, places = find(request, pk)
    dates = agenda.sorted_by_day(agenda.of_cohort(cohort, places))
    today = clock.today()
    months = [
        (month, list(rows)) for month, rows in groupby(dates, key=lambda found: found.day.replace(day=1))
    ]  # fmt: skip
    desk = Cohort.objects.visible_to(request.user).filter(pk=cohort.pk).exists()
    context = {"cohort": cohort, "months": months, "today": today, "desk": desk}
    context["base"] = "base_pro.html" if desk else "base.html"
    return render(request, "accelerators/calendar.html", context)


@login_required
@require_safe
def calendar_file(request: HttpRequest, pk: int) -> HttpResponse:
    cohort, places = find(request, pk)
    text = agenda.calendar(str(cohort), agenda.of_cohort(cohort, places), clock.now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{cohort.handle}.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer


urlpatterns = [
    path("accelerateurs/promotions/<int:pk>/calendrier/", calendar, name="calendar"),
    path("accelerateurs/promotions/<int:pk>/calendrier.ics", calendar_file, name="calendar_file"),
]
