"""A call's own advance and own-funding floor bind as the law does: the stricter of the two holds."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from funding import budget
from funding.models import Call
from funding.papers import after
from funding.papers.decisions import planned
from funding.rules.own_funding import own_funding
from funding.rules.payments import ceilings
from tests import cast as casting
from workflows import outbox
from workflows.errors import StepRefused

DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("call_rate", "most", "stricter"), [("0.1", 10_000, True), ("0.3", 30_000, False), ("0.5", 30_000, False)]
)
def test_the_advance_stops_at_the_stricter_rate(call_rate, most, stricter):
    found = ceilings(grant=Decimal(100_000), months=12, on=DAY, call_rate=Decimal(call_rate))
    assert (found.advance, found.call_is_stricter) == (most, stricter)
    assert found.advance_and_interim == 80_000


@pytest.mark.parametrize(
    ("binds", "call_rate", "least"),
    [(True, "0.1", 20_000), (True, "0.3", 30_000), (False, "0.3", 30_000), (False, "0", 0)],
)
def test_the_floor_is_the_stricter_of_law_and_call(binds, call_rate, least):
    found = own_funding(
        own=Decimal(0), other_public=Decimal(100_000), on=DAY, law_binds=binds, call_rate=Decimal(call_rate)
    )
    assert found.least == least
    assert bool(found.legal_basis) is (call_rate in ("0.1", "0"))
    assert bool(found.refusal) is bool(least)


@pytest.fixture
def cast(db):
    return casting.play()


def test_the_plan_the_papers_and_the_obstacles_follow_the_call_s_advance(cast, client):
    Call.objects.filter(pk=cast.call.pk).update(advance_rate=Decimal("0.1"))
    cast.call.refresh_from_db()
    file = casting.awarded(cast)
    outbox.drain()
    amounts = [d.amount for d in file.agreement.disbursements.all()]
    assert amounts == [Decimal("7000.00"), Decimal("49000.00"), Decimal("14000.00")]
    assert [row["amount"] for row in planned(file, file.decision, DAY)] == ["7000.00", "49000.00", "14000.00"]
    client.force_login(cast.officer)
    answer = client.post(reverse("funding:payment_plan", args=[file.handle]), {"advance": "7 001", "balance": "62 999"})
    assert (answer.status_code, "ne peut pas dépasser" in answer.content.decode()) == (422, True)
    file.agreement.disbursements.filter(kind="advance").update(amount=21_000)
    with pytest.raises(StepRefused, match="ne peut pas dépasser"):
        file.agreement.offer(by=cast.officer, starts_on=DAY, ends_on=DAY)
    order = after.payment_order(file.agreement.disbursements.first(), None)
    assert order["position"]["ceiling"] == "7000.00"
    assert "règlement de l’appel" in order["position"]["ceiling_rule"]


def test_a_call_may_ask_for_a_higher_own_share_than_the_law(cast, client):
    """The town pays 20 % of the cost, 22,2 % of the public money: enough for the law, not for this call."""
    Call.objects.filter(pk=cast.call.pk).update(own_funding_floor=Decimal("0.25"))
    file = casting.application(cast)
    with pytest.raises(StepRefused, match="cet appel demande au moins"):
        file.submit(by=cast.mayor, certified=True)
    client.force_login(cast.holder)
    page = client.get(reverse("funding:application_section", args=[file.handle, "budget"])).content.decode()
    assert "cet appel demande au moins" in page


def test_a_call_s_share_binds_those_whom_the_law_leaves_free(cast):
    file = casting.application(cast, lead=cast.association)
    assert budget.own_funding_refusal(file) is None
    Call.objects.filter(pk=cast.call.pk).update(own_funding_floor=Decimal("0.25"))
    file.call.refresh_from_db()
    assert budget.own_funding_refusal(file).code == "own_funding_too_low"
