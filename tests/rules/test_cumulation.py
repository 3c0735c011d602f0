"""Cumulation, incentive effect, exclusions (Reg. 651/2014) and the single undertaking (Reg. 2023/2831)."""

from datetime import date
from decimal import Decimal as D

import pytest

from funding.rules.cumulation import (
    INCENTIVE_CONTENT,
    content_refusal,
    cost_refusal,
    cumulation_refusal,
    exclusion_refusals,
    notification_refusal,
)
from funding.rules.de_minimis import check
from funding.rules.intensities import incentive_refusal
from funding.rules.single_undertaking import Control, KnownAid, Link, counted_once, members
from funding.rules.wording import ValueRefused


def test_art_8_aids_to_the_same_costs_stay_under_the_intensity_together():
    assert cumulation_refusal(aid=D(200_000), other_aid=D(75_000), ceiling=D(275_000)) is None
    refused = cumulation_refusal(aid=D("200000.01"), other_aid=D(75_000), ceiling=D(275_000))
    assert refused.code == "above_cumulation"
    assert "200\u202f000" in refused.sentence  # what is left is said


def test_art_8_alone_the_aid_has_its_own_sentence():
    assert cumulation_refusal(aid=D(275_001), other_aid=D(0), ceiling=D(275_000)).code == "above_intensity"


def test_costs_are_not_paid_twice_whatever_the_regime():
    assert cost_refusal(aid=D(60), other_aid=D(40), cost=D(100)) is None
    assert cost_refusal(aid=D(60), other_aid=D("40.01"), cost=D(100)).code == "paid_twice"


def test_art_4_the_threshold_itself_needs_no_notification():
    assert notification_refusal(aid=D(35_000_000), threshold=D(35_000_000)) is None
    assert notification_refusal(aid=D("35000000.01"), threshold=D(35_000_000)).code == "to_be_notified"


def test_art_1_who_is_left_out():
    assert exclusion_refusals(in_difficulty=False, recovery_order=False) == ()
    codes = [r.code for r in exclusion_refusals(in_difficulty=True, recovery_order=True)]
    assert codes == ["in_difficulty", "recovery_order"]


def test_art_6_the_application_says_everything_before_the_works():
    whole = dict.fromkeys(INCENTIVE_CONTENT, True)
    assert content_refusal(whole) is None
    refused = content_refusal(whole | {"location": False, "costs": False})
    assert refused.sentence.index("son lieu") < refused.sentence.index("ses dépenses")
    assert incentive_refusal(submitted_on=date(2026, 3, 2), works_start_on=date(2026, 3, 2)) is None
    assert incentive_refusal(submitted_on=date(2026, 3, 2), works_start_on=date(2026, 3, 1)).code == (
        "works_already_started"
    )


def test_amounts_are_amounts():
    with pytest.raises(ValueRefused):
        cumulation_refusal(aid=D(-1), other_aid=D(0), ceiling=D(1))


def test_control_reaches_through_others_and_strangers_stay_out():
    links = [Link(one="A", other="B"), Link(one="B", other="C", control=Control.INFLUENCE), Link(one="X", other="Y")]
    assert members("A", links=links) == {"A", "B", "C"}
    assert members("C", links=links) == {"A", "B", "C"}
    assert members("Z", links=links) == {"Z"}


def known(gge, day=date(2025, 6, 1), siren="552081317", source="declared"):
    return KnownAid(siren=siren, granted_on=day, gge=D(gge), source=source)


def test_an_aid_that_two_sources_tell_counts_once():
    once = counted_once([[known(100)], [known(100, source="register")]])
    assert [aid.source for aid in once] == ["declared"]


def test_two_equal_aids_of_one_source_are_two():
    assert len(counted_once([[known(100)], [known(100), known(100)]])) == 2
    assert len(counted_once([[known(100), known(100)], [known(100), known(100)]])) == 2


def test_AT_F8_from_two_sources_of_a_single_undertaking():
    """The declaration tells one aid, the register of a linked company the other: 310,000 is refused whole."""
    aids = counted_once([[known(100_000, date(2024, 1, 15))], [known(150_000, siren="443061841", source="register")]])
    found = check(requested=D(60_000), on=date(2026, 12, 1), past=[aid.past for aid in aids])
    assert not found.accepted
    assert (found.headroom, found.fits_from) == (D(50_000), date(2027, 1, 15))
