"""Decisions: those that wait for a signature, those that were signed, and the draft of the act as it would be."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from look import keyset
from workflows import pdf

from ..models import Decision
from ..navigation import desk_of
from ..office_ball import SEE_REVIEWERS
from ..signing import PAPERS, standing
from ..worklists import Desk, R
from .opened import opened

READERS = (R.SIGNATORY, R.OFFICER, R.MANAGER, R.CHAIR)


@login_required
@require_GET
def decision_list(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    if not desk.holds(*READERS):
        raise Http404
    signed = request.GET.get("state") == "signed"
    page = keyset.page(rows_of(desk, signed=signed), request.GET, order=("-pk",) if signed else ("pk",))
    context = {
        "signed": signed,
        "page": page,
        "rows": [(row, *standing(row.application, row, desk.mandates, request.user)) for row in page],
        "choices": [("", _("À signer")), ("signed", _("Signées"))],
    }
    return render(request, "funding/decisions/list.html", context)


def rows_of(desk: Desk, *, signed: bool) -> Any:
    """But for those of files closed to one by a conflict of interest."""
    rows = Decision.objects.filter(desk.over(*READERS, call="application__call"))
    rows = rows.select_related("application__call", "application__lead", "application__officer", "drafted_by")
    rows = rows.select_related("application__call__approval_rules__second_authority", "application__call__programme")
    rows = rows.select_related("first_mandate", "first_signed_by").prefetch_related("visas__level__holder", "visas__by")
    if signed:
        return rows.filter(signed_at__isnull=False).select_related("signed_by")
    return rows.filter(signed_at=None, sent_back_at=None)


@login_required
@require_GET
def decision_preview(request: HttpRequest, handle: str) -> HttpResponse:
    """The act as it would be signed, marked PROJET, for those who draft, discuss and sign it."""
    thing = opened(request, handle)
    decision = thing.decision
    if decision is None or decision.signed_at:
        raise Http404
    if not thing.roles_of(request.user) & SEE_REVIEWERS:
        raise PermissionDenied(_("Le projet de décision se prépare entre ceux qui l’instruisent et le signent."))
    if why := pdf.available():
        messages.warning(request, why)
        return redirect(thing.get_absolute_url())
    response = HttpResponse(PAPERS[decision.kind].draft(thing), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{thing.handle}-projet.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("decisions/", decision_list, name="decision_list"),
    path("dossiers/<str:handle>/decision/projet.pdf", decision_preview, name="decision_preview"),
]
