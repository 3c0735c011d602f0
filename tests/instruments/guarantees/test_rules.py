"""The worked examples of the domain, chapter E.3: AT-E1 to AT-E11."""

from datetime import date
from decimal import Decimal as D
from fractions import Fraction

import pytest

from funding.instruments.guarantees.rules import amortisation, capacity, claims, cover
from funding.rules.grant_equivalent import of_guarantee
from funding.rules.wording import ValueRefused

DAY = date(2026, 1, 15)
E1 = [
    claims.Received(key=n, received_on=date(2026, n, 1), loss=D(loss))
    for n, loss in enumerate((500_000, 700_000, 900_000, 300_000), start=1)
]


def test_at_e1_a_capped_portfolio_pays_until_its_cap():
    cap = capacity.cap_amount(volume=D(10_000_000), rate_of_cover=D("0.8"), cap_rate=D("0.2"))
    assert cap == 1_600_000
    assert capacity.cap_leverage(rate_of_cover=D("0.8"), cap_rate=D("0.2")) == Fraction("6.25")
    found = claims.pay_in_order(calls=E1, rate_of_cover=D("0.8"), cap=cap)
    assert [row.due for row in found] == [400_000, 560_000, 720_000, 240_000]
    assert [row.paid for row in found] == [400_000, 560_000, 640_000, 0]
    assert [row.kept for row in found] == [100_000, 140_000, 260_000, 300_000]
    assert cap - sum(row.paid for row in found) == 0


def test_at_e1_simultaneous_calls_are_served_by_day_of_receipt_whatever_their_order():
    cap = D(1_600_000)
    assert claims.pay_in_order(calls=E1[::-1], rate_of_cover=D("0.8"), cap=cap) == claims.pay_in_order(
        calls=E1, rate_of_cover=D("0.8"), cap=cap
    )
    same_day = [claims.Received(key=k, received_on=DAY, order=o, loss=D(100)) for k, o in ((1, 2), (2, 1))]
    first, second = claims.pay_in_order(calls=same_day, rate_of_cover=D(1), cap=D(150))
    assert (first.key, first.paid, second.paid) == (2, 100, 50)


def test_at_e2_a_recovery_is_shared_pari_passu_and_may_reopen_the_cap():
    back = claims.recovery(net=D(100_000), cover=Fraction(4, 5), final_loss=D(700_000))
    assert (back.fund, back.bank) == (80_000, 20_000)
    found = claims.pay_in_order(calls=E1, rate_of_cover=D("0.8"), cap=D(1_600_000), recovered=back.fund, revolving=True)
    assert [row.paid for row in found] == [400_000, 560_000, 720_000, 0]
    assert claims.due_under_cap(
        loss=D(100_000), rate_of_cover=D("0.8"), cap=D(1_600_000), paid=D(1_600_000), recovered=back.fund,
        revolving=True,
    ) == 80_000  # fmt: skip
    assert claims.due_under_cap(loss=D(1), rate_of_cover=D(1), cap=D(10), paid=D(10), recovered=D(5)) == 0


def test_at_e3_cosme():
    assert capacity.cap_amount(volume=D(10_000_000), rate_of_cover=D("0.5"), cap_rate=D("0.2")) == 1_000_000
    assert capacity.cap_leverage(rate_of_cover=D("0.5"), cap_rate=D("0.2")) == 10
    assert capacity.loans_reached(guaranteed=D(1_500_000), rate_of_cover=D("0.5")) == 3_000_000


@pytest.mark.parametrize(
    ("rate", "cap_rate", "cap", "leverage"),
    [("0.8", "0.25", 2_000_000, Fraction(5)), ("0.5", "0.3", 1_500_000, Fraction(20, 3))],
)
def test_at_e4_other_caps(rate, cap_rate, cap, leverage):
    assert capacity.cap_amount(volume=D(10_000_000), rate_of_cover=D(rate), cap_rate=D(cap_rate)) == cap
    assert capacity.cap_leverage(rate_of_cover=D(rate), cap_rate=D(cap_rate)) == leverage


