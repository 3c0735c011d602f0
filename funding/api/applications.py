"""Applications: listed, read, begun, changed, submitted. Each answer shows what the reader may see and do next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field

from look import keyset
from people.names import digits_of
from workflows import clock
from workflows.api import REFUSALS, Posted, take
from workflows.errors import StepRefused

from .. import writers
from ..models import Application
from ..models.application_record import ApplicationState
from ..views.applicant import open_draft
from . import reading, writing
from .calls import find as find_call
from .partners import Partners, replace
from .schemas import ApplicationOut, Applications, DocumentOut

router = Router(tags=["applications"])
READ = {200: ApplicationOut} | REFUSALS
WRITTEN = READ | {409: writing.EditionRefused | REFUSALS[409]}
SHOWN = ("call__programme", "lead", "commune", "form_version", "officer")


class Filters(Schema):
    call: str = Field("", description="code of the call", max_length=40)
    state: list[ApplicationState] = []
    lead: str = Field("", description="SIRET of the lead", max_length=40)
    submitted_since: datetime | None = None
    after: str = Field("", description="the `next` of the page before", max_length=200)


@router.get("/applications", response={200: Applications} | REFUSALS, summary="Those one may see, the newest first")
def application_list(request: HttpRequest, filters: Query[Filters]) -> Any:
    if filters.after and keyset.read_cursor(filters.after, 1) is None:
        raise ValidationError({"after": [_("Ce repère n’est pas l’un des nôtres.")]})
    rows = Application.objects.visible_to(request.auth).named_to(request.auth).for_lists()
    if filters.call:
        rows = rows.filter(call__code=filters.call)
    if filters.state:
        rows = rows.filter(state__in=filters.state)
    if filters.lead:
        rows = rows.filter(lead__siret=digits_of(filters.lead))
    if filters.submitted_since:
        rows = rows.filter(submitted_at__gte=aware(filters.submitted_since))
    page = keyset.page(rows, {"after": filters.after}, order=("-pk",))
    mine = Application.objects.held_by(request.auth).filter(pk__in=[row.pk for row in page])
    held = set(mine.values_list("pk", flat=True))
    lines = [reading.line(row, "holder" if row.pk in held else "officer") for row in page]
    return {"items": lines, "next": page.next or None}


def aware(moment: datetime) -> datetime:
    """Without a zone, a moment is one of Paris."""
    return moment.replace(tzinfo=clock.PARIS) if timezone.is_naive(moment) else moment


def find(request: HttpRequest, reference: str) -> Any:
    """By number, or by the code of a draft; 404 for what one may not see."""
    rows = Application.objects.visible_to(request.auth).named_to(request.auth).with_handle(reference)
    found = rows.select_related(*SHOWN).first()
    if found is None:
        raise Http404
    return found


def shown(request: HttpRequest, application: Any) -> Any:
    """Read again: a step or a change may have moved anything."""
    user = request.auth
    fresh = Application.objects.visible_to(user).named_to(user).select_related(*SHOWN).filter(pk=application.pk).first()
    if fresh is None:
        raise Http404  # one has just stepped aside
    return reading.application(fresh, user)


class NewApplication(Schema):
    model_config = ConfigDict(extra="forbid")

    call: str = Field(description="code of an open call")
    lead: str = Field(description="SIRET of the structure that applies")


@router.post("/applications", response={201: ApplicationOut} | REFUSALS, summary="Begin a draft")
def create(request: HttpRequest, data: NewApplication) -> Any:
    user = request.auth
    call = find_call(request, data.call)
    memberships = writers.organisations_of(user).filter(organisation__siret=digits_of(data.lead))
    membership = memberships.select_related("organisation__commune").first()
    if membership is None:
        sentence = _("Vous ne pouvez pas déposer au nom de cette structure.")
        raise ValidationError({"lead": [sentence]})
    if not call.is_open(clock.now()):
        raise StepRefused([_("Cet appel ne reçoit pas de dossier aujourd’hui.")], reason="state")
    return Status(201, shown(request, open_draft(call, membership.organisation, user)))


@router.get("/applications/{reference}", response=READ, summary="One application, with the steps one may take")
def application(request: HttpRequest, reference: str) -> Any:
    return reading.application(find(request, reference), request.auth)


@router.patch("/applications/{reference}", response=WRITTEN, summary="Change a draft")
def change(request: HttpRequest, reference: str, data: writing.Change) -> Any:
    """All or nothing: one refused value and nothing is written."""
    found = find(request, reference)
    try:
        writing.change(found, request.auth, data)
    except writing.Overtaken as overtaken:
        return Status(409, overtaken.told())
    return shown(request, found)


@router.put("/applications/{reference}/partners", response=WRITTEN, summary="Replace the partners of a draft")
def partners(request: HttpRequest, reference: str, data: Partners) -> Any:
    found = find(request, reference)
    try:
        replace(found, request.auth, data)
    except writing.Overtaken as overtaken:
        return Status(409, overtaken.told())
    return shown(request, found)


@router.post("/applications/{reference}/documents", response={201: DocumentOut} | REFUSALS, summary="Join a file")
def document(
    request: HttpRequest, reference: str, file: File[UploadedFile], piece: Form[str] = "", question: Form[str] = ""
) -> Any:
    """For a piece (its id), a question (its key), or neither: another file of the draft."""
    place = {"piece": piece, "question": question} | ({} if piece or question else {"other": "1"})
    return Status(201, reading.document(writing.join_file(find(request, reference), request.auth, file, place)))


@router.post("/applications/{reference}/steps/{name}", response=READ, summary="Take a step")
def step(request: HttpRequest, reference: str, name: str, data: Body[Posted | None] = None) -> Any:
    """With the fields of the step's form, as the application's `steps` name them."""
    found = find(request, reference)
    take(request, found, name, data)
    return shown(request, found)
