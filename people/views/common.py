"""What several pages share: fetch or 404, and a refusal shown as the sentence it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ..models import Organisation


def visible_organisation(request: HttpRequest, pk: int) -> Organisation:
    """404 for a stranger: that an organisation is registered is told by the search, not by its page."""
    shown = Organisation.objects.visible_to(request.user)
    return get_object_or_404(shown.select_related("commune__department", "epci__department"), pk=pk)


def owned_organisation(request: HttpRequest, pk: int) -> Organisation:
    """404 first, then 403 for who may see it but does not run it."""
    organisation = visible_organisation(request, pk)
    if not organisation.is_run_by(request.user):
        raise PermissionDenied
    return organisation


def refusal(request: HttpRequest, error: ValidationError) -> None:
    for sentence in error.messages:
        messages.error(request, sentence)


def typed(request: HttpRequest, name: str = "q") -> str:
    """A search text as typed, without what PostgreSQL cannot store."""
    text: Any = request.GET.get(name, "")
    return text.replace("\0", "").strip()[:120]
