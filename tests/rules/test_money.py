from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.rules.money import amount, at_most, cents, floor_cents, proportion, rate, split
from funding.rules.wording import ValueRefused
from tests.words import plain

from .strategies import euros, shares


def test_AT_05_three_equal_partners_sum_to_the_cent():
    equal = [Decimal(1)] * 3
    expected = (Decimal("33333.33"), Decimal("33333.33"), Decimal("33333.34"))
    assert split(Decimal(100_000), weights=equal) == expected
    assert split(Decimal(1), weights=equal) == (Decimal("0.33"), Decimal("0.33"), Decimal("0.34"))


def test_the_largest_remainder_gets_the_cent_and_zero_gets_nothing():
    assert split(Decimal(1), weights=[Decimal(1), Decimal(2), Decimal(4)]) == (
        Decimal("0.14"),
        Decimal("0.29"),
        Decimal("0.57"),
    )
    assert split(Decimal("0.01"), weights=[Decimal(1), Decimal(0)]) == (Decimal("0.01"), Decimal(0))


@given(total=euros(), weights=st.lists(euros(), min_size=1, max_size=30).filter(any))
def test_shares_always_sum_and_are_within_a_cent(total, weights):
    parts = split(total, weights=weights)
    assert sum(parts) == total
    whole = sum(weights)
    assert all(
        abs(part - total * weight / whole) < Decimal("0.0101") for part, weight in zip(parts, weights, strict=True)
    )
    assert all(part >= 0 for part in parts)


@given(weights=st.lists(euros("0.01"), min_size=1, max_size=12), keep=shares())
def test_sharing_less_than_the_weights_gives_nobody_more_than_its_weight(weights, keep):
    total = at_most(sum(weights), share=keep)
    assert all(part <= weight for part, weight in zip(split(total, weights=weights), weights, strict=True))


@given(first=euros(), second=euros(), share=shares())
def test_a_maximum_is_never_exceeded_and_grows_with_its_base(first, second, share):
    low, high = sorted([first, second])
    assert at_most(low, share=share) <= low * share
    assert at_most(low, share=share) <= at_most(high, share=share)


@given(total=euros(), of=euros(), to=euros("0.01"))
def test_a_proportion_is_cut_to_the_cent_below(total, of, to):
    if total * of / to > Decimal(10) ** 11:
        return
    found = proportion(total, of=of, to=to)
    assert found * to <= total * of < (found + Decimal("0.01")) * to


def test_amounts_due_round_half_up_and_maxima_round_down():
    assert cents(Decimal("0.125")) == Decimal("0.13")
    assert cents(Decimal("0.135")) == Decimal("0.14")
    assert floor_cents(Decimal("0.139")) == Decimal("0.13")
    assert at_most(Decimal("33333.35"), share=Decimal("0.30")) == Decimal("10000.00")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (Decimal("-0.01"), "negative_amount"),
        (Decimal("1000000000000"), "amount_too_large"),
        (Decimal("999999999999.99") + Decimal("0.001"), "amount_too_large"),
        (Decimal("123456789012345678"), "amount_too_large"),
        (Decimal("1E+400"), "amount_too_large"),
        (Decimal("NaN"), "not_an_amount"),
        (Decimal("sNaN"), "not_an_amount"),
        (Decimal("Infinity"), "not_an_amount"),
        (Decimal("-Infinity"), "not_an_amount"),
        (1.5, "not_an_amount"),
        (15, "not_an_amount"),
        ("15", "not_an_amount"),
        (None, "not_an_amount"),
    ],
)
def test_what_is_not_an_amount_is_refused_with_a_sentence(value, code):
    for function in (amount, cents, floor_cents, lambda v: split(v, weights=[Decimal(1)])):
        with pytest.raises(ValueRefused) as refused:
            function(value)
        assert refused.value.refusal.code == code
        assert refused.value.refusal.sentence


def test_twelve_digits_are_an_amount():
    assert amount(Decimal("999999999999.99")) == Decimal("999999999999.99")
    assert split(Decimal("999999999999.99"), weights=[Decimal(1), Decimal(1)])[1] == Decimal("500000000000.00")


def test_split_refuses_fractions_of_a_cent_and_nobody():
    with pytest.raises(ValueRefused, match="not_whole_cents"):
        split(Decimal("0.005"), weights=[Decimal(1)])
    for nobody in ([], [Decimal(0), Decimal(0)]):
        with pytest.raises(ValueRefused, match="nobody_to_share"):
            split(Decimal(1), weights=nobody)
    assert split(Decimal(0), weights=[Decimal(0)]) == (Decimal(0),)


@pytest.mark.parametrize("value", [Decimal("-0.1"), Decimal("1.000001"), Decimal("NaN"), 0.5])
def test_what_is_not_a_rate_is_refused(value):
    with pytest.raises(ValueRefused, match="not_a_rate") as refused:
        rate(value)
    assert plain(refused.value.refusal.sentence).startswith("Écrivez un taux entre 0 % et 100")


def test_an_empty_base_has_no_proportion():
    with pytest.raises(ValueRefused, match="empty_base"):
        proportion(Decimal(1), of=Decimal(1), to=Decimal(0))
