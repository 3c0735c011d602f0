"""What belongs to an application and has a life of its own: reviews, agreements, payments, and their steps."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Body, Router

from workflows.api import REFUSALS, Posted, take

from ..models import Agreement, Appeal, Condition, Disbursement, Interest, Review, Withdrawal
from . import reading
from .schemas import (
    AgreementOut,
    AppealOut,
    ConditionOut,
    DisbursementOut,
    InterestOut,
    ReviewOut,
    WithdrawalOut,
)

router = Router(tags=["steps"])
TAKEN = {"summary": "Take a step"}


def find(request: HttpRequest, model: Any, pk: int) -> Any:
    """404 for what one may not see."""
    return get_object_or_404(model.objects.visible_to(request.auth).select_related(*model.FOLLOWS), pk=pk)


@router.get("/reviews/{int:pk}", response={200: ReviewOut} | REFUSALS)
def review(request: HttpRequest, pk: int) -> Any:
    return reading.review(find(request, Review, pk), request.auth)


@router.post("/reviews/{int:pk}/steps/{name}", response={200: ReviewOut} | REFUSALS, **TAKEN)
def review_step(request: HttpRequest, pk: int, name: str, data: Body[Posted | None] = None) -> Any:
    found = find(request, Review, pk)
    take(request, found, name, data)
    return reading.review(found, request.auth)


@router.get("/agreements/{int:pk}", response={200: AgreementOut} | REFUSALS)
def agreement(request: HttpRequest, pk: int) -> Any:
    return reading.agreement(find(request, Agreement, pk), request.auth)


@router.post("/agreements/{int:pk}/steps/{name}", response={200: AgreementOut} | REFUSALS, **TAKEN)
def agreement_step(request: HttpRequest, pk: int, name: str, data: Body[Posted | None] = None) -> Any:
    found = find(request, Agreement, pk)
    take(request, found, name, data)
    return reading.agreement(found, request.auth)


@router.get("/disbursements/{int:pk}", response={200: DisbursementOut} | REFUSALS)
def disbursement(request: HttpRequest, pk: int) -> Any:
    return reading.disbursement(find(request, Disbursement, pk), request.auth)


@router.post("/disbursements/{int:pk}/steps/{name}", response={200: DisbursementOut} | REFUSALS, **TAKEN)
def disbursement_step(request: HttpRequest, pk: int, name: str, data: Body[Posted | None] = None) -> Any:
    found = find(request, Disbursement, pk)
    take(request, found, name, data)
    return reading.disbursement(found, request.auth)


@router.get("/conditions/{int:pk}", response={200: ConditionOut} | REFUSALS)
def condition(request: HttpRequest, pk: int) -> Any:
    return reading.condition(find(request, Condition, pk), request.auth)


@router.post("/conditions/{int:pk}/steps/{name}", response={200: ConditionOut} | REFUSALS, **TAKEN)
def condition_step(request: HttpRequest, pk: int, name: str, data: Body[Posted | None] = None) -> Any:
    found = find(request, Condition, pk)
    take(request, found, name, data)
    return reading.condition(found, request.auth)


@router.get("/appeals/{int:pk}", response={200: AppealOut} | REFUSALS)
def appeal(request: HttpRequest, pk: int) -> Any:
    return reading.appeal(find(request, Appeal, pk), request.auth)


@router.post("/appeals/{int:pk}/steps/{name}", response={200: AppealOut} | REFUSALS, **TAKEN)
def appeal_step(request: HttpRequest, pk: int, name: str, data: Body[Posted | None] = None) -> Any:
    found = find(request, Appeal, pk)
    take(request, found, name, data)
    return reading.appeal(found, request.auth)


@router.get("/withdrawals/{int:pk}", response={200: WithdrawalOut} | REFUSALS)
def withdrawal(request: HttpRequest, pk: int) -> Any:
    return reading.withdrawal(find(request, Withdrawal, pk), request.auth)


@router.post("/withdrawals/{int:pk}/steps/{name}", response={200: WithdrawalOut} | REFUSALS, **TAKEN)
def withdrawal_step(request: HttpRequest, pk: int, name: str, data: Body[Posted | None] = None) -> Any:
    found = find(request, Withdrawal, pk)
    take(request, found, name, data)
    return reading.withdrawal(found, request.auth)


@router.get("/interests/{int:pk}", response={200: InterestOut} | REFUSALS)
def interest(request: HttpRequest, pk: int) -> Any:
    return reading.interest(find(request, Interest, pk), request.auth)


@router.post("/interests/{int:pk}/steps/{name}", response={200: InterestOut} | REFUSALS, **TAKEN)
def interest_step(request: HttpRequest, pk: int, name: str, data: Body[Posted | None] = None) -> Any:
    found = find(request, Interest, pk)
    take(request, found, name, data)
    return reading.interest(found, request.auth)
