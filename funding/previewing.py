"""What a paper would be if its step were taken now, marked PROJET: nothing is signed, numbered nor kept.

The words are those being typed in the step's form, or those that the first of two signatories wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from workflows import clock

from . import papers, withdrawing
from .models import Appeal, Withdrawal
from .rules.withdrawals import DAYS_TO_ANSWER

BLANK = "…"
Facts = dict[str, Any]


def _answer(appeal: Any, said: Facts, sense: str) -> bytes:
    state = Appeal.S.GRANTED if sense == "grant" else Appeal.S.CONFIRMED
    made = _as_if(appeal, state=state, answer=said.get("answer") or BLANK, signed_at=clock.now())
    return papers.appeal_answer.draft(made)


def _observations(application: Any, said: Facts) -> bytes:
    kept = application.decision.kept
    envisaged = min(said.get("envisaged") or kept, kept)  # what is too much, the form says
    made = Withdrawal(
        application=application, decision=application.decision, facts=said.get("facts") or BLANK,
        rule=said.get("rule") or BLANK, envisaged=envisaged, total=envisaged == kept,
        due_on=said.get("due_on") or clock.today() + timedelta(days=DAYS_TO_ANSWER),
    )  # fmt: skip
    return papers.observations.draft(made)


def _withdrawal(found: Any, said: Facts) -> bytes:
    amount = Decimal(said.get("amount") or found.envisaged)
    words = {name: said.get(name) or BLANK for name in ("reasons", "why_not_followed")}
    made = _as_if(found, amount=amount, **words)
    made.decision.withdrawn += amount  # of this copy, which is not saved
    agreement = withdrawing.agreement_of(found.application)
    made.to_repay = withdrawing.claimed(agreement, kept=made.decision.kept)
    return papers.withdrawal.draft(made)


def _as_if(row: Any, **values: Any) -> Any:
    """An unsaved copy, as the step would leave it."""
    facts = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    made = type(row)(**facts | values)
    made.application = row.application
    return made


# The steps whose paper is read before one takes them; the first of two signatures shows the same act.
PREVIEWS: dict[tuple[str, str], Callable[[Any, Facts], bytes]] = {
    ("appeal", "confirm"): lambda appeal, said: _answer(appeal, said, "confirm"),
    ("appeal", "grant"): lambda appeal, said: _answer(appeal, said, "grant"),
    ("appeal", "sign_first"): lambda appeal, said: _answer(appeal, said, said.get("sense", "")),
    ("withdrawal", "withdraw"): _withdrawal,
    ("withdrawal", "sign_first"): _withdrawal,
    ("application", "open_withdrawal"): _observations,
}


def preview_of(subject: Any, step: Any) -> Callable[[Any, Facts], bytes] | None:
    """None where the step has no paper of its own to read before, or is not open to this thing now."""
    if subject.state not in step.sources or not step.concerns(subject):
        return None
    return PREVIEWS.get((subject.subject_kind(), step.name))


def typed(subject: Any, step: Any, *, by: Any, posted: Any = None) -> Facts:
    """What the form holds so far, however unfinished; nothing typed, what whoever signed first said."""
    form = step.takes(posted, subject=subject, by=by)
    if posted is None:
        return dict(getattr(subject, "first_said", {}))
    form.full_clean()
    return dict(form.cleaned_data)
