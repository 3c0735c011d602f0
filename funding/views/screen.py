"""What a session projects in the room; opened by who runs it, and by nobody else."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ..room import RUNS, version
from ..screen import Screen
from .committee import POLL, find


def run_by(request: HttpRequest, pk: int) -> Any:
    session = find(request, pk)
    if not session.seat_roles(request.user) & RUNS:
        raise PermissionDenied(_("L’écran de la salle est ouvert par la présidence ou le secrétariat de la séance."))
    return session


def shown(request: HttpRequest, session: Any, template: str) -> HttpResponse:
    screen = Screen(session, request.user, request.GET.get("item", ""))
    context = {"thing": session, "screen": screen, "seen": version(session), "poll": POLL}
    return render(request, f"funding/committee/{template}.html", context)


@login_required
@never_cache
@require_GET
def committee_screen(request: HttpRequest, pk: int) -> HttpResponse:
    return shown(request, run_by(request, pk), "screen")


@never_cache
@require_GET
def committee_screen_live(request: HttpRequest, pk: int) -> HttpResponse:
    """As the live page: 204 while nothing changed, 401 once logged out."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    session = run_by(request, pk)
    if request.GET.get("seen") == version(session):
        return HttpResponse(status=204)
    return shown(request, session, "_screen")


urlpatterns = [
    path("seances/<int:pk>/ecran/", committee_screen, name="committee_screen"),
    path("seances/<int:pk>/ecran/direct/", committee_screen_live, name="committee_screen_live"),
]
