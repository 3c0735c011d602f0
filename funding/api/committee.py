"""Sessions of a committee and the files on their agenda, and their steps."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Body, Router, Schema

from workflows.api import REFUSALS, Posted, StepOut, steps_out, take

from .. import conflicts
from ..models import AgendaItem, CommitteeSession
from .things import TAKEN, find

router = Router(tags=["committee"])


class AgendaLine(Schema):
    id: int
    position: int
    application: str
    title: str
    state: str
    outcome: str
    amount: Decimal | None


class SessionOut(Schema):
    """`agenda` leaves out the files from which one steps aside."""

    id: int
    call: str
    state: str
    state_label: str
    starts_at: datetime
    place: str
    quorum: int
    quorums: dict[str, int]
    envelope: Decimal
    sha256: str
    agenda: list[AgendaLine]
    steps: list[StepOut]


class AgendaItemOut(AgendaLine):
    session: int
    proposed: Decimal
    conditions: str
    note: str
    rounds: list[dict[str, Any]]
    steps: list[StepOut]


def line(item: AgendaItem) -> dict[str, Any]:
    return {
        "id": item.pk,
        "position": item.position,
        "application": item.application.handle,
        "title": item.application.title,
        "state": item.state,
        "outcome": item.outcome,
        "amount": item.amount if item.is_funded else None,
    }


def told(session: CommitteeSession, user: Any) -> dict[str, Any]:
    agenda = session.items.filter(conflicts.not_barred(user, "application")).select_related("application")
    same = ("state", "starts_at", "place", "quorum", "quorums", "envelope", "sha256")
    return {name: getattr(session, name) for name in same} | {
        "id": session.pk,
        "call": session.call.code,
        "state_label": str(session.get_state_display()),
        "agenda": [line(item) for item in agenda],
        "steps": steps_out(session, user),
    }


def item_told(item: AgendaItem, user: Any) -> dict[str, Any]:
    same = ("proposed", "conditions", "note", "rounds")
    facts = {name: getattr(item, name) for name in same}
    return line(item) | facts | {"session": item.session_id, "steps": steps_out(item, user)}


@router.get("/committeesessions/{int:pk}", response={200: SessionOut} | REFUSALS)
def committeesession(request: HttpRequest, pk: int) -> Any:
    return told(find(request, CommitteeSession, pk), request.auth)


@router.post("/committeesessions/{int:pk}/steps/{name}", response={200: SessionOut} | REFUSALS, **TAKEN)
def committeesession_step(request: HttpRequest, pk: int, name: str, data: Body[Posted | None] = None) -> Any:
    found = find(request, CommitteeSession, pk)
    take(request, found, name, data)
    return told(found, request.auth)


@router.get("/agendaitems/{int:pk}", response={200: AgendaItemOut} | REFUSALS)
def agendaitem(request: HttpRequest, pk: int) -> Any:
    return item_told(find(request, AgendaItem, pk), request.auth)


@router.post("/agendaitems/{int:pk}/steps/{name}", response={200: AgendaItemOut} | REFUSALS, **TAKEN)
def agendaitem_step(request: HttpRequest, pk: int, name: str, data: Body[Posted | None] = None) -> Any:
    found = find(request, AgendaItem, pk)
    take(request, found, name, data)
    return item_told(found, request.auth)
