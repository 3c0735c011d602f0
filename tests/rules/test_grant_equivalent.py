from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.rules.dated import NoLawInForce
from funding.rules.de_minimis import Regime
from funding.rules.grant_equivalent import largest_loan, of_grant, of_guarantee, of_loan
from funding.rules.wording import ValueRefused

from .strategies import euros

TODAY = date(2026, 11, 2)
OLD = date(2020, 1, 1)
MILLION = Decimal(1_000_000)


def loan(amount, months, on=TODAY, collateral="0.50", **more):
    return of_loan(loan=Decimal(amount), months=months, collateral=Decimal(collateral), on=on, **more)


def guarantee(amount, months, on=TODAY, rate="0.50", **more):
    return of_guarantee(guaranteed=Decimal(amount), months=months, guarantee_rate=Decimal(rate), on=on, **more)


@pytest.mark.parametrize("on", [OLD, TODAY])
def test_AT_F1_a_million_for_a_year_is_40_000_of_aid(on):
    assert loan(MILLION, 12, on=on).value == 40_000


@pytest.mark.parametrize(("amount", "on"), [(2_000_000, OLD), (2_000_000, TODAY), (1_500_001, TODAY)])
def test_AT_F2_a_shorter_loan_may_not_be_larger(amount, on):
    found = loan(amount, 12, on=on)
    assert found.value is None
    assert found.refusal is not None
    assert found.refusal.code == "amount_above_harbour"


@pytest.mark.parametrize(
    ("guaranteed", "months", "aid"),
    [
        pytest.param(1_500_000, 36, "120000.00", id="AT_F3"),
        pytest.param(562_500, 96, "120000.00", id="AT_F4"),
        pytest.param(2_250_000, 60, "300000.00", id="AT_F5"),
        pytest.param(39_000, 60, "5200.00", id="AT_F6"),
        pytest.param(1_125_000, 120, "300000.00", id="the exact limit over ten years"),
    ],
)
def test_AT_F3_to_AT_F6_guarantees(guaranteed, months, aid):
    assert guarantee(guaranteed, months).value == Decimal(aid)


def test_AT_F5_a_cent_above_the_exact_limit_is_refused():
    assert guarantee("2250000.01", 60).value is None
    assert guarantee("1125000.01", 61).value is None


@pytest.mark.parametrize(
    ("on", "regime", "largest"),
    [
        (OLD, Regime.GENERAL, "1875000"),
        (OLD, Regime.ROAD_FREIGHT, "937500"),
        (TODAY, Regime.GENERAL, "2812500"),
    ],
)
def test_AT_F7_the_largest_loan_guaranteed_at_80_percent(on, regime, largest):
    found = largest_loan(guarantee_rate=Decimal("0.80"), months=60, on=on, regime=regime)
    assert found == Decimal(largest)
    assert guarantee(found * Decimal("0.80"), 60, on=on, rate="0.80", regime=regime).value is not None


def test_road_freight_lost_its_own_ceiling_in_2024():
    with pytest.raises(NoLawInForce):
        largest_loan(guarantee_rate=Decimal("0.80"), months=60, on=TODAY, regime=Regime.ROAD_FREIGHT)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (loan(1, 12, collateral="0.499999"), "collateral_too_low"),
        (loan(1, 121), "duration_too_long"),
        (loan(1, 0), "duration_missing"),
        (loan(1, 12, in_insolvency=True), "in_insolvency"),
        (guarantee(1, 12, rate="0.800001"), "guarantee_rate_too_high"),
        (guarantee(1, 12, shared_losses=False), "losses_not_shared"),
        (guarantee(1, 12, in_insolvency=True), "in_insolvency"),
    ],
)
def test_outside_the_safe_harbour_there_is_no_simple_figure(found, code):
    assert found.value is None
    assert found.refusal is not None
    assert found.refusal.code == code
    assert found.refusal.sentence


def test_a_grant_is_worth_itself_and_ten_years_are_a_maximum():
    assert of_grant(Decimal("1234.56")) == Decimal("1234.56")
    assert largest_loan(guarantee_rate=Decimal("0.5"), months=121, on=TODAY) == 0
    with pytest.raises(ValueRefused, match="empty_base"):
        largest_loan(guarantee_rate=Decimal(0), months=60, on=TODAY)


@given(first=euros(), second=euros(), months=st.integers(1, 120), more=st.integers(0, 60))
def test_more_money_or_time_is_never_less_aid_nor_above_the_ceiling(first, second, months, more):
    low, high = sorted([first, second])
    small, large = guarantee(low, months), guarantee(high, min(120, months + more))
    for found in (small, large):
        assert found.value is None or 0 <= found.value <= 300_000
    if small.value is not None and large.value is not None:
        assert small.value <= large.value
