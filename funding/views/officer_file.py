"""The page of a file for those who check, assess, decide, pay and fund: one tab at a time, only what a role may see."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from workflows import clock, engine, papers

from .. import aftermath, answers, assessment, blind, debate, roles, visas
from .. import path as thread
from ..forms.application import BudgetForm
from ..models import Agreement, Decision, Review
from ..office_ball import SEE_REVIEWERS, next_step, office_ball
from . import applicant_budget
from .applicant_file import agreement_of, notes, piece_rows
from .opened import opened

DESK = frozenset({roles.OFFICER, roles.MANAGER})
EVERYONE = roles.STAFF | {roles.REVIEWER}


def file_context(request: HttpRequest, thing: Any) -> dict[str, Any]:
    held = thing.roles_of(request.user)
    read_at_once(thing)
    agreement, journal = agreement_of(thing), list(thing.journal())
    after = aftermath.aftermath(thing, held, journal)
    tabs = tabs_for(thing, held, after)
    tab = tab if (tab := request.GET.get("tab", "")) in tabs else next(iter(tabs))
    return {
        **{"tab": tab, "part": f"funding/file/tab_{tab}.html"},
        "thing": thing,
        "call": thing.call,
        "held": held,
        "is_reviewer": not held & roles.STAFF,
        "tabs": [(key, label, key == tab) for key, label in tabs.items()],
        "ball": aftermath.desk_ball(after, office_ball(thing, request.user, held, agreement), held),
        **{"after": after, "journal": journal},
        "ds": doors(thing, request.user),
        "agreement": agreement,
        "panels": thing.panels(request.user),
        "steps": thread.path(thing, journal, agreement),
        "reviews": [r for r in thing.reviews.all() if held & SEE_REVIEWERS or r.reviewer_id == request.user.pk],
        "see_people": bool(held & SEE_REVIEWERS),
        "audience": "funder" if not held & (roles.STAFF - {roles.FUNDER}) else "officer",
        **PARTS[tab](request, thing, held),
    }


def read_at_once(thing: Any) -> None:
    people = Review.objects.select_related("reviewer").prefetch_related("scores").order_by("id")
    acts = Decision.objects.select_related("drafted_by", "signed_by", "mandate").order_by("id")
    prefetch_related_objects([thing], Prefetch("reviews", people), Prefetch("decisions", acts))


def doors(thing: Any, user: Any) -> list[engine.Door]:
    """In the order of the table, but what the file waits for now comes first: the main button is the next step."""
    first = next_step(thing)
    found = engine.buttons(thing, user)
    return sorted(found, key=lambda door: door.name != first)


def tabs_for(thing: Any, held: set[Any], after: Any) -> dict[str, str]:
    """Who reads what: reviewers the file, funders the outcome, the desk everything."""
    signed = thing.decision is not None and thing.decision.signed_at is not None
    rows = [
        ("summary", _("Résumé"), True),
        ("answers", _("Réponses"), True),
        ("budget", _("Budget"), thing.WITH_BUDGET),
        ("pieces", _("Pièces"), True),
        ("reviews", _("Évaluations"), bool(held & (SEE_REVIEWERS | {roles.REVIEWER}))),
        ("decision", _("Décision"), thing.decision is not None and (signed or bool(held & SEE_REVIEWERS))),
        ("appeals", _("Recours, retrait"), after.any and bool(held & roles.STAFF)),
        ("messages", _("Messages"), bool(held & DESK)),
        ("papers", _("Courriers"), bool(held & roles.STAFF)),
        ("journal", _("Journal"), bool(held & roles.STAFF)),
    ]
    found = {key: label for key, label, shown in rows if shown}
    # Without names, the file is read at the desk; here remain the scores and the debate.
    return {"reviews": found["reviews"]} if blind.veils(thing, held) else found


def _summary(request: HttpRequest, thing: Any, held: set[Any]) -> dict[str, Any]:
    return {
        "partners": list(thing.partners.select_related("organisation__commune")),
        "requests": list(thing.piece_requests.prefetch_related("pieces", "copies")),
    }


def _answers(request: HttpRequest, thing: Any, held: set[Any]) -> dict[str, Any]:
    return answers.reading(thing)


def _budget(request: HttpRequest, thing: Any, held: set[Any]) -> dict[str, Any]:
    return applicant_budget.table(thing, BudgetForm.current(thing))


def _pieces(request: HttpRequest, thing: Any, held: set[Any]) -> dict[str, Any]:
    current = list(blind.with_copies(thing.documents.current().select_related("uploaded_by"), thing.call))
    asked = list(thing.piece_requests.open().prefetch_related("pieces"))
    return {
        "pieces": piece_rows(thing, current, asked),
        "zip_size": sum(document.size for document in current),
        "may_accept": roles.OFFICER in held and thing.is_pending,
    }


def _reviews(request: HttpRequest, thing: Any, held: set[Any]) -> dict[str, Any]:
    """All of them for the desk; a reviewer reads the others' once their own is final."""
    known = list(thing.reviews.all())
    own = next((r for r in known if r.reviewer_id == request.user.pk), None)
    if not held & SEE_REVIEWERS and (own is None or own.state != "submitted"):
        return {"grid": None, "own": own, "awaited": True}
    return {"grid": grid(thing, known), "own": own, "awaited": False, "remarks": debate.remarks(thing)}


