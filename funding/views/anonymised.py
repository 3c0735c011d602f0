"""Anonymised copies of a blind call: brought by who applies, read by who reviews and who instructs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from .. import blind, completeness, drafts, files
from ..models import AnonymisedCopy, Document
from .applicant_common import led
from .applicant_files import after, readable, served, veiled_roles


@login_required
@require_GET
def anonymised(request: HttpRequest, pk: int) -> HttpResponse:
    rows = AnonymisedCopy.objects.filter(document__application__in=readable(request))
    found = get_object_or_404(rows.select_related("document__application__call"), pk=pk)
    thing = found.document.application
    veiled = blind.veils(thing, veiled_roles(thing, request.user))
    return served(request, found, blind.neutral(found.document, found.extension) if veiled else found.name)


@login_required
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy beside a file, while the file takes any: in a draft, or when the administration waits for pieces."""
    rows = Document.objects.current().filter(application__in=readable(request), application__call__blind=True)
    found = get_object_or_404(rows.select_related("application"), pk=pk)
    thing = led(request, found.application.handle)
    sent, back = request.FILES.get("file"), after(request, thing)
    if sent is None:
        messages.error(request, _("Choisissez un fichier, puis envoyez-le."))
        return redirect(back)
    try:
        copy = joined(thing, pk, sent, request.user)
        messages.success(request, _("Copie anonymisée jointe : %(name)s") % {"name": copy.name})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(back)


def joined(thing: Any, pk: int, sent: Any, by: Any) -> AnonymisedCopy:
    with transaction.atomic():
        locked = type(thing).locked(thing.pk)
        if not completeness.takes_files(locked):
            raise PermissionDenied(
                _("Ce dossier est déposé : il ne reçoit plus de fichier, sauf à la demande de l’instruction.")
            )
        document = locked.documents.current().filter(pk=pk).first()
        if document is None:  # replaced or removed meanwhile
            raise Http404
        copy = files.add_copy(document, sent, by=by)
        drafts.touch(locked)
    return copy


urlpatterns = [
    path("fichiers/sans-nom/<int:pk>/", anonymised, name="anonymised"),
    path("fichiers/<int:pk>/sans-nom/", add, name="anonymised_add"),
]
