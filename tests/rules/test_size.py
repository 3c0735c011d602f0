from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.rules.dated import NoLawInForce
from funding.rules.size import ORDER, Figures, Relation, Size, consolidated, lasting_size, size_of
from funding.rules.wording import ValueRefused

from .strategies import euros, shares

TODAY = date(2026, 11, 2)
MICRO, SMALL, MEDIUM, LARGE = ORDER


def firm(staff, turnover, balance_sheet):
    million = Decimal(1_000_000)
    return Figures(
        staff=Decimal(str(staff)),
        turnover=Decimal(str(turnover)) * million,
        balance_sheet=Decimal(str(balance_sheet)) * million,
    )


@pytest.mark.parametrize(
    ("figures", "size"),
    [
        (firm(45, 11, "9.9"), SMALL),
        (firm(45, 11, "10.1"), MEDIUM),
        (firm(249, 51, 44), LARGE),
        (firm(249, 50, 44), MEDIUM),
        (firm(249, 51, 43), MEDIUM),
        (firm(250, 1, 1), LARGE),
        (firm("9.99", 2, 5), MICRO),
        (firm(10, 2, 2), SMALL),
    ],
)
def test_AT_F10_staff_and_either_turnover_or_balance_sheet(figures, size):
    assert size_of(figures=figures, on=TODAY) is size


def test_a_public_holding_of_a_quarter_makes_it_large():
    small = firm(5, 1, 1)
    assert size_of(figures=small, on=TODAY, public_share=Decimal("0.249999")) is MICRO
    assert size_of(figures=small, on=TODAY, public_share=Decimal("0.25")) is LARGE
    allowed = size_of(figures=small, on=TODAY, public_share=Decimal("0.25"), public_holder_allowed=True)
    assert allowed is MICRO


@pytest.mark.parametrize(("share", "staff"), [("0.249", 40), ("0.25", 65), ("0.40", 80), ("0.50", 90), ("0.51", 140)])
def test_partners_count_in_proportion_and_linked_firms_whole(share, staff):
    relation = Relation(figures=firm(100, 10, 10), share=Decimal(share))
    found = consolidated(own=firm(40, 4, 6), relations=[relation], on=TODAY)
    assert found.staff == staff
    assert found.turnover - 4_000_000 == found.balance_sheet - 6_000_000 == (staff - 40) * 100_000


@pytest.mark.parametrize(
    ("years", "status"),
    [
        ([SMALL], SMALL),
        ([SMALL, MEDIUM], SMALL),
        ([SMALL, MEDIUM, MEDIUM], MEDIUM),
        ([SMALL, MEDIUM, SMALL, MEDIUM], SMALL),
        ([SMALL, LARGE, MEDIUM], MEDIUM),
        ([LARGE, SMALL, LARGE], LARGE),
        ([LARGE, SMALL, MICRO], SMALL),
    ],
)
def test_a_threshold_counts_when_crossed_two_years_running(years, status):
    assert lasting_size(years) is status


def test_impossible_figures_and_days_are_refused():
    with pytest.raises(ValueRefused, match="negative_amount"):
        size_of(figures=firm(-1, 1, 1), on=TODAY)
    with pytest.raises(NoLawInForce):
        size_of(figures=firm(1, 1, 1), on=date(2004, 12, 31))


@given(staff=st.integers(0, 400), turnover=euros(), balance=euros(), share=shares(), more=st.integers(0, 100))
def test_growing_never_makes_smaller(staff, turnover, balance, share, more):
    own = Figures(staff=Decimal(staff), turnover=turnover, balance_sheet=balance)
    grown = replace(own, staff=own.staff + more)
    other = Relation(figures=own, share=share)
    sizes = [
        size_of(figures=own, on=TODAY),
        size_of(figures=grown, on=TODAY),
        size_of(figures=consolidated(own=grown, relations=[other], on=TODAY), on=TODAY),
    ]
    assert sizes == sorted(sizes, key=ORDER.index)


@given(years=st.lists(st.sampled_from(list(Size)), min_size=1, max_size=6))
def test_a_lasting_size_is_one_that_was_seen(years):
    assert lasting_size(years) in years
