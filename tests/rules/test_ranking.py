from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.rules.ranking import Candidate, TieBreak, cut, rank, reserve_list
from funding.rules.wording import ValueRefused

from .strategies import euros

NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)
BASE = Candidate(
    reference="A",
    score=Decimal("4.00"),
    proposed=Decimal(100_000),
    public_cost=Decimal(200_000),
    completed_at=NOON,
    margin=Decimal("1.00"),
    impact=Decimal("4.00"),
)
MILLION = Decimal(1_000_000)


def listed(places):
    return [(place.rank, place.candidate.reference) for place in places]


def with_proposals(*thousands):
    return rank(
        replace(BASE, reference=f"{n}", score=Decimal(5 - n), proposed=Decimal(amount * 1000))
        for n, amount in enumerate(thousands, start=1)
    )


def test_AT_K3_the_first_that_does_not_fit_and_all_below_wait():
    found = cut(with_proposals(400, 350, 300, 200), envelope=MILLION)
    assert listed(found.awarded) == [(1, "1"), (2, "2")]
    assert listed(found.reserve) == [(3, "3"), (4, "4")]
    assert (found.awarded_total, found.left) == (750_000, 250_000)


def test_AT_K3_a_smaller_later_file_only_if_the_call_says_so():
    found = cut(with_proposals(400, 350, 300, 200), envelope=MILLION, allow_skip=True)
    assert listed(found.awarded) == [(1, "1"), (2, "2"), (4, "4")]
    assert listed(found.reserve) == [(3, "3")]
    assert (found.awarded_total, found.left) == (950_000, 50_000)


def test_the_envelope_may_be_spent_to_the_last_cent():
    found = cut(with_proposals(600, 400), envelope=MILLION)
    assert (len(found.awarded), found.left) == (2, 0)
    assert len(cut(with_proposals(600, 400), envelope=MILLION - Decimal("0.01")).awarded) == 1


@pytest.mark.parametrize(
    ("change", "decided_by"),
    [
        ({"score": Decimal("3.99")}, "score"),
        ({"margin": Decimal("0.99")}, "margin"),
        ({"margin": None}, "margin"),
        ({"impact": Decimal("3.99")}, "impact"),
        ({"public_cost": Decimal("200000.01")}, "cost_per_point"),
        ({"completed_at": NOON + timedelta(microseconds=1)}, "earliest"),
    ],
)
def test_each_published_tie_break_in_its_order(change, decided_by):
    behind = replace(BASE, reference="B", **change)
    for order in ([BASE, behind], [behind, BASE]):
        places = rank(order)
        assert listed(places) == [(1, "A"), (2, "B")]
        assert places[1].decided_by == decided_by


def test_an_earlier_tie_break_wins_over_a_later_one():
    cheap = replace(BASE, reference="B", impact=Decimal("3.90"), public_cost=Decimal(1))
    assert listed(rank([cheap, BASE])) == [(1, "A"), (2, "B")]
    by_cost = (TieBreak.COST_PER_POINT, TieBreak.IMPACT)
    assert listed(rank([BASE, cheap], tie_breaks=by_cost)) == [(1, "B"), (2, "A")]


def test_never_by_name_equals_share_a_rank_and_a_fate():
    equals = [replace(BASE, reference=name) for name in ("Z", "A", "M")]
    last = replace(BASE, reference="Q", score=Decimal(1))
    places = rank([*equals, last])
    assert listed(places) == [(1, "Z"), (1, "A"), (1, "M"), (4, "Q")]
    assert places[1].decided_by == ""
    found = cut(places, envelope=Decimal(299_999), allow_skip=True)
    assert listed(found.awarded) == [(4, "Q")]
    assert len(found.reserve) == 3


def test_the_reserve_list_has_an_end_and_equals_enter_together():
    below = cut(with_proposals(100, 100, 100), envelope=Decimal(0)).reserve
    counts = {most: len(reserve_list(below, most=most)) for most in (None, -1, 0, 2, 3, 9)}
    assert counts == {None: 3, -1: 0, 0: 0, 2: 2, 3: 3, 9: 3}
    equals = rank([BASE, replace(BASE, reference="B"), replace(BASE, reference="C", score=Decimal(1))])
    assert [len(reserve_list(equals, most=most)) for most in (1, 2, 3)] == [0, 2, 3]


def test_a_score_of_zero_is_infinitely_dear_and_does_not_crash():
    zero = replace(BASE, score=Decimal(0), public_cost=Decimal(1))
    dear = replace(zero, reference="B", public_cost=Decimal(10**9), completed_at=NOON - timedelta(days=1))
    assert listed(rank([zero, dear])) == [(1, "B"), (2, "A")]


def test_nothing_to_rank_and_nothing_to_give():
    assert rank([]) == ()
    assert cut([], envelope=MILLION).left == MILLION
    assert cut(rank([BASE]), envelope=Decimal(0)).awarded == ()
    with pytest.raises(ValueRefused, match="negative_amount"):
        cut([], envelope=Decimal(-1))


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        reference=st.text(max_size=3),
        score=st.decimals(0, 5, places=1),
        proposed=euros("0", "1000"),
        public_cost=euros("0", "1000"),
        completed_at=st.integers(0, 3).map(lambda n: NOON + timedelta(days=n)),
        margin=st.none() | st.decimals(-1, 1, places=1),
        impact=st.none() | st.decimals(0, 5, places=0),
    ),
    max_size=30,
)


@given(candidates=CANDIDATES, envelope=euros("0", "20000"), allow_skip=st.booleans())
def test_the_envelope_is_never_exceeded_and_nobody_is_lost(candidates, envelope, allow_skip):
    places = rank(candidates)
    found = cut(places, envelope=envelope, allow_skip=allow_skip)
    assert found.awarded_total == sum(p.candidate.proposed for p in found.awarded) <= envelope
    assert found.awarded_total + found.left == envelope
    assert sorted(p.rank for p in (*found.awarded, *found.reserve)) == [p.rank for p in places]
    if not allow_skip and found.awarded and found.reserve:
        assert found.awarded[-1].rank < found.reserve[0].rank
    ranks = {p.rank: p in found.awarded for p in places}
    assert all((p in found.awarded) == ranks[p.rank] for p in places)


@given(candidates=CANDIDATES, seed=st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_no_rank(candidates, seed):
    named = [replace(c, reference=str(n)) for n, c in enumerate(candidates)]
    shuffled = named[:]
    seed.shuffle(shuffled)
    assert sorted(listed(rank(named))) == sorted(listed(rank(shuffled)))
    scores = [place.candidate.score for place in rank(named)]
    assert scores == sorted(scores, reverse=True)
