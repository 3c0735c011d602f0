"""The page of a stay, for its two sides and the programme: who has the ball, weeks, insurance, journal, payments."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_GET

from funding import roles as spine
from workflows import engine, papers, pdf

from .. import balls, pairing, roles
from .. import papers as kinds
from ..models import JournalEntry, Residency
from ..path import steps_of
from .journal import may_write

ASIDE = ("envisage_cancellation", "interrupt", "move_presentation")  # may be done, is awaited by nobody
TOOLS = ("plan_week", "drop_week", "file_certificate", "confirm_lodging", "deliver", "move_presentation")


def find(request: HttpRequest, pk: int) -> Residency:
    stays = Residency.objects.visible_to(request.user).with_sides()
    related = (
        "weeks",
        "certificates",
        "instalments",
        "deliverables__document",
        "evaluations",
        "follow_ups",
        "incidents",
    )
    return get_object_or_404(stays.prefetch_related(*related), pk=pk)


@login_required
@require_GET
def stay(request: HttpRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    held = found.read_by(request.user)
    doors = engine.doors(found, request.user)
    entries = JournalEntry.objects.visible_to(request.user).filter(residency=found)
    context = {
        "stay": found,
        "steps": steps_of(found),
        "ball_title": balls.title(found),
        "ball_due": balls.due(found),
        "doors": [door for door in doors if not door.step.quiet],
        "turn": any(door.open and door.name not in ASIDE for door in doors if not door.step.quiet),
        "tools": dict.fromkeys(TOOLS) | {door.name: door for door in doors if door.step.quiet and door.open},
        "base": "base.html" if held & roles.SIDES else "base_pro.html",
        "audience": "" if held & roles.SIDES else "officer",
        **cancelling(found, request.user, held),
        "reasons": pairing.reason_lines(found.reasons),
        "pages": entries.by_day()[:3],
        "count": entries.count(),
        "writes": may_write(request, found),
        "papers": [paper for paper in papers.readable(request.user, found) if paper.made_at],
        "payments": with_doors(found.instalments.all(), found, request.user),
        "returns": with_doors(found.follow_ups.all(), found, request.user),
    }
    return render(request, "residencies/stay.html", context)


def cancelling(found: Residency, user: Any, held: set[Any]) -> dict[str, Any]:
    """Of a cancellation the offices read all that was observed, a side its own words."""
    observed = found.observed_by(user) if found.cancel_answer_on else ""
    return {"office": bool(held & spine.STAFF), "observed": observed}


def with_doors(rows: Any, found: Residency, user: Any) -> list[Any]:
    listed = list(rows)
    for row in listed:
        row.residency = found
        row.doors = engine.doors(row, user)
    return listed


@login_required
@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The agreement as it would be signed, marked PROJET."""
    found = find(request, pk)
    if why := pdf.available():
        messages.warning(request, why)
        return redirect(found.get_absolute_url())
    response = HttpResponse(kinds.agreement.draft(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.handle}-projet.pdf"'
    return response


urlpatterns = [
    path("residences/<int:pk>/sejour/", stay, name="stay"),
    path("residences/<int:pk>/convention/projet.pdf", preview, name="agreement_preview"),
]