@pytest.mark.parametrize(
    ("loan", "rate", "guaranteed", "effective", "fee"),
    [
        (60_000, "0.65", 39_000, Fraction(65, 100), 780),
        (100_000, "0.65", 45_000, Fraction(45, 100), 900),
        (60_000, "0.5", 30_000, Fraction(1, 2), 600),
    ],
)
def test_at_e5_france_active(loan, rate, guaranteed, effective, fee):
    found = cover.guaranteed_amount(loan=D(loan), rate_of_cover=D(rate), ceiling=D(45_000))
    assert found == guaranteed
    assert cover.effective_rate(guaranteed=found, loan=D(loan)) == effective
    assert cover.commission(base=found, fee_rate=D("0.02")) == fee


@pytest.mark.parametrize(
    ("loan", "guaranteed", "effective", "fee"),
    [(62_500, 50_000, "0.8", 1_250), (80_000, 50_000, "0.625", 1_250), (40_000, 32_000, "0.8", 800)],
)
def test_at_e6_egalite(loan, guaranteed, effective, fee):
    found = cover.guaranteed_amount(loan=D(loan), rate_of_cover=D("0.8"), ceiling=D(50_000))
    assert found == guaranteed
    assert cover.effective_rate(guaranteed=found, loan=D(loan)) == Fraction(effective)
    assert cover.commission(base=found, fee_rate=D("0.025")) == fee


def test_at_e6_eighty_five_months_are_refused():
    bounds = {"loan": D(40_000), "rate_of_cover": D("0.8"), "largest_loan": None, "longest_months": 84}
    assert cover.terms_refusals(months=84, **bounds) == []
    (refusal,) = cover.terms_refusals(months=85, **bounds)
    assert refusal.code == "loan_too_long" and "85 mois" in refusal.sentence


def test_at_e7_provision_then_refund_or_complement():
    nine_tenths = Fraction(9, 10)
    provision = claims.provisional(estimated_loss=D(120_000), cover=nine_tenths)
    assert provision == 108_000
    assert claims.provision_due_on(DAY) == date(2026, 4, 15)
    most = D(180_000)
    less = claims.settlement(final_loss=D(95_000), cover=nine_tenths, provision_paid=provision, most=most)
    assert (less.due, less.complement, less.refund) == (85_500, 0, 22_500)
    more = claims.settlement(final_loss=D(130_000), cover=nine_tenths, provision_paid=provision, most=most)
    assert (more.due, more.complement, more.refund) == (117_000, 9_000, 0)


def test_at_e8_the_lender_keeps_a_quarter():
    refused = cover.retention_refusal(covers=[D("0.5"), D("0.3")], least=D("0.25"))
    assert refused is not None and refused.code == "retention_too_low"
    assert cover.retention_refusal(covers=[D("0.5"), D("0.25")], least=D("0.25")) is None


def test_at_e9_endowment_times_multiplier():
    assert capacity.most_guaranteed(endowment=D(2_000_000), multiplier=D(15)) == 30_000_000
    loans = capacity.loans_reached(guaranteed=D(30_000_000), rate_of_cover=D("0.5"))
    assert loans == 60_000_000 == 30 * 2_000_000


def test_at_e10_exposure_follows_the_amortisation():
    left = cover.outstanding(loan=D(120_000), instalments=60, paid=24)
    assert left == 72_000
    exposed = cover.exposure(principal=left, guaranteed=D(60_000), loan=D(120_000))
    assert exposed == 36_000
    assert cover.commission(base=exposed, fee_rate=D("0.008")) == 288


def left(repayment, principal=1_000, months=4, **terms):
    return amortisation.principal_left(principal=D(principal), months=months, repayment=repayment, **terms)


def test_constant_instalments_by_hand():
    """1,000 over four months at 12 % a year, 1 % a month: 1,000 × 0.01 ÷ (1 − 1.01⁻⁴) = 256.2811, so 256.28 a month.
    Interest 10.00, 7.54, 5.05; principal 246.28, 248.74, 251.23; the last instalment is 253.75 + 2.54 = 256.29."""
    assert amortisation.instalment(principal=D(1_000), count=4, yearly_rate=D("0.12")) == D("256.28")
    found = [D(1_000), D("753.72"), D("504.98"), D("253.75"), D(0)]
    assert left("annuity", yearly_rate=D("0.12")) == found
    assert left("annuity", months=6, grace=2, yearly_rate=D("0.12")) == [D(1_000), D(1_000), *found]