def grid(thing: Any, reviews: list[Any]) -> dict[str, Any] | None:
    """Criteria × reviewers, with the mean and the spread of each line, and the weighted whole."""
    criteria = list(thing.call.criteria.all())
    stage = assessment.stage_of(thing, criteria)
    given = [r for r in reviews if r.state == "submitted" and (r.stage == stage or not stage)]
    score = assessment.file_score(thing)
    if score is None:
        return None
    lines = []
    for criterion in assessment.of_stage(criteria, stage):
        found = {r.pk: s for r in given for s in r.scores.all() if s.criterion_id == criterion.pk}
        values = [s.value for s in found.values()]
        lines.append(
            {
                "criterion": criterion,
                "marks": [found.get(review.pk) for review in given],
                "mean": score.means.get(criterion.key),
                "spread": max(values) - min(values) if values else None,
                "divergent": criterion.key in score.divergences,
                "out": criterion.key in score.eliminated_by,
            }
        )
    return {"reviews": given, "lines": lines, "score": score, "refusals": [r.sentence for r in score.refusals]}


def _decision(request: HttpRequest, thing: Any, held: set[Any]) -> dict[str, Any]:
    decision = thing.decision
    rows = visas.of(decision) if decision and held & SEE_REVIEWERS else []
    conditions = list(thing.conditions.standing().select_related("document", "lifted_by")) if held & DESK else []
    sent_back = [d for d in thing.decisions.all() if d.sent_back_at]
    return {"decision": decision, "visas": rows, "conditions": conditions, "sent_back": sent_back}


def _messages(request: HttpRequest, thing: Any, held: set[Any]) -> dict[str, Any]:
    return notes(request, thing, bool(held & DESK))


def _papers(request: HttpRequest, thing: Any, held: set[Any]) -> dict[str, Any]:
    agreement = Agreement.objects.filter(application=thing.pk).first()
    subjects = [thing, agreement, *thing.appeals.all(), *thing.withdrawals.all()]
    return {"papers": papers.readable(request.user, *filter(None, subjects))}


def _appeals(request: HttpRequest, thing: Any, held: set[Any]) -> dict[str, Any]:
    return {"sees_advice": bool(held & SEE_REVIEWERS)}


def _journal(request: HttpRequest, thing: Any, held: set[Any]) -> dict[str, Any]:
    return {}


PARTS = {
    "summary": _summary,
    "answers": _answers,
    "budget": _budget,
    "pieces": _pieces,
    "reviews": _reviews,
    "decision": _decision,
    "messages": _messages,
    "appeals": _appeals,
    "papers": _papers,
    "journal": _journal,
}


@login_required
@require_POST
def accept_piece(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    """The officer's tick on a file that was looked at; pressed again, it is taken back."""
    thing = opened(request, handle)
    if roles.OFFICER not in thing.roles_of(request.user) or not thing.is_pending:
        raise PermissionDenied(_("Seule l’instruction accepte les pièces, tant que le dossier est à l’étude."))
    document = get_object_or_404(thing.documents.current(), pk=pk)
    document.accepted_at = None if document.accepted_at else clock.now()
    document.save(update_fields=["accepted_at"])
    word = _("Pièce acceptée : %(name)s") if document.accepted_at else _("Acceptation retirée : %(name)s")
    messages.success(request, word % {"name": document.name})
    return redirect(f"{thing.get_absolute_url()}?tab=pieces")


urlpatterns = [path("dossiers/<str:handle>/pieces/<int:pk>/accepter/", accept_piece, name="piece_accept")]
