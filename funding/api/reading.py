"""From rows to JSON: what each reader may see of an application, as its page shows it."""

from __future__ import annotations

from typing import Any

from workflows import papers
from workflows.api import steps_out

from .. import roles
from ..models import Agreement, Appeal, Review, Withdrawal
from ..office_ball import SEE_REVIEWERS
from . import schemas as s


def columns(thing: Any, schema: type, *left_out: str) -> dict[str, Any]:
    """The columns of `thing` that the schema names."""
    return {name: getattr(thing, name) for name in schema.__annotations__ if name not in left_out}


def line(a: Any, audience: str) -> dict[str, Any]:
    facts = columns(a, s.ApplicationLine, "reference", "state_label", "call", "lead")
    return facts | {
        "reference": a.handle,
        "state_label": str(a.state_label(audience)),
        "call": columns(a.call, s.CallName),
        "lead": columns(a.lead, s.Structure),
    }


COMPUTED = (
    "questions_version", "commune", "officer", "url", "partners", "documents", "piece_requests", "papers", "reviews",
    "decision", "agreement", "appeals", "withdrawals", "steps",
)  # fmt: skip


def application(a: Any, user: Any) -> dict[str, Any]:
    held = a.roles_of(user)
    audience = "holder" if held & roles.APPLICANTS else "officer"
    agreement = Agreement.objects.visible_to(user).filter(application=a.pk).prefetch_related("disbursements").first()
    return (
        line(a, audience)
        | columns(a, s.ApplicationOut, *COMPUTED)
        | {
            "questions_version": a.form_version.number,
            "commune": columns(a.commune, s.Town) if a.commune else None,
            "officer": str(a.officer) if a.officer else None,
            "url": a.get_absolute_url(),
            "partners": [partner(p) for p in partners_of(a)],
            "documents": [document(d) for d in a.documents.current()],
            "piece_requests": [piece_request(r) for r in a.piece_requests.prefetch_related("pieces")],
            "papers": [paper(p) for p in papers.readable(user, a)],
            "reviews": [review_line(r) for r in reviews_of(a, user)],
            "decision": decision(a, held),
            "agreement": agreement_line(agreement) if agreement else None,
            "appeals": ids(Appeal, a, user),
            "withdrawals": ids(Withdrawal, a, user),
            "steps": steps_out(a, user),
        }
    )


def ids(model: Any, a: Any, user: Any) -> list[int]:
    return list(model.objects.visible_to(user).filter(application=a.pk).order_by("pk").values_list("pk", flat=True))


def partners_of(a: Any) -> Any:
    return a.partners.select_related("organisation").prefetch_related("costs")


def partner(p: Any) -> dict[str, Any]:
    facts = columns(p, s.PartnerOut, "costs") | columns(p.organisation, s.Structure)
    return facts | {"costs": {cost.category: cost.amount for cost in p.costs.all()}}


def document(d: Any) -> dict[str, Any]:
    return columns(d, s.DocumentOut, "piece", "url") | {"piece": d.piece_id, "url": d.get_absolute_url()}


def piece_request(r: Any) -> dict[str, Any]:
    return columns(r, s.PieceRequestOut, "pieces") | {"pieces": [piece.pk for piece in r.pieces.all()]}


def paper(p: Any) -> dict[str, Any]:
    return columns(p, s.PaperOut, "ready", "url") | {"ready": p.made_at is not None, "url": p.get_absolute_url()}


def decision(a: Any, held: set[Any]) -> dict[str, Any] | None:
    """Signed, for everyone who sees the file; in preparation, for those alone who draft, discuss and sign it."""
    found = a.decision
    return columns(found, s.DecisionOut) if found and (found.signed_at or held & SEE_REVIEWERS) else None


def reviews_of(a: Any, user: Any) -> Any:
    return Review.objects.visible_to(user).filter(application=a.pk).select_related("reviewer").order_by("id")


def review_line(r: Any) -> dict[str, Any]:
    return columns(r, s.ReviewLine, "state_label", "reviewer") | {
        "state_label": str(r.get_state_display()),
        "reviewer": str(r.reviewer),
    }


def review(r: Any, user: Any) -> dict[str, Any]:
    scores = r.scores.select_related("criterion").order_by("criterion__position", "id")
    return review_line(r) | {
        "application": r.application.handle,
        "opinion": r.opinion,
        "scores": [{"criterion": x.criterion.key, "value": x.value, "comment": x.comment} for x in scores],
        "steps": steps_out(r, user),
    }


def condition(c: Any, user: Any) -> dict[str, Any]:
    return of_file(c, s.ConditionOut, user)


def of_file(thing: Any, schema: type, user: Any) -> dict[str, Any]:
    """What belongs to a file and has steps of its own."""
    return columns(thing, schema, "application", "state_label", "steps") | {
        "application": thing.application.handle,
        "state_label": str(thing.get_state_display()),
        "steps": steps_out(thing, user),
    }


def appeal(found: Any, user: Any) -> dict[str, Any]:
    return of_file(found, s.AppealOut, user)


def withdrawal(found: Any, user: Any) -> dict[str, Any]:
    return of_file(found, s.WithdrawalOut, user)


def interest(i: Any, user: Any) -> dict[str, Any]:
    return columns(i, s.InterestOut, "call", "file", "state_label", "steps") | {
        "call": i.call.code,
        "file": i.application.handle if i.application else None,
        "state_label": str(i.get_state_display()),
        "steps": steps_out(i, user),
    }


def agreement_line(a: Any) -> dict[str, Any]:
    return columns(a, s.AgreementLine, "state_label", "disbursements") | {
        "state_label": str(a.get_state_display()),
        "disbursements": [disbursement_line(d) for d in a.disbursements.all()],
    }


def agreement(a: Any, user: Any) -> dict[str, Any]:
    return agreement_line(a) | {"application": a.application.handle, "steps": steps_out(a, user)}


def disbursement_line(d: Any) -> dict[str, Any]:
    return columns(d, s.DisbursementLine, "state_label") | {"state_label": str(d.get_state_display())}


def disbursement(d: Any, user: Any) -> dict[str, Any]:
    return disbursement_line(d) | {
        "application": d.agreement.application.handle,
        "agreement": d.agreement_id,
        "ordered_at": d.ordered_at,
        "steps": steps_out(d, user),
    }