def test_without_interest_constant_instalments_are_equal_ones():
    """100 over three months: 33.33, 33.33, then 33.34, which absorbs the cent."""
    equal = [D(100), D("66.67"), D("33.34"), D(0)]
    assert left("linear", 100, 3) == left("annuity", 100, 3, yearly_rate=D(0)) == equal
    assert amortisation.instalment(principal=D(100), count=3, yearly_rate=D(0)) == D("33.33")


def test_at_once_nothing_is_repaid_before_the_last_day():
    assert left("bullet", 500, 3) == [500, 500, 500, 0]
    assert left("linear", 120_000, 60)[24] == 72_000, "AT-E10"


def test_constant_instalments_need_a_rate_that_is_one():
    said = {r: amortisation.rate_refusal(repayment="annuity", yearly_rate=r) for r in (None, D("1.01"), D(0), D(1))}
    assert [refusal and refusal.code for refusal in said.values()] == [
        "loan_rate_missing", "loan_rate_too_high", None, None,
    ]  # fmt: skip
    assert amortisation.rate_refusal(repayment="linear", yearly_rate=None) is None
    with pytest.raises(ValueRefused, match="no_duration"):
        amortisation.instalment(principal=D(1), count=0, yearly_rate=D(0))


def test_a_year_opens_on_each_anniversary_before_the_last_day():
    leap, ends = date(2024, 2, 29), date(2026, 2, 28)
    opened = [cover.year_opens_on(disbursed_on=leap, ends_on=ends, year=year) for year in (1, 2, 3)]
    assert opened == [leap, date(2025, 2, 28), None]
    assert cover.year_opened_on(disbursed_on=leap, day=date(2025, 2, 28)) == 2


def test_at_e11_an_event_in_the_waiting_period():
    facts = {"disbursed_on": DAY, "waiting_months": 2, "commission_due": D(780), "commission_paid": D(780)}
    (refusal,) = claims.call_refusals(event_on=date(2026, 2, 24), **facts)
    assert refusal.code == "waiting_period" and "15 mars 2026" in refusal.sentence
    assert claims.call_refusals(event_on=date(2026, 3, 15), **facts) == []
    assert [r.code for r in claims.call_refusals(event_on=date(2026, 1, 14), **facts)] == ["event_too_early"]


def test_an_unpaid_commission_closes_the_call():
    facts = {"event_on": date(2026, 6, 1), "disbursed_on": DAY, "waiting_months": 2}
    (refusal,) = claims.call_refusals(commission_due=D(780), commission_paid=D(700), **facts)
    assert refusal.code == "commission_unpaid" and "80" in refusal.sentence


def test_bad_values_have_a_sentence():
    assert [
        r.code
        for r in cover.terms_refusals(
            loan=D(300_000), months=12, rate_of_cover=D(0), largest_loan=D(200_000), longest_months=84
        )
    ] == ["no_cover", "loan_too_large"]
    with pytest.raises(ValueRefused, match="recovery_beyond_loss"):
        claims.recovery(net=D(60), cover=Fraction(1, 2), final_loss=D(100), recovered_before=D(50))
    with pytest.raises(ValueRefused, match="no_cover"):
        capacity.loans_reached(guaranteed=D(1), rate_of_cover=D(0))
    with pytest.raises(ValueRefused, match="empty_loan"):
        cover.effective_rate(guaranteed=D(0), loan=D(0))


def test_late_notice():
    assert claims.late_notice_refusal(event_on=DAY, notified_on=date(2026, 3, 16), days=60) is None
    assert claims.late_notice_refusal(event_on=DAY, notified_on=date(2026, 3, 17), days=60).code == "declared_late"


def test_at_f6_the_grant_equivalent_of_a_guarantee_is_the_simple_method():
    found = of_guarantee(guaranteed=D(39_000), months=60, guarantee_rate=D("0.65"), on=DAY)
    assert found.value == D("5200.00")


def test_the_fund_refuses_what_it_cannot_hold():
    left = capacity.capacity(endowment=D(100_000), multiplier=D(10), engaged=D(900_000), reserved=D(50_000))
    assert left == 50_000
    assert capacity.capacity_refusal(asked=D(50_000), left=left) is None
    assert "Le fonds ne peut plus garantir" in capacity.capacity_refusal(asked=D("50000.01"), left=left).sentence
    assert capacity.capacity(endowment=D(-5), multiplier=D(10), engaged=D(1), reserved=D(0)) == -1
