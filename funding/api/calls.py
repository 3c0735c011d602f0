"""Published calls: the list that the site's root shows, and each with all one needs to apply."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext as _
from ninja import Body, Query, Router, Schema
from pydantic import Field

from people.models import Organisation
from workflows import clock
from workflows.api import REFUSALS, Posted, StepOut, steps_out, take

from .. import call_facts
from ..catalogue import Catalogue
from ..models import Application, Call

router, steps = Router(tags=["calls"]), Router(tags=["steps"])


class CallLine(Schema):
    code: str
    title: str
    summary: str
    kind: str
    instrument: str
    window: Literal["draft", "upcoming", "open", "closed"]
    opens_at: datetime
    closes_at: datetime | None
    envelope: Decimal
    min_aid: Decimal | None
    max_aid: Decimal | None
    aid_rate: Decimal
    eligible_kinds: list[str]
    eligible_departments: list[str]
    funders: str
    url: str


class Calls(Schema):
    count: int
    items: list[CallLine]
    next: str | None


class Rules(Schema):
    min_total_cost: Decimal | None
    max_total_cost: Decimal | None
    min_aid: Decimal | None
    max_aid: Decimal | None
    aid_rate: Decimal
    rates_by_size: dict[str, Decimal]
    own_funding_floor: Decimal
    min_months: int
    max_months: int
    eligible_kinds: list[str]
    eligible_departments: list[str]
    cost_categories: list[dict[str, str]]
    silence_months: int
    advance_rate: Decimal


class Piece(Schema):
    id: int
    label: str
    help: str
    indispensable: bool
    required_by: str
    for_kinds: list[str]


class GridLine(Schema):
    key: str
    name: str
    help: str
    weight: Decimal
    threshold: Decimal | None


class Questions(Schema):
    """Of the published version. An answer belongs to its question's key, which no later version changes."""

    version: int
    sections: list[dict[str, Any]]


class ProgrammeOut(Schema):
    code: str
    name: str
    authority: str
    legal_basis: str


class CallOut(CallLine):
    description: str
    programme: ProgrammeOut
    rules: Rules
    pieces: list[Piece]
    grid: list[GridLine]
    questions: Questions | None
    steps: list[StepOut]


class CallFilters(Schema):
    q: str = Field("", max_length=200, description="words of the title, the summary or the description")
    state: Literal["open", "upcoming", "closed"] = "open"
    kind: list[Organisation.Kind] = Field([], description="who applies")
    instrument: list[str] = []
    territory: str = Field("", max_length=100, description="a town, a postcode or a department")
    sort: Literal["closes", "opens"] = "closes"
    after: str = Field("", description="the `next` of the page before")


@router.get("/calls", response={200: Calls, 422: REFUSALS[422]}, summary="Published calls")
def call_list(request: HttpRequest, filters: Query[CallFilters]) -> Any:
    catalogue = Catalogue(filters.dict(), {"after": filters.after}, clock.now())
    errors = {}
    if filters.territory and catalogue.place is None:
        errors["territory"] = _("Nous ne trouvons pas ce lieu : essayez son code postal ou son département.")
    if set(filters.instrument) - set(Application.faces):
        errors["instrument"] = _("Cet instrument n’existe pas.")
    if errors:
        raise ValidationError(errors)
    following = catalogue.next
    items = [line(row["call"], row["funders"]) for row in catalogue.calls]
    return {"count": len(catalogue.found), "items": items, "next": str(following) if following else None}


def line(call: Call, funders: str) -> dict[str, Any]:
    names = CallLine.__annotations__.keys() - {"window", "funders", "instrument", "url"}
    facts = {name: getattr(call, name) for name in names}
    return facts | {
        "window": call_facts.window(call, clock.now()),
        "funders": funders,
        "instrument": call.programme.instrument,
        "url": call.get_absolute_url(),
    }


def find(request: HttpRequest, code: str) -> Call:
    rows = Call.objects.visible_to(request.auth).select_related("programme__authority")
    found = rows.prefetch_related("programme__shares__funder").filter(code=code) if is_code(code) else []
    for call in found:
        return call
    raise Http404


def is_code(text: str) -> bool:
    return bool(slugify(text)) and text.isascii() and "\x00" not in text


@router.get("/calls/{code}", response={200: CallOut, 404: REFUSALS[404]}, summary="One call")
def call(request: HttpRequest, code: str) -> Any:
    """With its rules, pieces, grid and published questions."""
    return shown(find(request, code), request.auth)


@steps.post("/calls/{code}/steps/{name}", response={200: CallOut} | REFUSALS, summary="Take a step")
def call_step(request: HttpRequest, code: str, name: str, data: Body[Posted | None] = None) -> Any:
    found = find(request, code)
    take(request, found, name, data)
    return shown(found, request.auth)


def shown(call: Call, user: Any) -> dict[str, Any]:
    version, programme = call.form_versions.latest_published(), call.programme
    return line(call, call_facts.funders(programme)) | {
        "description": call.description,
        "programme": {
            "code": programme.code, "name": programme.name, "legal_basis": programme.legal_basis,
            "authority": programme.authority.name,
        },
        "rules": {name: getattr(call, name) for name in Rules.__annotations__},
        "pieces": [row(piece, Piece) for piece in call.pieces.all()],
        "grid": [row(criterion, GridLine) for criterion in call.criteria.all()],
        "questions": {"version": version.number, "sections": version.sections} if version else None,
        "steps": steps_out(call, user),
    }  # fmt: skip


def row(thing: Any, schema: type[Schema]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in schema.__annotations__}
