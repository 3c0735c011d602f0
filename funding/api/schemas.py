"""What an application and what belongs to it look like in JSON. Amounts are decimal texts, in euros."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Schema

from workflows.api import StepOut


class Structure(Schema):
    siret: str
    name: str
    kind: str


class CallName(Schema):
    code: str
    title: str


class ApplicationLine(Schema):
    reference: str
    state: str
    state_label: str
    call: CallName
    lead: Structure
    title: str
    total_cost: Decimal
    aid_requested: Decimal
    submitted_at: datetime | None


class Applications(Schema):
    items: list[ApplicationLine]
    next: str | None


class Town(Schema):
    code: str
    name: str


class PartnerOut(Structure):
    size: str
    is_lead: bool
    is_economic: bool
    contact: str
    costs: dict[str, Decimal]
    cost: Decimal
    aid_rate: Decimal
    aid: Decimal
    engaged_at: datetime | None


class DocumentOut(Schema):
    id: int
    name: str
    content_type: str
    size: int
    sha256: str
    piece: int | None
    question: str
    uploaded_at: datetime
    url: str


class PaperOut(Schema):
    kind: str
    number: str
    title: str
    issued_at: datetime
    ready: bool
    url: str


class SignatureAwaited(Schema):
    """Of an act that two authorities sign: who signed first, and the authority whose signature is awaited (`of`)."""

    first_signed_by: str
    first_signed_at: datetime
    of: str


class ThingLine(Schema):
    kind: str
    id: int
    reference: str
    state: str
    state_label: str
    url: str


class Things(Schema):
    items: list[ThingLine]
    next: str | None


class ThingOut(ThingLine):
    papers: list[PaperOut]
    steps: list[StepOut]
    signatures_awaited: list[SignatureAwaited]


class PieceRequestOut(Schema):
    pieces: list[int]
    other: str
    message: str
    asked_on: date
    due_on: date
    answered_on: date | None


class DecisionOut(Schema):
    kind: str
    number: str | None
    signed_at: datetime | None
    grant: Decimal
    recoverable_advance: Decimal
    eligible_base: Decimal
    reasons: str
    conditions: str


class DisbursementLine(Schema):
    id: int
    kind: str
    state: str
    state_label: str
    amount: Decimal
    due_on: date | None
    number: str | None
    paid_at: datetime | None


class DisbursementOut(DisbursementLine):
    application: str
    agreement: int
    ordered_at: datetime | None
    steps: list[StepOut]


class ConditionOut(Schema):
    """A condition of an award: `state` is open, filed or lifted."""

    id: int
    application: str
    state: str
    state_label: str
    text: str
    due_on: date
    lifted_on: date | None
    steps: list[StepOut]


class AppealOut(Schema):
    """An appeal: `state` is lodged, confirmed, granted, silent or desisted. `court_until` is the last day to go to
    court."""

    id: int
    application: str
    state: str
    state_label: str
    reasons: str
    lodged_at: datetime
    late: bool
    until: date | None
    answer_by: date
    answer: str
    number: str | None
    court_until: date | None
    steps: list[StepOut]


class WithdrawalOut(Schema):
    """A procedure before a withdrawal: `state` is opened, heard, dropped, withdrawn or annulled."""

    id: int
    application: str
    state: str
    state_label: str
    facts: str
    rule: str
    envisaged: Decimal
    period_ends: date
    observations: str
    reasons: str
    amount: Decimal
    to_repay: Decimal
    number: str | None
    repaid_on: date | None
    steps: list[StepOut]


class InterestOut(Schema):
    """A declaration of interests: `kind` is none or link, `state` standing or lifted."""

    id: int
    call: str
    file: str | None
    kind: str
    state: str
    state_label: str
    reason: str
    declared_at: datetime
    lifted_at: datetime | None
    lifted_why: str
    steps: list[StepOut]


class AgreementLine(Schema):
    id: int
    state: str
    state_label: str
    amount: Decimal
    eligible_base: Decimal
    starts_on: date | None
    ends_on: date | None
    signed_at: datetime | None
    disbursements: list[DisbursementLine]


class AgreementOut(AgreementLine):
    application: str
    steps: list[StepOut]


class ReviewLine(Schema):
    id: int
    state: str
    state_label: str
    reviewer: str
    due_on: date | None
    submitted_at: datetime | None


class ScoreOut(Schema):
    criterion: str
    value: int
    comment: str


class ReviewOut(ReviewLine):
    application: str
    opinion: str
    scores: list[ScoreOut]
    steps: list[StepOut]


class ApplicationOut(ApplicationLine):
    """`edition` counts the writes of a draft: send it back with a change."""

    edition: int
    questions_version: int
    summary: str
    commune: Town | None
    starts_on: date | None
    months: int | None
    aid_wanted: Decimal | None
    own_funding: Decimal
    partner_funding: Decimal
    other_public_aid: Decimal
    silence_on: date | None
    answer_due_on: date | None
    officer: str | None
    url: str
    answers: dict[str, Any]
    partners: list[PartnerOut]
    documents: list[DocumentOut]
    piece_requests: list[PieceRequestOut]
    papers: list[PaperOut]
    reviews: list[ReviewLine]
    decision: DecisionOut | None
    agreement: AgreementLine | None
    appeals: list[int]
    withdrawals: list[int]
    steps: list[StepOut]
