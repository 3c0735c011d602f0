"""The file behind an address, for whoever sees it: of every page about one file, the first question."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest

from workflows.prepared import seen

from ..models import Application
from ..navigation import desk_of


@seen
def _file(user: Any, handle: Any) -> Any:
    rows = Application.objects.visible_to(user).filter(Q(reference=handle) | Q(draft_code=handle))
    return rows.select_related("call__programme", "lead__commune", "commune", "form_version", "officer", "agreement")


def opened(request: HttpRequest, handle: str) -> Any:
    """404 for who does not see it: for them there is none."""
    desk_of(request).read()
    found = _file(request.user, handle) if "\x00" not in handle else []  # PostgreSQL refuses the very question
    if not found:
        raise Http404
    return found[0]
