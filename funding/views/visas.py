"""« Visas »: the projects that wait for one's word, and those one gave it on."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from look import keyset

from ..models import Visa


@login_required
@require_GET
def visa_list(request: HttpRequest) -> HttpResponse:
    """Open to whoever is logged in: a level needs no other mandate. Empty for those of whom nothing was asked."""
    mine, given = Visa.objects.of(request.user), request.GET.get("state") == "given"
    rows = mine.answered_by(request.user) if given else mine.on_the_table().not_of_author(request.user)
    rows = rows.select_related("decision__application__lead", "decision__application__call", "level__holder")
    page = keyset.page(rows, request.GET, order=("-pk",) if given else ("pk",))
    context = {"page": page, "given": given, "choices": [("", _("À viser")), ("given", _("Donnés"))]}
    return render(request, "funding/visas/list.html", context)


urlpatterns = [path("visas/", visa_list, name="visa_list")]
