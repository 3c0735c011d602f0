"""What holds for every amount, not only for the worked examples."""

from decimal import Decimal as D
from fractions import Fraction
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funding.instruments.guarantees.rules import amortisation, claims, cover, tranches
from tests.rules.strategies import DAYS, euros, shares

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine proves as much
RECEIVED = st.lists(st.tuples(DAYS, euros(highest="9999999.99")), max_size=12).map(
    lambda rows: [claims.Received(key=n, received_on=day, loss=loss) for n, (day, loss) in enumerate(rows)]
)
MONTHS, KINDS = st.integers(1, 360), st.sampled_from(list(amortisation.Repayment))
STAKES = st.lists(st.tuples(st.integers(1, 3), euros("0.01", "9999999.99")), min_size=1, max_size=6).map(
    lambda rows: [tranches.Stake(key=n, tranche=t, brought=b) for n, (t, b) in enumerate(rows)]
)


@CALM
@given(RECEIVED, shares(), euros(), euros(), st.booleans())
def test_the_cap_is_never_exceeded(calls, rate, cap, recovered, revolving):
    found = claims.pay_in_order(calls=calls, rate_of_cover=rate, cap=cap, recovered=recovered, revolving=revolving)
    paid = sum((row.paid for row in found), D(0))
    assert paid - (min(recovered, paid) if revolving else 0) <= cap
    losses = {call.key: call.loss for call in calls}
    assert all(row.paid + row.kept == losses[row.key] and 0 <= row.paid <= row.due for row in found)


@CALM
@given(RECEIVED, shares(), euros(), st.randoms())
def test_who_came_first_is_served_first_in_whatever_order_they_are_read(calls, rate, cap, random):
    mixed = list(calls)
    random.shuffle(mixed)
    found = claims.pay_in_order(calls=mixed, rate_of_cover=rate, cap=cap)
    assert found == claims.pay_in_order(calls=calls, rate_of_cover=rate, cap=cap)
    days = {call.key: call.received_on for call in calls}
    assert [days[row.key] for row in found] == sorted(days.values())
    short = [row.paid < row.due for row in found]
    assert short == sorted(short) or all(row.paid == 0 for row in found[short.index(True) + 1 :])


@CALM
@given(STAKES, st.data())
def test_a_loss_is_shared_to_the_cent_first_tranche_first(stakes, data):
    whole = sum((stake.brought for stake in stakes), D(0))
    loss = data.draw(euros("0", str(whole)))
    found = tranches.share_loss(loss=loss, stakes=stakes)
    assert sum(found.values(), D(0)) == loss
    assert all(0 <= found[stake.key] <= stake.brought for stake in stakes)
    for one in stakes:
        for other in stakes:
            if one.tranche < other.tranche and found[other.key]:
                assert found[one.key] == one.brought, "a tranche bears only once those before it are used up"


@CALM
@given(STAKES, st.data())
def test_what_comes_back_undoes_the_loss(stakes, data):
    loss = data.draw(euros("0", str(sum((stake.brought for stake in stakes), D(0)))))
    lost = tranches.share_loss(loss=loss, stakes=stakes)
    bearing = [
        tranches.Stake(key=stake.key, tranche=stake.tranche, brought=stake.brought, lost=lost[stake.key])
        for stake in stakes
    ]
    assert tranches.share_return(returned=loss, stakes=bearing) == lost
    half = data.draw(euros("0", str(loss)))
    back = tranches.share_return(returned=half, stakes=bearing)
    assert sum(back.values(), D(0)) == half
    assert all(0 <= back[stake.key] <= stake.lost for stake in bearing)


@CALM
@given(STAKES, euros())
def test_a_commission_is_shared_to_the_cent(stakes, result):
    assert sum(tranches.share_result(result=result, stakes=stakes).values(), D(0)) == result


@CALM
@given(euros("0.01"), euros("0.01"), st.data())
def test_recoveries_are_pari_passu(loan, loss, data):
    guaranteed = data.draw(euros("0", str(loan)))
    net = data.draw(euros("0", str(loss)))
    found = claims.recovery(net=net, cover=cover.effective_rate(guaranteed=guaranteed, loan=loan), final_loss=loss)
    assert found.fund + found.bank == net and found.fund >= 0 and found.bank >= 0
    assert abs(Fraction(found.fund) - Fraction(net) * Fraction(guaranteed) / Fraction(loan)) <= Fraction(1, 200)


@CALM
@given(euros("0.01"), shares(), euros(), st.integers(1, 120), st.integers(0, 130))
def test_the_exposure_never_exceeds_the_guarantee_nor_grows(loan, rate, ceiling, instalments, paid):
    guaranteed = cover.guaranteed_amount(loan=loan, rate_of_cover=rate, ceiling=ceiling)
    assert guaranteed <= min(loan, ceiling)
    now = cover.outstanding(loan=loan, instalments=instalments, paid=paid)
    later = cover.outstanding(loan=loan, instalments=instalments, paid=paid + 1)
    shown = [cover.exposure(principal=p, guaranteed=guaranteed, loan=loan) for p in (loan, now, later)]
    assert shown == sorted(shown, reverse=True) and shown[0] == guaranteed


@CALM
@given(euros("0.01"), MONTHS, KINDS, st.integers(0, 400), shares())
def test_the_principal_never_grows_is_never_negative_and_ends_at_zero(loan, months, kind, grace, rate):
    left = amortisation.principal_left(
        principal=loan, months=months, repayment=kind, grace=min(grace, months - 1), yearly_rate=rate
    )
    assert len(left) == months + 1
    assert left[0] == loan and left[-1] == 0 <= min(left)
    assert left == sorted(left, reverse=True)
    assert all(amount == amount.quantize(D("0.01")) for amount in left)


@CALM
@given(euros("1000"), MONTHS, st.integers(0, 60), st.decimals(D(0), D("0.12"), places=6))
def test_constant_instalments_follow_the_exact_formula(loan, months, grace, rate):
    """`P × ((1+t)ⁿ − (1+t)ᵏ) ÷ ((1+t)ⁿ − 1)`: each rounding is of half a cent at most, and earns interest."""
    grace = min(grace, months - 1)
    left = amortisation.principal_left(
        principal=loan, months=months, repayment="annuity", grace=grace, yearly_rate=rate
    )
    count, monthly = months - grace, float(rate) / 12
    assert left[: grace + 1] == [loan] * (grace + 1)
    for paid, amount in enumerate(left[grace:-1]):
        whole = (1 + monthly) ** count - 1 if monthly else count
        exact = float(loan) * (
            ((1 + monthly) ** count - (1 + monthly) ** paid) / whole if monthly else 1 - paid / count
        )
        assert abs(float(amount) - exact) <= 0.011 * paid * (1 + monthly) ** paid + 0.01


@CALM
@given(euros("10000"), st.integers(2, 360), st.decimals(D(0), D("0.12"), places=6))
def test_each_constant_instalment_repays_more_principal_than_the_one_before(loan, months, rate):
    left = amortisation.principal_left(principal=loan, months=months, repayment="annuity", yearly_rate=rate)
    repaid = [before - after for before, after in pairwise(left)]
    assert min(repaid) > 0, "it falls with every instalment"
    assert all(later >= one - D("0.01") for one, later in pairwise(repaid[:-1]))
