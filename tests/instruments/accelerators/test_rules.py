"""The arithmetic of a programme, to the day and to the cent."""

from datetime import date
from decimal import Decimal

from funding.instruments.accelerators import rules


def test_support_is_worth_its_hours_at_the_price_of_the_market():
    assert rules.aid_in_kind(hours=Decimal("3.25"), rate=Decimal("90.01")) == Decimal("292.53")
    assert rules.aid_in_kind(hours=Decimal("0.5"), rate=Decimal("0.01")) == Decimal("0.01")


def test_a_place_is_accepted_up_to_the_tenth_day():
    assert rules.answer_by(date(2027, 2, 20)) == date(2027, 3, 2)


def test_a_place_that_frees_late_is_offered_no_more():
    starts = date(2027, 3, 1)
    assert rules.may_still_enter(date(2027, 3, 16), starts_on=starts)
    assert not rules.may_still_enter(date(2027, 3, 17), starts_on=starts)


def test_two_missed_milestones_or_one_no_go_are_grounds_to_leave():
    today = date(2027, 3, 1)
    late = [date(2027, 2, 28), date(2027, 3, 1), date(2027, 2, 1)]
    assert rules.missed(late, on=today) == 2  # what is due today is not missed
    assert rules.grounds_to_leave(missed=2, refused=0)
    assert rules.grounds_to_leave(missed=0, refused=1)
    assert not rules.grounds_to_leave(missed=1, refused=0)


def test_surveys_come_six_twelve_and_twenty_four_months_later():
    assert rules.survey_days(date(2026, 8, 31)) == {
        6: date(2027, 2, 28), 12: date(2027, 8, 31), 24: date(2028, 8, 31)
    }  # fmt: skip


def test_seats_never_go_below_none():
    assert rules.seats_left(capacity=3, taken=5) == 0
