from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from funding.rules.deadlines import (
    Suspension,
    add_months,
    add_working_days,
    appeal_deadline,
    days_left,
    end_of,
    implicit_decision,
    is_over,
    legal_day,
)
from funding.rules.holidays import easter_sunday, is_working_day, public_holidays
from funding.rules.wording import ValueRefused

from .strategies import DAYS

RECEIVED = date(2026, 1, 10)
ASKED, DUE = date(2026, 2, 1), date(2026, 2, 28)


def test_AT_G1_silence_of_two_months_is_a_rejection():
    assert implicit_decision(received_on=RECEIVED) == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("answered", "deadline"),
    [
        (date(2026, 2, 15), date(2026, 3, 24)),
        (None, date(2026, 4, 6)),
        (date(2026, 3, 5), date(2026, 4, 6)),
        (ASKED, date(2026, 3, 10)),
    ],
)
def test_AT_G1_awaited_pieces_suspend_the_clock(answered, deadline):
    asked = Suspension(asked_on=ASKED, due_on=DUE, answered_on=answered)
    assert implicit_decision(received_on=RECEIVED, suspensions=[asked]) == deadline


def test_AT_G2_no_such_day_in_february():
    assert implicit_decision(received_on=date(2025, 12, 31)) == date(2026, 2, 28)
    assert add_months(date(2027, 12, 31), 2) == date(2028, 2, 29)


def test_two_requests_count_each_day_once():
    one = Suspension(asked_on=ASKED, due_on=DUE, answered_on=date(2026, 2, 11))
    overlapping = Suspension(asked_on=date(2026, 2, 5), due_on=DUE, answered_on=date(2026, 2, 21))
    later = Suspension(asked_on=date(2026, 3, 1), due_on=date(2026, 3, 31), answered_on=date(2026, 3, 6))
    assert implicit_decision(received_on=RECEIVED, suspensions=[overlapping, one]) == date(2026, 3, 30)
    assert implicit_decision(received_on=RECEIVED, suspensions=[later, one]) == date(2026, 3, 25)


def test_a_request_made_after_the_deadline_changes_nothing():
    on_time = Suspension(asked_on=date(2026, 3, 10), due_on=date(2026, 3, 20))
    too_late = Suspension(asked_on=date(2026, 3, 11), due_on=date(2026, 3, 20))
    assert implicit_decision(received_on=RECEIVED, suspensions=[on_time]) == date(2026, 3, 20)
    assert implicit_decision(received_on=RECEIVED, suspensions=[too_late]) == date(2026, 3, 10)


@pytest.mark.parametrize("facts", [{"due_on": date(2026, 1, 31)}, {"due_on": DUE, "answered_on": date(2026, 1, 31)}])
def test_a_suspension_does_not_run_backwards(facts):
    with pytest.raises(ValueRefused, match="suspension_backwards"):
        Suspension(asked_on=ASKED, **facts)


@pytest.mark.parametrize(
    ("notified", "last"),
    [
        (date(2026, 9, 1), date(2026, 11, 2)),  # Monday 2 November: the months end on Sunday the 1st, franc
        (date(2026, 3, 20), date(2026, 5, 21)),
        (date(2026, 3, 13), date(2026, 5, 15)),  # 14 May is Ascension Day
        (date(2026, 10, 24), date(2026, 12, 28)),  # 25 December, then a week-end
    ],
)
def test_appeal_is_two_clear_months_and_ends_on_a_working_day(notified, last):
    assert appeal_deadline(notified_on=notified) == last


def test_holidays_of_2026_and_two_more_in_alsace_and_moselle():
    days = public_holidays(2026)
    assert sorted(days) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]
    assert public_holidays(2026, alsace_moselle=True) - days == {date(2026, 4, 3), date(2026, 12, 26)}


def test_easter_agrees_with_another_implementation():
    """Five centuries: the rare late Easters of 1954 and 2049, and years that are not leap years, are among them."""
    assert all(easter_sunday(year) == easter(year) for year in range(1800, 2300))


def test_twenty_working_days_to_register_an_aid():
    assert add_working_days(date(2026, 11, 2), 20) == date(2026, 12, 1)  # 11 November between
    assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 28)
    assert add_working_days(date(2025, 12, 24), 1) == date(2025, 12, 26)
    assert add_working_days(date(2025, 12, 24), 1, alsace_moselle=True) == date(2025, 12, 29)
    assert add_working_days(date(2026, 11, 7), 0) == date(2026, 11, 7)
    with pytest.raises(ValueRefused, match="negative_days"):
        add_working_days(date(2026, 11, 7), -1)


def test_a_deadline_expires_at_midnight_in_paris():
    deadline = date(2026, 3, 10)
    assert not is_over(deadline, today=deadline)
    assert is_over(deadline, today=date(2026, 3, 11))
    assert (days_left(deadline, today=deadline), days_left(deadline, today=date(2026, 3, 11))) == (0, -1)
    assert end_of(deadline).astimezone(UTC) == datetime(2026, 3, 10, 23, tzinfo=UTC)
    summer_time_begins = date(2026, 3, 28)
    assert end_of(summer_time_begins).astimezone(UTC) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert end_of(date(2026, 3, 29)).astimezone(UTC) == datetime(2026, 3, 29, 22, tzinfo=UTC)


def test_the_legal_day_is_that_of_paris():
    assert legal_day(datetime(2026, 7, 1, 22, 0, tzinfo=UTC)) == date(2026, 7, 2)
    assert legal_day(datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC)) == date(2026, 7, 1)
    with pytest.raises(ValueRefused, match="naive_instant"):
        legal_day(datetime(2026, 7, 1))


@st.composite
def suspensions(draw):
    asked = draw(DAYS)
    due = asked + timedelta(days=draw(st.integers(0, 60)))
    answered = draw(st.none() | st.integers(0, 90).map(lambda n: asked + timedelta(days=n)))
    return Suspension(asked_on=asked, due_on=due, answered_on=answered)


@given(received=DAYS, asked=st.lists(suspensions(), max_size=5))
def test_a_suspension_never_brings_the_deadline_forward(received, asked):
    without = implicit_decision(received_on=received)
    found = implicit_decision(received_on=received, suspensions=asked)
    longest = sum(((s.ends_on - s.asked_on) for s in asked), timedelta())
    assert received < without <= found <= without + longest
    assert found == implicit_decision(received_on=received, suspensions=reversed(asked))


@given(day=DAYS, months=st.integers(0, 60), more=st.integers(0, 24))
def test_months_go_forward_and_land_in_the_right_month(day, months, more):
    found = add_months(day, months)
    assert day <= found <= add_months(day, months + more)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day <= day.day


@given(notified=DAYS, alsace=st.booleans())
def test_an_appeal_is_never_cut_short(notified, alsace):
    last = appeal_deadline(notified_on=notified, alsace_moselle=alsace)
    assert last > add_months(notified, 2)
    assert is_working_day(last, alsace_moselle=alsace)


@given(day=DAYS, count=st.integers(1, 60), alsace=st.booleans())
def test_working_days_are_worked(day, count, alsace):
    found = add_working_days(day, count, alsace_moselle=alsace)
    between = (day + timedelta(days=n) for n in range(1, (found - day).days + 1))
    assert sum(is_working_day(d, alsace_moselle=alsace) for d in between) == count
    assert is_working_day(found, alsace_moselle=alsace)
