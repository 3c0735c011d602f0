"""One cover: who has the ball, its facts, its schedule, its entries, its papers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from funding.rules.deadlines import add_months
from look.typography import month_year
from workflows import engine, papers

from .. import roles, turns
from ..models import Cover


@login_required
@require_GET
def cover(request: HttpRequest, handle: str) -> HttpResponse:
    rows = Cover.objects.visible_to(request.user).select_related(*Cover.FOLLOWS)
    found = get_object_or_404(rows, application__reference=handle)
    held = found.read_by(request.user)
    context = {
        "cover": found,
        "application": found.application,
        "turn": turns.turn(found),
        "quiet": [door for door in engine.doors(found, request.user) if door.step.quiet and door.open],
        "claim": getattr(found, "claim", None),
        "chart": schedule(found),
        "entries": found.entries.with_total().order_by("-pk")[:30],
        "papers": papers.readable(request.user, found),
        "office": bool(held & roles.STAFF),
        "measure": found.measure,
        "amendment": found.pending_amendment,
        "years": list(found.years.all()),
        "recoveries": list(found.recoveries.all()),
        "base": "base_pro.html" if held & roles.STAFF or held & {roles.BANK, roles.BANK_CHECKER} else "base.html",
    }
    return render(request, "guarantees/cover.html", context)


def schedule(cover: Cover) -> dict[str, Any]:
    """The exposure at each half-year, from the disbursement to the last day."""
    if cover.disbursed_on is None or cover.ends_on is None:
        return {}
    left = cover.planned_principal()
    months = sorted({*range(0, cover.months + 1, 6), cover.months})
    values = [cover.exposed(left[month]) for month in months]
    labels = [month_year(add_months(cover.disbursed_on, month)) for month in months]
    return {"labels": labels, "series": [{"name": _("Encours garanti prévu"), "values": values, "kind": "plan"}]}


urlpatterns = [path("dossiers/<str:handle>/garantie/", cover, name="cover")]
