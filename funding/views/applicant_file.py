"""The page of a file for those who hold it: the ball, the thread, the papers, the people, the journal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from workflows import papers
from workflows.models import Paper

from .. import aftermath, blind, completeness, declaring, files, path, writers
from ..ball import ball
from ..desk import Desk
from ..navigation import desk_of
from .applicant_notes import NoteForm

KEY_STEPS = frozenset(
    {
        "submit", "complete", "admit", "award", "reserve", "reject", "declare_ineligible", "withdraw", "fall_silent",
        "lapse", "lodge_appeal", "open_withdrawal", "withdraw_award",
    }
)  # fmt: skip
SIGNED = frozenset({"awarded", "rejected", "reserve_list", "ineligible"})
# What the applicants do not need to read in their journal.
INTERNAL = frozenset(
    {
        "assign", "propose", "propose_refusal", "send_back", "send_back_to_review", "send_back_to_check",
        "take_charge", "send_back_to_list", "give_visa", "refuse_visa", "sign_first",
    }
)  # fmt: skip


def file_context(request: HttpRequest, thing: Any) -> dict[str, Any]:
    held = thing.roles_of(request.user)
    writes = bool(held & writers.LEADS)
    journal = list(thing.journal().select_related("by"))
    agreement = agreement_of(thing)
    after = aftermath.aftermath(thing, held, journal)
    current = list(blind.with_copies(thing.documents.current(), thing.call))
    asked = open_requests(thing)
    partners = list(thing.partners.select_related("organisation"))
    known = ball(thing, writes=writes, held=held, agreement=agreement, requests=asked, current=current)
    return {
        "thing": thing,
        "call": thing.call,
        "writes": writes,
        **money_of(thing, agreement),
        "steps": path.path(thing, journal, agreement),
        "ball": aftermath.holder_ball(after, known, writes=writes),
        **{"after": after, "panels": thing.panels(request.user)},
        **of_partners(desk_of(request), thing, partners),
        **pieces_of(thing, current, asked),
        "papers": papers_for([thing, agreement, *after.things], held),
        "log": log(thing, journal),
        "people": people(thing, journal),
        **notes(request, thing, writes),
    }


def open_requests(thing: Any) -> list[Any]:
    """While the file is under study: one that ended without an answer asks its holder for nothing more."""
    return list(thing.piece_requests.open().prefetch_related("pieces")) if thing.is_pending else []


def pieces_of(thing: Any, current: list[Any], asked: list[Any]) -> dict[str, Any]:
    size = sum(document.size for document in current)
    return {"pieces": piece_rows(thing, current, asked), "zip_size": size, "accept": files.ACCEPT}


def of_partners(desk: Desk, thing: Any, partners: list[Any]) -> dict[str, Any]:
    """The partners, and the parts that this person may confirm, or whose aid they may declare, and has not yet."""
    binds = set(desk.bound)
    to_engage = [p for p in partners if not p.is_lead and not p.engaged_at and p.organisation_id in binds]
    return {"to_engage": to_engage, "to_declare": declaring.awaited_of(desk, thing, partners), "partners": partners}


def money_of(thing: Any, agreement: Any) -> dict[str, Any]:
    """What follows an award: its conditions, its agreement, its payments."""
    if not thing.was_awarded:
        return {"agreement": None, "payments": [], "conditions": []}
    conditions = thing.conditions.standing().select_related("document", "lifted_by")
    payments = list(agreement.disbursements.all()) if agreement else []
    return {"agreement": agreement, "payments": payments, "conditions": list(conditions)}


def agreement_of(thing: Any) -> Any:
    """Read with the file (views/opened.py)."""
    return getattr(thing, "agreement", None) if thing.was_awarded else None


def piece_rows(thing: Any, current: list[Any], asked: list[Any]) -> list[dict[str, Any]]:
    """What is asked comes first; then each piece with its state; then the other files."""
    wanted = {piece.pk: request for request in asked for piece in request.pieces.all()}
    by_piece = {document.piece_id: document for document in current if document.piece_id}
    rows = []
    for piece in completeness.asked_pieces(thing):
        document, request = by_piece.get(piece.pk), wanted.pop(piece.pk, None)
        rows.append({"label": piece.label, "document": document, "piece": piece, "request": request})
    labels = {q["key"]: q["label"] for q in thing.form_version.questions()}
    known = {row["document"].pk for row in rows if row["document"]}
    for document in current:
        if document.pk not in known:
            rows.append({"label": labels.get(document.question, document.name), "document": document})
    return sorted(rows, key=lambda row: row.get("request") is None)


def papers_for(things: list[Any], held: set[Any]) -> list[Paper]:
    """The official papers that these roles may open, of the file and of what followed its decision."""
    return [paper for paper in papers.papers_of(*filter(None, things)) if _open_to(paper, held)]


def _open_to(paper: Paper, held: set[Any]) -> bool:
    kind = papers.registry.get(paper.template)
    return kind is None or not kind.readers or bool(kind.readers & held)


def log(thing: Any, journal: list[Any]) -> list[dict[str, Any]]:
    """Newest first, without the kitchen of the administration."""
    shown = [entry for entry in journal if entry.step not in INTERNAL]
    return [
        {
            "at": entry.at,
            "label": thing.done(entry.step),
            "by": "" if _by_staff_alone(entry) else entry.by_name,
            "key": entry.step in KEY_STEPS,
        }
        for entry in reversed(shown)
    ]


def _by_staff_alone(entry: Any) -> bool:
    """The chair of a committee is not named to the applicants before the decision."""
    return entry.role in ("chair", "clock", "system")


def people(thing: Any, journal: list[Any]) -> list[tuple[str, str]]:
    found = []
    if thing.officer:
        found.append((str(thing.officer), gettext("instruit le dossier")))
    signed = [entry for entry in journal if entry.role == "signatory" and entry.target in SIGNED]
    if signed:
        found.append((signed[-1].by_name, gettext("a signé la décision")))
    filed = [entry for entry in journal if entry.step == "submit"]
    if filed:
        found.append((filed[0].by_name, gettext("a déposé le dossier")))
    return found


def notes(request: HttpRequest, thing: Any, writes: bool) -> dict[str, Any]:
    """The messages, and what was typed and refused the last time."""
    typed = request.session.pop(f"note {thing.pk}", None) if hasattr(request, "session") else None
    form = NoteForm({"body": typed}) if typed is not None else NoteForm()
    return {
        "notes": [] if thing.is_draft else list(thing.notes.in_order()),
        "note_form": form if writes and not thing.is_draft else None,
    }
