from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.rules.agreements import agreement_duty
from funding.rules.dated import NoLawInForce

from .strategies import euros

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(("annual", "required"), [("23000.00", False), ("23000.01", True), ("0", False)])
def test_by_law_strictly_above_23_000_for_a_private_body(annual, required):
    duty = agreement_duty(annual_amount=Decimal(annual), private_law=True, on=TODAY)
    assert (duty.required, duty.by_law) == (required, required)
    assert "2000-321" in duty.legal_basis


def test_a_public_body_needs_one_only_by_policy():
    big = Decimal(1_000_000)
    assert not agreement_duty(annual_amount=big, private_law=False, on=TODAY).required
    duty = agreement_duty(annual_amount=big, private_law=False, on=TODAY, policy_threshold=Decimal(23_000))
    assert duty.required
    assert not duty.by_law
    assert duty.threshold == 23_000


def test_a_policy_never_lifts_what_the_law_asks():
    duty = agreement_duty(
        annual_amount=Decimal("23000.01"), private_law=True, on=TODAY, policy_threshold=Decimal(100_000)
    )
    assert duty.required
    assert duty.by_law


def test_before_the_decree_there_is_no_rule():
    with pytest.raises(NoLawInForce):
        agreement_duty(annual_amount=Decimal(1), private_law=True, on=date(2000, 1, 1))


@given(first=euros(), second=euros(), private=st.booleans(), policy=st.none() | euros())
def test_more_money_never_needs_fewer_signatures(first, second, private, policy):
    low, high = (
        agreement_duty(annual_amount=a, private_law=private, on=TODAY, policy_threshold=policy).required
        for a in sorted([first, second])
    )
    assert low <= high
