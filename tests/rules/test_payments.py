from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.rules.dated import NoLawInForce
from funding.rules.payments import (
    PaymentPlan,
    ceilings,
    default_plan,
    interim_due,
    plan_refusals,
    settle,
)

from .strategies import euros

TODAY = date(2026, 11, 2)
GRANT, BASE = Decimal(400_000), Decimal(1_000_000)


def codes(**changes):
    plan = PaymentPlan(advance=Decimal(120_000), interims=(Decimal(200_000),), balance=Decimal(80_000))
    facts = {"grant": GRANT, "plan": plan, "months": 24, "on": TODAY} | changes
    return [refusal.code for refusal in plan_refusals(**facts)]


def test_AT_04_advance_at_most_30_percent_60_with_a_guarantee():
    assert ceilings(grant=GRANT, months=24, on=TODAY).advance == 120_000
    assert ceilings(grant=GRANT, months=24, on=TODAY, guaranteed=True).advance == 240_000


def test_AT_04_advance_and_interim_at_most_80_percent_90_above_48_months():
    assert ceilings(grant=GRANT, months=48, on=TODAY).advance_and_interim == 320_000
    assert ceilings(grant=GRANT, months=49, on=TODAY).advance_and_interim == 360_000


def test_AT_04_lower_final_cost_leaves_a_smaller_balance():
    end = settle(grant=GRANT, planned_base=BASE, final_base=Decimal(850_000), paid=[Decimal(320_000)])
    assert (end.final_aid, end.balance, end.overpayment) == (340_000, 20_000, 0)


def test_AT_04_much_lower_final_cost_is_an_overpayment():
    paid = [Decimal(120_000), Decimal(200_000)]
    end = settle(grant=GRANT, planned_base=BASE, final_base=Decimal(700_000), paid=paid)
    assert (end.final_aid, end.balance, end.overpayment) == (280_000, 0, 40_000)


def test_a_higher_final_cost_never_raises_the_aid():
    end = settle(grant=GRANT, planned_base=BASE, final_base=Decimal(2_000_000), paid=[])
    assert end.final_aid == GRANT


def test_a_rate_with_endless_decimals_still_gives_the_grant_at_the_planned_cost():
    third = Decimal("333333.33")
    assert settle(grant=third, planned_base=BASE, final_base=BASE, paid=[]).final_aid == third


def test_the_default_plan_is_the_largest_that_the_law_allows():
    plan = default_plan(grant=GRANT, months=24, on=TODAY, interims=2)
    assert plan == PaymentPlan(
        advance=Decimal(120_000), interims=(Decimal(100_000), Decimal(100_000)), balance=Decimal(80_000)
    )
    short = default_plan(grant=GRANT, months=6, on=TODAY, interims=0)
    assert (short.advance, short.interims, short.balance) == (120_000, (), 280_000)


def test_a_plan_at_the_ceilings_passes_and_a_cent_above_does_not():
    assert codes() == []
    cent = Decimal("0.01")
    assert codes(plan=PaymentPlan(advance=120_000 + cent, interims=(), balance=280_000 - cent)) == ["advance_too_high"]
    many = (Decimal(100_000), 100_000 + cent)
    assert codes(plan=PaymentPlan(advance=Decimal(120_000), interims=many, balance=80_000 - cent)) == [
        "interim_too_high"
    ]


def test_a_plan_pays_the_grant_and_nothing_else():
    nothing_after = PaymentPlan(advance=Decimal(100_000), interims=(), balance=Decimal(299_999))
    assert codes(plan=nothing_after) == ["plan_below_grant"]
    too_much = PaymentPlan(advance=Decimal(200_000), interims=(Decimal(150_000),), balance=Decimal(60_000))
    assert codes(plan=too_much) == ["advance_too_high", "interim_too_high", "plan_above_grant"]
    sentences = plan_refusals(grant=GRANT, plan=nothing_after, months=24, on=TODAY)
    assert sentences[0].values == {"total": 399_999, "gap": 1}
    assert sentences[0].sentence.endswith("pour atteindre l’aide.")
    more = plan_refusals(grant=GRANT, plan=too_much, months=24, on=TODAY)
    assert more[2].values == {"total": 410_000, "gap": 10_000}


def test_an_interim_follows_justified_costs_up_to_the_ceiling():
    facts = {"grant": GRANT, "planned_base": BASE, "months": 24, "on": TODAY, "paid": [Decimal(120_000)]}
    assert interim_due(justified=Decimal(200_000), **facts) == 0
    assert interim_due(justified=Decimal(500_000), **facts) == 80_000
    assert interim_due(justified=Decimal(950_000), **facts) == 200_000


def test_before_the_decree_there_is_no_rule():
    with pytest.raises(NoLawInForce):
        ceilings(grant=GRANT, months=1, on=date(2018, 9, 30))
    assert "2018-514" in ceilings(grant=GRANT, months=1, on=date(2018, 10, 1)).legal_basis


@given(grant=euros(), months=st.integers(1, 120), interims=st.integers(0, 12), guaranteed=st.booleans())
def test_a_default_plan_is_always_valid_and_sums(grant, months, interims, guaranteed):
    plan = default_plan(grant=grant, months=months, on=TODAY, interims=interims, guaranteed=guaranteed)
    assert plan.total == grant
    assert plan_refusals(grant=grant, plan=plan, months=months, on=TODAY, guaranteed=guaranteed) == ()


@given(grant=euros(), base=euros("0.01"), first=euros(), second=euros(), paid=st.lists(euros(), max_size=4))
def test_settling_balances_to_the_cent_and_grows_with_cost(grant, base, first, second, paid):
    low, high = sorted([first, second])
    small, large = (settle(grant=grant, planned_base=base, final_base=f, paid=paid) for f in (low, high))
    for end in (small, large):
        assert sum(paid) + end.balance - end.overpayment == end.final_aid <= grant
        assert not (end.balance and end.overpayment)
    assert small.final_aid <= large.final_aid
