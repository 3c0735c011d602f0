"""The instalments that wait for whoever pays."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from look import keyset
from workflows import clock, engine

from ..models import Instalment


@login_required
@require_GET
def instalments(request: HttpRequest) -> HttpResponse:
    if not request.user.mandates.in_force(clock.today()).with_role("finance").exists():
        raise Http404
    rows = Instalment.objects.to_pay_by(request.user).waiting().select_related(*Instalment.FOLLOWS)
    page = keyset.page(rows.prefetch_related("residency__weeks"), request.GET, order=("pk",))
    for row in page:
        row.doors = engine.doors(row, request.user)
    return render(request, "residencies/instalments.html", {"page": page})


urlpatterns = [path("residences/bourses/", instalments, name="instalments")]
