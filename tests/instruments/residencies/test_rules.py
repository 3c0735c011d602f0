"""Weeks, insurance, journal, instalments, refund: the arithmetic of a stay."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residencies.rules.stipend import Milestone, instalments, settle
from residencies.rules.weeks import Span, as_bits, mondays, overlap, silent_days, uncovered

WEEK = Span(date(2027, 3, 8), date(2027, 3, 12))
NEXT = Span(date(2027, 4, 12), date(2027, 4, 16))


def test_two_weeks_that_share_a_day_overlap():
    assert overlap([WEEK, NEXT]) is None
    late = Span(date(2027, 3, 12), date(2027, 3, 19))
    assert overlap([NEXT, late, WEEK]) == (WEEK, late)


def test_insurance_that_ends_a_day_early_leaves_that_day():
    assert uncovered([Span(date(2027, 1, 1), date(2027, 4, 15))], [NEXT, WEEK]) == date(2027, 4, 16)
    assert uncovered([Span(date(2027, 1, 1), date(2027, 4, 16))], [NEXT, WEEK]) is None


def test_two_certificates_cover_what_neither_does_alone():
    halves = [Span(date(2027, 3, 1), date(2027, 3, 10)), Span(date(2027, 3, 11), date(2027, 3, 31))]
    assert uncovered(halves, [WEEK]) is None
    assert uncovered(halves[:1], [WEEK]) == date(2027, 3, 11)
    assert uncovered([], [WEEK]) == WEEK.first


def test_the_journal_wants_a_word_each_working_day():
    written = [date(2027, 3, 8), date(2027, 3, 10), date(2027, 3, 12)]
    assert silent_days(WEEK, written, until=date(2027, 3, 12)) == [date(2027, 3, 9), date(2027, 3, 11)]
    assert silent_days(WEEK, written, until=date(2027, 3, 9)) == [date(2027, 3, 9)]
    assert silent_days(Span(date(2027, 3, 13), date(2027, 3, 14)), [], until=date(2027, 4, 1)) == []


def test_weeks_are_counted_whole():
    bits = as_bits([Span(date(2027, 3, 8), date(2027, 3, 25))])
    assert list(mondays(bits)) == [date(2027, 3, 8), date(2027, 3, 15)]
    assert as_bits([Span(date(2027, 3, 9), date(2027, 3, 12))]) == 0


def test_three_instalments_add_up():
    assert instalments(Decimal("40000.01")) == [
        (Milestone.SIGNED, Decimal("16000.00")), (Milestone.HALFWAY, Decimal("12000.00")),
        (Milestone.PRESENTED, Decimal("12000.01")),
    ]  # fmt: skip


@given(st.decimals(0, 10**6, places=2))
def test_instalments_always_add_up(stipend):
    assert sum(amount for _m, amount in instalments(stipend)) == stipend


def test_a_stay_cut_after_one_week_of_three_earns_a_third():
    done = settle(stipend=Decimal(30_000), paid=Decimal(12_000), days_done=5, days_planned=15)
    assert (done.earned, done.to_pay, done.to_repay) == (Decimal("10000.00"), 0, Decimal("2000.00"))
    more = settle(stipend=Decimal(30_000), paid=Decimal(12_000), days_done=10, days_planned=15)
    assert (more.earned, more.to_pay, more.to_repay) == (Decimal("20000.00"), Decimal("8000.00"), 0)


def test_a_stay_that_never_began_gives_all_back():
    none = settle(stipend=Decimal(30_000), paid=Decimal(12_000), days_done=0, days_planned=0)
    assert (none.earned, none.to_repay) == (0, Decimal(12_000))


@given(st.decimals(0, 10**5, places=2), st.decimals(0, 10**5, places=2), st.integers(0, 40), st.integers(0, 40))
def test_settled_means_paid_what_was_earned(stipend, paid, done, planned):
    if done > planned:
        with pytest.raises(ValueError):
            settle(stipend=stipend, paid=paid, days_done=done, days_planned=planned)
        return
    found = settle(stipend=stipend, paid=paid, days_done=done, days_planned=planned)
    assert paid + found.to_pay - found.to_repay == found.earned <= stipend
    assert not (found.to_pay and found.to_repay)
