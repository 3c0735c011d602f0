"""Rounds: their list, a new one, and the page where the manager matches hosts and teams."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from funding.models import Call
from workflows import engine

from .. import roles
from ..board import Board
from ..forms.opening import RoundForm
from ..models import Round


@login_required
@require_GET
def round_list(request: HttpRequest) -> HttpResponse:
    rows = Round.objects.visible_to(request.user).with_calls().counted()
    manages = Call.objects.managed_by(request.user).exists()
    if not manages and not rows.exists():
        raise Http404
    return render(request, "residencies/rounds.html", {"rounds": rows, "manages": manages})


@login_required
@require_http_methods(["GET", "POST"])
def round_new(request: HttpRequest) -> HttpResponse:
    calls = Call.objects.managed_by(request.user)
    if not calls.exists():
        raise PermissionDenied
    form = RoundForm(request.POST or None, calls=calls)
    if request.method == "POST" and form.is_valid():
        made = form.save()
        messages.success(request, _("La session est créée."))
        return redirect(made.get_absolute_url())
    return render(request, "residencies/round_new.html", {"form": form}, status=422 if form.errors else 200)


def chosen(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 19 else None


@login_required
@require_GET
def found(request: HttpRequest, pk: int) -> HttpResponse:
    """With `?hote=…&equipe=…` the page says at once what that change would break."""
    row = get_object_or_404(Round.objects.visible_to(request.user).with_calls(), pk=pk)
    held = row.read_by(request.user)
    board = Board(row)
    trial = board.trial(chosen(request, "hote"), chosen(request, "equipe"))
    doors = engine.buttons(row, request.user)
    context = {"round": row, "board": board, "trial": trial, "doors": doors, "runs": roles.MANAGER in held}
    return render(request, "residencies/round.html", context)


urlpatterns = [
    path("residences/sessions/", round_list, name="rounds"),
    path("residences/sessions/nouvelle/", round_new, name="round_new"),
    path("residences/sessions/<int:pk>/", found, name="round"),
]
