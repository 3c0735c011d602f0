"""The de minimis declaration: the undertaking says what it received, on the page of its file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workflows import clock

from .. import declaring, state_aid
from ..forms.aid_declaration import Declaring
from ..law import SIZE, Book
from ..models import AidDeclaration, Partner
from .opened import opened


def declared_by(request: HttpRequest, handle: str, pk: int) -> tuple[Any, Partner]:
    """The part of a file that one's own structure holds; 404 for who does not see the file."""
    thing = opened(request, handle)
    partner = get_object_or_404(thing.partners.select_related("organisation"), pk=pk)
    if not declaring.may_declare(request.user, partner):
        raise PermissionDenied(
            _("Seules les personnes de %(name)s déclarent les aides qu’elle a reçues.") % {"name": partner}
        )
    return thing, partner


@login_required
@require_http_methods(["GET", "POST"])
def declaration(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    thing, partner = declared_by(request, handle, pk)
    last = AidDeclaration.objects.filter(partner=partner).select_related("declared_by").last()
    closed = not declaring.is_open(thing)
    said = Declaring(request.POST or None, partner=partner, last=last)
    status = 200
    if request.method == "POST":
        status = 409 if closed else 422
        if not closed and said.is_valid():
            AidDeclaration.objects.create(
                partner=partner, declared_by=request.user, declared_at=clock.now(), **said.said()
            )
            messages.success(request, _("Votre déclaration est enregistrée. Merci."))
            return redirect(thing)
    found = state_aid.of_declaration(last, Book.of(clock.today(), [SIZE]))
    context = {"thing": thing, "partner": partner, "said": said, "last": last, "closed": closed,
               "group": state_aid.shown(found) if found else None}  # fmt: skip
    return render(request, "funding/aid/declaration.html", context, status=status)


urlpatterns = [path("dossiers/<str:handle>/aides-d-etat/<int:pk>/declaration/", declaration, name="aid_declaration")]
