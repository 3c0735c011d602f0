"""Whatever has a machine, by its kind and key: what instruments bring needs no operation of its own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Body, Query, Router, Schema
from pydantic import Field

from look import keyset
from workflows import papers
from workflows.api import REFUSALS, Posted, steps_out, take
from workflows.views import find_model

from .. import by_two, roles
from . import reading
from .schemas import ThingOut, Things
from .things import find

router = Router(tags=["steps"])


class Filters(Schema):
    state: list[str] = []
    after: str = Field("", description="the `next` of the page before", max_length=200)


def line(thing: Any) -> dict[str, Any]:
    return {
        "kind": thing.subject_kind(),
        "id": thing.pk,
        "reference": thing.handle,
        "state": thing.state,
        "state_label": str(thing.state_label()),
        "url": thing.get_absolute_url(),
    }


def out(thing: Any, user: Any) -> dict[str, Any]:
    readable = papers.readable(user, thing)
    return line(thing) | {
        "papers": [reading.paper(paper) for paper in readable],
        "signatures_awaited": awaited(thing, user),
        "steps": steps_out(thing, user),
    }


def awaited(thing: Any, user: Any) -> list[dict[str, Any]]:
    """Where two authorities decide, what one signed and the other not yet: for the offices alone."""
    if not thing.roles_of(user) & roles.STAFF:
        return []
    return [
        {
            "first_signed_by": str(act.first_signed_by),
            "first_signed_at": act.first_signed_at,
            "of": str(act.still_signs),
        }
        for act in by_two.awaited(thing)
    ]


@router.get("/things/{str:kind}", response={200: Things} | REFUSALS, summary="Those one may see, the newest first")
def thing_list(request: HttpRequest, kind: str, filters: Query[Filters]) -> Any:
    """The covers of a bank, the places of a cohort, one's residencies…"""
    model: Any = find_model(kind)
    if filters.after and keyset.read_cursor(filters.after, 1) is None:
        raise ValidationError({"after": [_("Ce repère n’est pas l’un des nôtres.")]})
    wanted = filters.state
    if strange := set(wanted) - {value for value, _label in model._meta.get_field("state").choices}:
        sentence = _("Ces états n’existent pas ici : %(states)s.") % {"states": ", ".join(sorted(strange))}
        raise ValidationError({"state": [sentence]})
    rows = model.objects.visible_to(request.auth).select_related(*model.FOLLOWS)
    if wanted:
        rows = rows.filter(state__in=wanted)
    page = keyset.page(rows, {"after": filters.after}, order=("-pk",))
    return {"items": [line(row) for row in page], "next": page.next or None}


@router.get("/things/{str:kind}/{int:pk}", response={200: ThingOut} | REFUSALS)
def thing(request: HttpRequest, kind: str, pk: int) -> Any:
    """A cover, a cohort place, a residency…: where it stands, and the steps you may take."""
    return out(find(request, find_model(kind), pk), request.auth)


@router.post("/things/{str:kind}/{int:pk}/steps/{name}", response={200: ThingOut} | REFUSALS, summary="Take a step")
def thing_step(request: HttpRequest, kind: str, pk: int, name: str, data: Body[Posted | None] = None) -> Any:
    found = find(request, find_model(kind), pk)
    take(request, found, name, data)
    return out(found, request.auth)
