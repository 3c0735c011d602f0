"""What the applicants' pages share: the file one may see, and whether one may write in it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from workflows import clock

from .. import roles, sections, writers
from ..models import FormVersion
from .opened import opened


def held(request: HttpRequest, handle: str) -> Any:
    """The file, for those who apply in it; 404 for everyone else, staff included: this is not their page."""
    thing = applied(request, handle)
    prefetch_related_objects([thing], "partners__organisation", "partners__costs")
    return thing


def applied(request: HttpRequest, handle: str) -> Any:
    """The same, without what its form shows."""
    thing = opened(request, handle)
    thing.held_roles = thing.roles_of(request.user)  # of this request's reader: asked once
    if not thing.held_roles & roles.APPLICANTS:
        raise Http404
    return thing


def led(request: HttpRequest, handle: str) -> Any:
    """The same, for who writes in the name of the lead."""
    thing = applied(request, handle)
    if not thing.held_roles & writers.LEADS:
        raise PermissionDenied(_("Seuls les rédacteurs du chef de file peuvent faire cela."))
    return thing


def frame(request: HttpRequest, thing: Any, current: str) -> dict[str, Any]:
    """What surrounds every part of the form: the path of parts, the version of the questions, the clock."""
    parts = sections.sections_of(thing)
    here = sections.find(parts, current)
    position = here.position if here else len(parts) + 1
    return {
        "thing": thing,
        "call": thing.call,
        "parts": parts,
        "steps": [part.step(current) for part in parts],
        "here": here,
        "position": position,
        "total": len(parts),
        "done": sum(1 for part in parts if part.done),
        "previous": parts[position - 2] if position > 1 else None,
        "following": parts[position] if position < len(parts) else None,
        "closed": not thing.call.is_open(clock.now()),
        "newer": newer_version(thing),
        "writes_all": thing.is_draft and bool(thing.held_roles & writers.LEADS),
    }


def newer_version(thing: Any) -> FormVersion | None:
    """The call's questions changed since this draft began."""
    if not thing.is_draft:
        return None
    latest = thing.call.form_versions.latest_published()
    return latest if latest and latest.number > thing.form_version.number else None
