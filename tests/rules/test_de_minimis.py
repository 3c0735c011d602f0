from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.rules.dated import NoLawInForce
from funding.rules.de_minimis import PastAid, Regime, check, frees_on, used
from funding.rules.wording import ValueRefused
from tests.words import plain

from .strategies import euros

TODAY = date(2026, 12, 1)
PAST = [
    PastAid(granted_on=date(2024, 1, 15), gge=Decimal(100_000)),
    PastAid(granted_on=date(2025, 6, 1), gge=Decimal(150_000)),
]


def test_AT_F8_an_overflow_refuses_the_whole_aid():
    found = check(requested=Decimal(60_000), on=TODAY, past=PAST)
    assert not found.accepted
    assert (found.used, found.headroom, found.ceiling) == (250_000, 50_000, 300_000)
    assert found.fits_from == date(2027, 1, 15)
    assert found.refusal is not None
    assert found.refusal.code == "no_de_minimis_headroom"
    assert "refusée en entier" in found.refusal.sentence
    assert "15 janvier 2027" in plain(found.refusal.sentence)


def test_AT_F8_the_anniversary_itself_is_free_and_the_eve_is_not():
    assert not check(requested=Decimal(60_000), on=date(2027, 1, 14), past=PAST).accepted
    assert check(requested=Decimal(60_000), on=date(2027, 1, 15), past=PAST).accepted


def test_the_freeing_day_lets_exactly_the_ceiling_through():
    assert check(requested=Decimal(150_000), on=TODAY, past=PAST).fits_from == date(2027, 1, 15)
    assert check(requested=Decimal("150000.01"), on=TODAY, past=PAST).fits_from == date(2028, 6, 1)


def test_AT_F8_exactly_the_ceiling_is_accepted():
    found = check(requested=Decimal(50_000), on=TODAY, past=PAST)
    assert found.accepted
    assert found.fits_from == TODAY
    assert not check(requested=Decimal("50000.01"), on=TODAY, past=PAST).accepted


def test_AT_F9_aid_of_another_member_state_does_not_count():
    abroad = [*PAST, PastAid(granted_on=date(2026, 1, 1), gge=Decimal(200_000), country="BE")]
    assert check(requested=Decimal(50_000), on=TODAY, past=abroad).accepted
    assert check(requested=Decimal(1), on=TODAY, past=abroad, country="BE").used == 200_000


def test_more_than_the_ceiling_never_fits():
    found = check(requested=Decimal("300000.01"), on=TODAY, past=[])
    assert found.fits_from is None
    assert found.refusal is not None
    assert found.refusal.code == "above_de_minimis_ceiling"
    assert check(requested=Decimal(300_000), on=TODAY, past=[]).accepted


def test_a_register_that_is_already_above_the_ceiling_leaves_nothing():
    anomaly = [PastAid(granted_on=date(2026, 1, 1), gge=Decimal(400_000))]
    found = check(requested=Decimal(0), on=TODAY, past=anomaly)
    assert (found.used, found.headroom) == (400_000, 0)
    assert check(requested=Decimal(1), on=TODAY, past=anomaly).fits_from == date(2029, 1, 1)


def test_an_aid_already_granted_for_a_later_day_counts():
    later = [PastAid(granted_on=date(2027, 3, 1), gge=Decimal(300_000))]
    assert not check(requested=Decimal(1), on=TODAY, past=later).accepted
    far = [PastAid(granted_on=date(2029, 12, 1), gge=Decimal(300_000))]
    assert check(requested=Decimal(1), on=TODAY, past=far).accepted


def test_windows_are_looked_at_one_by_one():
    apart = [
        PastAid(granted_on=date(2024, 3, 1), gge=Decimal(200_000)),
        PastAid(granted_on=date(2028, 1, 1), gge=Decimal(200_000)),
    ]
    found = check(requested=Decimal(100_000), on=date(2026, 6, 1), past=apart)
    assert (found.used, found.accepted) == (200_000, True)


@pytest.mark.parametrize(
    ("granted", "free"),
    [
        (date(2024, 1, 15), date(2027, 1, 15)),
        (date(2024, 2, 29), date(2027, 3, 1)),
        (date(2025, 2, 28), date(2028, 2, 28)),
    ],
)
def test_the_anniversary(granted, free):
    aid = [PastAid(granted_on=granted, gge=Decimal(1))]
    assert frees_on(granted) == free
    assert used(on=free - timedelta(days=1), past=aid) == 1
    assert used(on=free, past=aid) == 0


def test_each_regime_has_its_ceiling_and_counts_in_the_wider_ones():
    sgei = [PastAid(granted_on=date(2026, 1, 1), gge=Decimal(600_000), regime=Regime.SGEI)]
    found = check(requested=Decimal(200_000), on=TODAY, past=sgei)
    assert (found.accepted, found.headroom, found.ceiling) == (False, 150_000, 750_000)
    assert "2023/2832" in found.legal_basis
    assert check(requested=Decimal(150_000), on=TODAY, past=sgei, regime=Regime.SGEI).accepted
    farm = [PastAid(granted_on=date(2026, 1, 1), gge=Decimal(40_000), regime=Regime.AGRICULTURE)]
    narrow = check(requested=Decimal(20_000), on=TODAY, past=farm, regime=Regime.AGRICULTURE)
    assert (narrow.accepted, narrow.headroom) == (False, 10_000)
    assert check(requested=Decimal(20_000), on=TODAY, past=farm).used == 40_000


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2031, 1, 1)])
def test_no_ceiling_outlives_its_regulation(day):
    with pytest.raises(NoLawInForce):
        check(requested=Decimal(1), on=day, past=[])


def test_impossible_amounts_are_refused():
    with pytest.raises(ValueRefused, match="negative_amount"):
        check(requested=Decimal(-1), on=TODAY, past=[])
    with pytest.raises(ValueRefused, match="not_an_amount"):
        check(requested=Decimal(1), on=TODAY, past=[PastAid(granted_on=TODAY, gge=Decimal("NaN"))])


DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
AIDS = st.lists(
    st.builds(PastAid, granted_on=DAYS, gge=euros("0", "200000")),
    max_size=6,
)


@given(requests=st.lists(st.tuples(DAYS, euros("0.01", "300000")), max_size=8), last=DAYS)
def test_what_is_accepted_one_by_one_never_exceeds_any_window(requests, last):
    granted = []
    for day, asked in requests:
        if check(requested=asked, on=day, past=granted).accepted:
            granted.append(PastAid(granted_on=day, gge=asked))
    assert used(on=last, past=granted) <= 300_000


@given(past=AIDS, on=DAYS, asked=euros("0.01", "300000"))
def test_headroom_is_exact_and_the_freeing_day_is_the_first(past, on, asked):
    found = check(requested=asked, on=on, past=past)
    assert found.accepted == (asked <= found.headroom)
    if found.headroom:
        assert check(requested=found.headroom, on=on, past=past).accepted
    assert found.fits_from is not None and found.fits_from >= on
    if on < found.fits_from <= date(2030, 12, 31):
        assert check(requested=asked, on=found.fits_from, past=past).accepted
        eve = found.fits_from - timedelta(days=1)
        assert not check(requested=asked, on=eve, past=past).accepted
