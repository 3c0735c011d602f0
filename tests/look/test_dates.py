from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from look import dates, typography

from .test_typography import marked

NOON = datetime(2027, 3, 12, 16, 0, tzinfo=UTC)  # 17 h in Paris


@pytest.mark.parametrize(
    ("call", "fr", "en"),
    [
        (lambda: typography.day(NOON), "12~mars 2027", "12 March 2027"),
        (lambda: typography.day(date(2027, 6, 1)), "1er~juin 2027", "1 June 2027"),
        (lambda: typography.day_short(NOON), "12~mars", "12 March"),
        (lambda: typography.day_short(date(2028, 3, 12)), "12~mars 2028", "12 March 2028"),
        (lambda: typography.day_hour(NOON), "vendredi 12~mars 2027 à 17~h", "Friday 12 March 2027 at 17:00"),
        (lambda: typography.day_hour(date(2027, 3, 12)), "vendredi 12~mars 2027", "Friday 12 March 2027"),
        (lambda: typography.hour(datetime(2027, 3, 12, 9, 5, tzinfo=UTC)), "10~h~05", "10:05"),
        (lambda: typography.month_year(NOON), "mars 2027", "March 2027"),
    ],
)
def test_said_as_people_say_them(call, fr, en):
    assert marked(call()) == fr
    with translation.override("en"):
        assert call().replace("\u00a0", " ") == en


def test_the_legal_day_is_that_of_paris():
    """An e-mail of 23:30 UTC in January is of the next day: the receipt must say so."""
    assert marked(typography.day(datetime(2027, 1, 30, 23, 30, tzinfo=UTC))) == "31~janvier 2027"


def test_summer_time():
    assert marked(typography.hour(datetime(2027, 7, 1, 15, 0, tzinfo=UTC))) == "17~h"


@pytest.mark.parametrize(
    ("moment", "said", "left"),
    [
        (date(2027, 3, 4), "dans 6~jours", "dans 6~jours"),
        (date(2027, 2, 27), "demain", "demain"),
        (date(2027, 2, 26), "aujourd’hui", "aujourd’hui"),
        (date(2027, 2, 23), "il y a 3~jours", "3~jours de retard"),
        (date(2027, 2, 25), "hier", "1~jour de retard"),
        (datetime(2027, 2, 26, 9, 0, tzinfo=UTC), "aujourd’hui", "passé aujourd’hui"),
    ],
)
def test_what_is_left(moment, said, left):
    assert marked(typography.since_or_until(moment)) == said
    assert marked(dates.rest(moment)) == left


@pytest.mark.parametrize("nothing", [None, "", "12 mars"])
def test_nothing_reads_as_nothing(nothing):
    assert typography.day(nothing) == typography.day_hour(nothing) == typography.since_or_until(nothing) == ""
