from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.rules.dated import NoLawInForce
from funding.rules.group_size import Enterprise, Tie, group_size, tie_of
from funding.rules.money import LARGEST
from funding.rules.size import ORDER, Figures, size_of
from funding.rules.wording import ValueRefused

TODAY = date(2026, 11, 2)
MICRO, SMALL, MEDIUM, LARGE = ORDER


def firm(staff, turnover, balance_sheet):
    million = Decimal(1_000_000)
    return Figures(staff=Decimal(str(staff)), turnover=Decimal(str(turnover)) * million,
                   balance_sheet=Decimal(str(balance_sheet)) * million)  # fmt: skip


def other(share, figures, siren="443061841"):
    return Enterprise(siren=siren, name="Filiale", share=Decimal(str(share)), figures=figures)


def sized(own, *enterprises, **more):
    return group_size(own=own, enterprises=enterprises, on=TODAY, **more)


@pytest.mark.parametrize(
    ("share", "tie"),
    [("0", Tie.AUTONOMOUS), ("0.2499", Tie.AUTONOMOUS), ("0.25", Tie.PARTNER), ("0.50", Tie.PARTNER),
     ("0.5001", Tie.LINKED), ("1", Tie.LINKED)],
)  # fmt: skip
def test_what_a_share_makes_of_another_enterprise(share, tie):
    assert tie_of(Decimal(share), on=TODAY) is tie


def test_F3_linked_whole_partners_in_proportion_and_the_arithmetic_is_there():
    """Domain F.3: 20 staff of its own, a linked firm of 25, 30 % of one of 100: 75 people, medium."""
    found = sized(firm(20, 3, 3), other(1, firm(25, 4, 2)), other("0.3", firm(100, 20, 10), "732829320"))
    assert (found.alone, found.size) == (SMALL, MEDIUM)
    assert found.total == firm(75, 13, 8)
    assert [(row.tie, row.weight, row.figures.staff) for row in found.counted] == [
        (Tie.LINKED, 1, 25), (Tie.PARTNER, Decimal("0.3"), 30)
    ]  # fmt: skip


def test_AT_F10_still_holds_alone():
    for figures, size in ((firm(45, 11, "9.9"), SMALL), (firm(45, 11, "10.1"), MEDIUM), (firm(249, 51, 44), LARGE)):
        found = sized(figures)
        assert found.size is found.alone is size and found.total == figures


def test_below_a_quarter_counts_for_nothing_and_is_shown():
    found = sized(firm(9, 1, 1), other("0.24", firm(5000, 900, 900)))
    assert found.size is MICRO and found.counted[0].weight == 0


def test_one_enterprise_told_twice_counts_once_by_its_closest_tie():
    rows = [other("0.3", firm(30, 1, 1)), other("0.6", firm(30, 1, 1)), other("0.1", firm(30, 1, 1))]
    found = sized(firm(10, 1, 1), *rows)
    assert found.total.staff == 40 and len(found.counted) == 1


def test_a_public_quarter_makes_it_large_with_or_without_a_group():
    found = sized(firm(5, 1, 1), other(1, firm(1, 1, 1)), public_share=Decimal("0.25"))
    assert found.alone is found.size is LARGE


def test_a_sum_beyond_what_an_amount_may_be_is_large():
    whole = Figures(staff=Decimal(1), turnover=LARGEST, balance_sheet=LARGEST)
    assert sized(whole, other(1, whole)).size is LARGE


def test_impossible_shares_figures_and_days_are_refused():
    for share in ("-0.1", "1.1"):
        with pytest.raises(ValueRefused):
            sized(firm(1, 1, 1), other(share, firm(1, 1, 1)))
    with pytest.raises(ValueRefused):
        sized(firm(-1, 1, 1))
    with pytest.raises(NoLawInForce):
        group_size(own=firm(1, 1, 1), enterprises=[], on=date(2004, 12, 31))


def of_numbers(numbers):
    return Figures(staff=Decimal(numbers[0]), turnover=Decimal(numbers[1]), balance_sheet=Decimal(numbers[2]))


counts = (st.integers(0, 400), st.integers(0, 60_000_000), st.integers(0, 60_000_000))
firms = st.tuples(*counts).map(of_numbers)
rows = st.lists(st.tuples(*counts, st.integers(0, 100), st.sampled_from("ABC")), max_size=3)
enterprises = rows.map(
    lambda told: [
        Enterprise(siren=row[4], name="x", share=Decimal(row[3]) / 100, figures=of_numbers(row)) for row in told
    ]
)


@given(own=firms, group=enterprises)
def test_a_group_never_makes_smaller(own, group):
    found = sized(own, *group)
    assert ORDER.index(found.size) >= ORDER.index(found.alone)
    assert found.alone is size_of(figures=own, on=TODAY)
    assert found.total.staff >= own.staff and found.total.turnover >= own.turnover


@given(own=firms, group=enterprises)
def test_what_is_added_is_the_sum(own, group):
    found = sized(own, *group)
    for key in ("staff", "turnover", "balance_sheet"):
        assert getattr(found.total, key) == getattr(own, key) + sum(getattr(row.figures, key) for row in found.counted)


once = enterprises.map(lambda group: list({e.siren: e for e in group}.values()))


@given(own=firms, group=once, grown=st.integers(0, 2))
def test_a_larger_share_never_makes_smaller(own, group, grown):
    closer = [replace(e, share=Decimal(1)) if n == grown else e for n, e in enumerate(group)]
    assert ORDER.index(sized(own, *closer).size) >= ORDER.index(sized(own, *group).size)


@given(own=firms, group=once)
def test_the_order_of_the_rows_changes_nothing(own, group):
    assert sized(own, *group).total == sized(own, *reversed(group)).total


@pytest.mark.parametrize(
    ("before", "year", "kept"),
    [(firm(45, 9, 9), firm(60, 12, 12), SMALL), (firm(60, 12, 12), firm(45, 9, 9), MEDIUM),
     (firm(60, 12, 12), firm(70, 12, 12), MEDIUM)],
)  # fmt: skip
def test_a_threshold_crossed_one_year_alone_changes_nothing(before, year, kept):
    found = sized(year, before=before)
    assert found.size is kept and found.before == (before, size_of(figures=before, on=TODAY))
    assert found.year is size_of(figures=year, on=TODAY)


def test_the_year_before_holds_the_group_already():
    found = sized(firm(20, 3, 3), other(1, firm(40, 8, 12)), before=firm(55, 10, 14))
    assert (found.alone, found.year, found.size) == (SMALL, MEDIUM, MEDIUM)


def test_one_year_alone_makes_the_class_and_a_public_holder_every_year():
    assert sized(firm(60, 12, 12)).before is None
    assert sized(firm(5, 1, 1), before=firm(5, 1, 1), public_share=Decimal("0.3")).size is LARGE
