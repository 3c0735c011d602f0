from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from funding.rules.dated import NoLawInForce
from funding.rules.own_funding import own_funding

from .strategies import euros

TODAY = date(2026, 11, 2)


def test_AT_06_a_commune_that_pays_15_percent_of_its_investment_is_refused():
    found = own_funding(own=Decimal(150_000), other_public=Decimal(850_000), on=TODAY)
    assert found.refusal is not None
    assert found.refusal.code == "own_funding_too_low"
    assert (found.least, found.missing) == (Decimal(200_000), Decimal(50_000))
    assert found.refusal.values["own_rate"] == Decimal("0.15")
    assert "L1111-10" in found.legal_basis


def test_AT_06_twenty_percent_exactly_passes_and_a_cent_less_does_not():
    assert own_funding(own=Decimal(200_000), other_public=Decimal(800_000), on=TODAY).refusal is None
    short = own_funding(own=Decimal("199999.99"), other_public=Decimal("800000.01"), on=TODAY)
    assert short.missing == Decimal("0.01")
    assert short.refusal is not None
    assert "19,99" in short.refusal.sentence


def test_a_prefect_may_allow_a_lower_share():
    allowed = own_funding(own=Decimal(10), other_public=Decimal(90), on=TODAY, waived_rate=Decimal("0.10"))
    assert allowed.refusal is None
    assert allowed.floor_rate == Decimal("0.10")


def test_no_public_money_asks_for_nothing():
    assert own_funding(own=Decimal(0), other_public=Decimal(0), on=TODAY).refusal is None


def test_before_the_law_there_is_no_rule():
    with pytest.raises(NoLawInForce):
        own_funding(own=Decimal(1), other_public=Decimal(1), on=date(2011, 12, 31))


@given(own=euros(), other=euros())
def test_refused_exactly_when_below_a_fifth(own, other):
    found = own_funding(own=own, other_public=other, on=TODAY)
    assert (found.refusal is not None) == (own * 5 < own + other)
