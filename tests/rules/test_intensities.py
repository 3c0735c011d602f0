from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.rules.dated import NoLawInForce
from funding.rules.intensities import (
    ALONE,
    Category,
    Collaboration,
    Cost,
    aid_ceiling,
    earns_bonus,
    highest_rate,
    incentive_refusal,
)
from funding.rules.size import ORDER, Size
from funding.rules.wording import Refusal, ValueRefused

from .strategies import euros, shares

TODAY = date(2026, 11, 2)
RESEARCH = [
    Cost(category=Category.INDUSTRIAL, amount=Decimal(200_000)),
    Cost(category=Category.EXPERIMENTAL, amount=Decimal(300_000)),
]
TOGETHER = Collaboration(undertakings=2, with_sme=True, largest_share=Decimal("0.70"))
MILLION = [Cost(category=Category.EXPERIMENTAL, amount=Decimal(1_000_000))]


def test_AT_F11_small_firm_alone():
    found = aid_ceiling(costs=RESEARCH, size=Size.SMALL, on=TODAY)
    assert [line.value for line in found.lines] == [140_000, 135_000]
    assert found.highest == 275_000


def test_AT_F11_small_firm_in_collaboration_is_capped_at_80_percent():
    found = aid_ceiling(costs=RESEARCH, size=Size.SMALL, on=TODAY, collaboration=TOGETHER)
    assert [line.value for line in found.lines] == [160_000, 180_000]
    assert found.highest == 340_000


@pytest.mark.parametrize(("share", "aid"), [("0.09", 250_000), ("0.10", 400_000)])
def test_AT_F12_a_research_body_bears_at_least_a_tenth(share, aid):
    together = Collaboration(research_share=Decimal(share), may_publish=True)
    assert aid_ceiling(costs=MILLION, size=Size.LARGE, on=TODAY, collaboration=together).highest == aid


@pytest.mark.parametrize(
    ("category", "size", "alone", "together"),
    [
        (Category.FUNDAMENTAL, Size.LARGE, "1", "1"),
        (Category.INDUSTRIAL, Size.LARGE, "0.50", "0.65"),
        (Category.INDUSTRIAL, Size.MEDIUM, "0.60", "0.75"),
        (Category.INDUSTRIAL, Size.MICRO, "0.70", "0.80"),
        (Category.EXPERIMENTAL, Size.LARGE, "0.25", "0.40"),
        (Category.EXPERIMENTAL, Size.MEDIUM, "0.35", "0.50"),
        (Category.EXPERIMENTAL, Size.SMALL, "0.45", "0.60"),
        (Category.FEASIBILITY, Size.MEDIUM, "0.60", "0.60"),
        (Category.CLUSTER, Size.LARGE, "0.50", "0.50"),
        (Category.CONSULTANCY, Size.SMALL, "0.50", "0.50"),
    ],
)
def test_the_table_of_intensities(category, size, alone, together):
    assert highest_rate(category=category, size=size, on=TODAY) == Decimal(alone)
    found = highest_rate(category=category, size=size, on=TODAY, collaboration=TOGETHER)
    assert found == Decimal(together)


@pytest.mark.parametrize(
    ("change", "earned"),
    [
        ({}, True),
        ({"largest_share": Decimal("0.700001")}, False),
        ({"undertakings": 1}, False),
        ({"with_sme": False}, False),
        ({"with_sme": False, "member_states": 2}, True),
        ({"undertakings": 1, "research_share": Decimal("0.10")}, False),
        ({"undertakings": 1, "research_share": Decimal("0.10"), "may_publish": True}, True),
    ],
)
def test_what_earns_the_bonus(change, earned):
    assert earns_bonus(replace(TOGETHER, **change), on=TODAY) is earned
    assert not earns_bonus(ALONE, on=TODAY)


def test_what_is_kept_for_smes_is_refused_to_a_large_firm():
    costs = [Cost(category=Category.SME_INNOVATION, amount=Decimal(100)), *MILLION]
    found = aid_ceiling(costs=costs, size=Size.LARGE, on=TODAY)
    assert [refusal.code for refusal in found.refusals] == ["size_not_covered"]
    assert found.highest == 250_000
    assert "réservé aux PME" in found.refusals[0].sentence


def test_process_innovation_of_a_large_firm_needs_smes_beside_it():
    facts = {"category": Category.PROCESS, "size": Size.LARGE, "on": TODAY}
    alone = highest_rate(**facts)
    assert isinstance(alone, Refusal)
    assert alone.code == "sme_share_too_low"
    assert highest_rate(**facts, collaboration=Collaboration(sme_share=Decimal("0.30"))) == Decimal("0.15")


@pytest.mark.parametrize("day", [date(2023, 6, 30), date(2027, 1, 1)])
def test_no_intensity_outlives_the_regulation(day):
    with pytest.raises(NoLawInForce):
        aid_ceiling(costs=MILLION, size=Size.SMALL, on=day)
    with pytest.raises(NoLawInForce):
        aid_ceiling(costs=[], size=Size.SMALL, on=day)
    assert aid_ceiling(costs=MILLION, size=Size.SMALL, on=date(2026, 12, 31)).highest == 450_000


def test_impossible_costs_are_refused():
    with pytest.raises(ValueRefused, match="negative_amount"):
        aid_ceiling(costs=[Cost(category=Category.CLUSTER, amount=Decimal(-1))], size=Size.SMALL, on=TODAY)


def test_works_may_start_on_the_day_of_submission_not_before():
    assert incentive_refusal(submitted_on=TODAY, works_start_on=TODAY) is None
    early = incentive_refusal(submitted_on=TODAY, works_start_on=date(2026, 11, 1))
    assert early is not None
    assert early.code == "works_already_started"
    assert "1" in early.sentence and "novembre 2026" in early.sentence


@given(
    costs=st.lists(st.builds(Cost, category=st.sampled_from(Category), amount=euros()), max_size=6),
    together=st.builds(
        Collaboration,
        undertakings=st.integers(1, 4),
        with_sme=st.booleans(),
        largest_share=shares(),
        research_share=shares(),
        sme_share=shares(),
        may_publish=st.booleans(),
    ),
)
def test_smaller_firms_may_always_have_as_much_and_never_all_but_fundamental(costs, together):
    highest = [aid_ceiling(costs=costs, size=size, on=TODAY, collaboration=together).highest for size in ORDER]
    assert highest == sorted(highest, reverse=True)
    fundamental = sum(cost.amount for cost in costs if cost.category is Category.FUNDAMENTAL)
    others = sum(cost.amount for cost in costs if cost.category is not Category.FUNDAMENTAL)
    assert highest[0] <= fundamental + others * Decimal("0.80")
