"""The arithmetic of real calls: PIA labs, PIA3 régional, i-Nov."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from funding.rules.aid import AidRules, Bounds, Partner, consortium_plan, grant_plan
from funding.rules.wording import ValueRefused

from .strategies import euros, shares

LABS = AidRules(rate=Decimal("0.50"), total_cost=Bounds(highest=Decimal(500_000)))
REGIONAL = AidRules(
    rate=Decimal("0.50"),
    aid_ceiling=Decimal(2_000_000),
    grant_rate_of_base=Decimal("0.25"),
    base=Bounds(lowest=Decimal(1_000_000), strictly_above=True),
)
I_NOV = AidRules(
    rate=Decimal("0.45"),
    grant_parts=Decimal(2),
    recoverable_parts=Decimal(1),
    total_cost=Bounds(lowest=Decimal(600_000), highest=Decimal(5_000_000)),
)


def codes(plan):
    return [refusal.code for refusal in plan.refusals]


def test_AT_01_labs_half_of_at_most_500_000():
    plan = grant_plan(eligible_base=Decimal(500_000), rules=LABS)
    assert (plan.aid, plan.grant, plan.recoverable_advance) == (Decimal(250_000), Decimal(250_000), 0)
    assert plan.admissible


def test_AT_01_labs_600_000_is_not_admissible():
    plan = grant_plan(eligible_base=Decimal(600_000), rules=LABS)
    assert codes(plan) == ["total_cost_too_high"]
    assert plan.refusals[0].values == {"cost": Decimal(600_000), "limit": Decimal(500_000)}
    assert plan.aid == plan.grant == 0


@pytest.mark.parametrize(
    ("base", "aid", "grant", "advance"),
    [(3_000_000, 1_500_000, 750_000, 750_000), (5_000_000, 2_000_000, 1_250_000, 750_000)],
)
def test_AT_02_regional_aid_is_capped_and_the_rest_of_the_grant_is_an_advance(base, aid, grant, advance):
    plan = grant_plan(eligible_base=Decimal(base), rules=REGIONAL)
    assert (plan.aid, plan.grant, plan.recoverable_advance) == (aid, grant, advance)


@pytest.mark.parametrize("base", ["900000", "1000000.00"])
def test_AT_02_regional_base_must_be_above_a_million(base):
    assert codes(grant_plan(eligible_base=Decimal(base), rules=REGIONAL)) == ["base_too_low"]
    assert grant_plan(eligible_base=Decimal("1000000.01"), rules=REGIONAL).admissible


def test_AT_03_i_nov_two_thirds_one_third_and_sixty_forty():
    old = grant_plan(eligible_base=Decimal(1_000_000), rules=I_NOV)
    assert (old.aid, old.grant, old.recoverable_advance) == (450_000, 300_000, 150_000)
    sixty_forty = replace(I_NOV, grant_parts=Decimal(60), recoverable_parts=Decimal(40))
    new = grant_plan(eligible_base=Decimal(1_000_000), rules=sixty_forty)
    assert (new.aid, new.grant, new.recoverable_advance) == (450_000, 270_000, 180_000)


def test_AT_05_a_ceiling_shared_by_three_equal_partners():
    rules = AidRules(rate=Decimal(1), aid_ceiling=Decimal(100_000))
    partners = [Partner(key=key, eligible_base=Decimal(50_000), rate=Decimal(1)) for key in "abc"]
    plan = consortium_plan(partners=partners, rules=rules)
    assert [p.aid for p in plan.partners.values()] == [
        Decimal("33333.33"),
        Decimal("33333.33"),
        Decimal("33333.34"),
    ]
    assert plan.project.aid == Decimal(100_000)


def test_each_partner_has_its_own_rate_but_never_above_the_call():
    partners = [
        Partner(key="ville", eligible_base=Decimal(100_000), rate=Decimal("0.40")),
        Partner(key="labo", eligible_base=Decimal(100_000), rate=Decimal("1")),
        Partner(key="asso", eligible_base=Decimal(100_000), rate=Decimal("0.50"), aid_ceiling=Decimal(30_000)),
    ]
    plan = consortium_plan(partners=partners, rules=LABS)
    assert {key: p.aid for key, p in plan.partners.items()} == {
        "ville": 40_000,
        "labo": 50_000,
        "asso": 30_000,
    }
    assert plan.project.aid == 120_000


def test_a_consortium_that_is_refused_gives_nobody_anything():
    partners = [Partner(key=key, eligible_base=Decimal(300_000), rate=Decimal("0.5")) for key in "ab"]
    plan = consortium_plan(partners=partners, rules=LABS)
    assert codes(plan.project) == codes(plan.partners["a"]) == ["total_cost_too_high"]
    assert plan.project.aid == plan.partners["a"].aid == 0


def test_a_total_cost_apart_from_the_base_is_what_the_bounds_measure():
    plan = grant_plan(eligible_base=Decimal(400_000), total_cost=Decimal(500_001), rules=LABS)
    assert codes(plan) == ["total_cost_too_high"]
    low = grant_plan(eligible_base=Decimal(599_999), rules=I_NOV)
    assert codes(low) == ["total_cost_too_low"]
    base = replace(LABS, base=Bounds(highest=Decimal(100), strictly_below=True))
    assert codes(grant_plan(eligible_base=Decimal(100), rules=base)) == ["base_too_high"]


def test_an_aid_under_the_floor_is_refused():
    rules = AidRules(rate=Decimal("0.5"), aid_floor=Decimal(100_000))
    assert codes(grant_plan(eligible_base=Decimal("199999.99"), rules=rules)) == ["aid_too_low"]
    assert grant_plan(eligible_base=Decimal(200_000), rules=rules).aid == 100_000
    partners = [Partner(key=key, eligible_base=Decimal(100_000), rate=Decimal("0.5")) for key in "ab"]
    assert consortium_plan(partners=partners, rules=rules).project.aid == 100_000
    assert codes(consortium_plan(partners=partners[:1], rules=rules).project) == ["aid_too_low"]


def test_the_arithmetic_is_shown_as_it_is_done():
    plan = grant_plan(eligible_base=Decimal(5_000_000), rules=REGIONAL)
    assert [(line.key, line.value) for line in plan.steps] == [
        ("aid_by_rate", 2_500_000),
        ("aid_ceiling", 2_000_000),
        ("grant", 1_250_000),
        ("recoverable_advance", 750_000),
    ]
    spaces = str.maketrans({"\u202f": " ", "\u00a0": " "})
    assert plan.steps[0].formula.translate(spaces) == "5 000 000 € × 50 %"
    assert plan.steps[2].formula.translate(spaces) == "2 000 000 €, au plus 5 000 000 € × 25 %"
    assert plan.steps[3].formula.translate(spaces) == "2 000 000 € − 1 250 000 €"
    parts = grant_plan(eligible_base=Decimal(1_000_000), rules=I_NOV).steps[1].formula
    assert parts.translate(spaces) == "450 000 € × 2 / 3"
    refused = grant_plan(eligible_base=Decimal(600_000), rules=LABS)
    assert refused.refusals[0].sentence.translate(spaces) == (
        "Le coût total est de 600 000 € : cet appel s’arrête à 500 000 €."
    )


def test_money_that_is_not_money_is_refused():
    with pytest.raises(ValueRefused, match="negative_amount"):
        grant_plan(eligible_base=Decimal(-1), rules=LABS)
    with pytest.raises(ValueRefused, match="not_a_rate"):
        grant_plan(eligible_base=Decimal(1), rules=AidRules(rate=Decimal("1.1")))
    with pytest.raises(ValueRefused, match="not_an_amount"):
        partner = Partner(key="a", eligible_base=Decimal("NaN"), rate=Decimal(1))
        consortium_plan(partners=[partner], rules=LABS)


RULES = st.builds(
    AidRules,
    rate=shares(),
    aid_ceiling=st.none() | euros(),
    grant_parts=st.sampled_from([Decimal(1), Decimal(2), Decimal(60)]),
    recoverable_parts=st.sampled_from([Decimal(0), Decimal(1), Decimal(40)]),
    grant_rate_of_base=shares(),
)
PARTNERS = st.lists(st.tuples(euros(), shares()), min_size=1, max_size=8)


@given(base=euros(), rules=RULES)
def test_no_ceiling_is_ever_exceeded(base, rules):
    plan = grant_plan(eligible_base=base, rules=rules)
    assert plan.grant + plan.recoverable_advance == plan.aid
    assert 0 <= plan.aid <= base * rules.rate
    assert 0 <= plan.grant <= base * rules.grant_rate_of_base
    assert plan.recoverable_advance >= 0
    assert rules.aid_ceiling is None or plan.aid <= rules.aid_ceiling


@given(first=euros(), second=euros(), rules=RULES)
def test_a_larger_base_never_means_a_smaller_aid(first, second, rules):
    low, high = sorted([first, second])
    assert grant_plan(eligible_base=low, rules=rules).aid <= grant_plan(eligible_base=high, rules=rules).aid


@given(partners=PARTNERS, rules=RULES)
def test_a_consortium_sums_and_stays_under_every_ceiling(partners, rules):
    named = [Partner(key=str(i), eligible_base=base, rate=rate) for i, (base, rate) in enumerate(partners)]
    plan = consortium_plan(partners=named, rules=rules)
    assert plan.project.aid == sum(p.aid for p in plan.partners.values())
    assert plan.project.grant + plan.project.recoverable_advance == plan.project.aid
    assert rules.aid_ceiling is None or plan.project.aid <= rules.aid_ceiling
    for partner in named:
        assert plan.partners[partner.key].aid <= partner.eligible_base * min(partner.rate, rules.rate)


@given(partners=PARTNERS, ceiling=euros("0.01"))
def test_a_project_ceiling_that_bites_is_given_whole(partners, ceiling):
    named = [Partner(key=str(i), eligible_base=base, rate=rate) for i, (base, rate) in enumerate(partners)]
    free = consortium_plan(partners=named, rules=AidRules(rate=Decimal(1)))
    assume(free.project.aid > ceiling)
    capped = consortium_plan(partners=named, rules=AidRules(rate=Decimal(1), aid_ceiling=ceiling))
    assert capped.project.aid == ceiling
