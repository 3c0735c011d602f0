"""The page of a file: one address, the page of whoever reads it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from .. import blind, roles
from . import applicant, officer
from .opened import opened


@login_required
@require_GET
def application(request: HttpRequest, handle: str) -> HttpResponse:
    """Applicants see their thread, professionals theirs; who is neither sees nothing (404)."""
    thing = opened(request, handle)
    held = thing.read_by(request.user)
    if held & roles.APPLICANTS:
        return render(request, "funding/file/holder.html", applicant.file_context(request, thing))
    if blind.veils(thing, held):
        blind.veil(thing)
    return render(request, "funding/file/professional.html", officer.file_context(request, thing))


urlpatterns = [path("dossiers/<str:handle>/", application, name="application")]
