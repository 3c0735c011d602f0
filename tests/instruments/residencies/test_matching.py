"""The matching: stable, one each, within the constraints, the same every time."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from residencies.rules.matching import (
    ANYWHERE,
    DATES,
    DEPARTMENT,
    DISCIPLINES,
    DISTANCE,
    REGION,
    TIE,
    ZONE,
    Barrier,
    Blocking,
    Place,
    Side,
    barriers,
    blocking_pairs,
    liking,
    match,
    possible,
    steps_between,
)

SKILLS = ["architecture", "design", "sociology"]
PLACES = [
    Place(department="77", region="11", zone="metro"), Place(department="75", region="11", zone="metro"),
    Place(department="33", region="75", zone="metro"), Place(department="974", region="04", zone="drom"), Place(),
]  # fmt: skip


def side(key, weeks=0b111, disciplines=(), **facts):
    return Side(key=key, weeks=weeks, disciplines=frozenset(disciplines), **facts)


def test_both_first_choices_are_granted():
    hosts = [side(1, ranks={11: 1, 12: 2}), side(2, ranks={12: 1, 11: 2})]
    teams = [side(11, ranks={1: 1}), side(12, ranks={2: 1})]
    found = match(hosts, teams, weeks=3)
    assert found.by_host == {1: 11, 2: 12}
    assert found.pairs[0] == (1, 11, 3, 1, 1)
    assert not found.hosts_alone and not found.teams_alone


def test_the_host_has_the_best_that_any_stable_matching_gives():
    """Two stable matchings exist: the hosts' wishes prevail."""
    hosts = [side(1, ranks={11: 1, 12: 2}), side(2, ranks={12: 1, 11: 2})]
    teams = [side(11, ranks={2: 1, 1: 2}), side(12, ranks={1: 1, 2: 2})]
    assert match(hosts, teams, weeks=3).by_host == {1: 11, 2: 12}


def test_a_score_separates_those_that_nobody_ranked():
    teams = [side(11, score=Decimal("3.2")), side(12, score=Decimal("4.1"))]
    assert match([side(1)], teams, weeks=3).by_host == {1: 12}


def test_each_barrier_says_what_it_lacks():
    host = side(1, weeks=0b11, disciplines=["design", "sociology"], place=PLACES[0], ties=frozenset({11}))
    team = side(11, weeks=0b110, disciplines=["design"], place=PLACES[2], reach=REGION)
    assert barriers(host, team, weeks=2) == [
        Barrier(DATES, ("1", "2")), Barrier(DISCIPLINES, ("sociology",)), Barrier(DISTANCE, ("2", "1")), Barrier(TIE),
    ]  # fmt: skip
    assert not possible(host, team, 2)


def test_distance_goes_by_department_region_zone():
    brie, paris, bordeaux, reunion, unknown = PLACES
    measured = [steps_between(brie, other) for other in (brie, paris, bordeaux, reunion, unknown)]
    assert measured == [DEPARTMENT, REGION, ZONE, ANYWHERE, ANYWHERE]


def test_who_stays_alone_reads_why():
    hosts = [side(1, ranks={11: 1}), side(2, disciplines=["design"]), side(3, ranks={11: 1})]
    teams = [side(11, ranks={1: 1}), side(12, weeks=0)]
    found = match(hosts, teams, weeks=1)
    assert found.by_host == {1: 11}
    assert [(a.key, a.barred, a.preferred_another) for a in found.hosts_alone] == [
        (2, ((DATES, 1), (DISCIPLINES, 1)), 0), (3, ((DATES, 1),), 1),
    ]  # fmt: skip
    assert [(a.key, a.barred, a.preferred_another) for a in found.teams_alone] == [(12, ((DATES, 3),), 0)]


def test_a_change_that_both_would_undo_is_a_blocking_pair():
    hosts = [side(1, ranks={11: 1}), side(2, ranks={11: 2, 12: 1})]
    teams = [side(11, ranks={1: 1}), side(12, ranks={2: 1})]
    swapped = {1: 12, 2: 11}
    assert blocking_pairs(swapped, hosts, teams, weeks=3) == [Blocking(1, 11), Blocking(2, 12)]


@st.composite
def rounds(draw):
    size = st.integers(0, 6)
    hosts = [draw(sides(n + 1, [101 + k for k in range(6)])) for n in range(draw(size))]
    teams = [draw(sides(n + 101, [1 + k for k in range(6)])) for n in range(draw(size))]
    return hosts, teams


def sides(key, others):
    return st.builds(
        Side, key=st.just(key), weeks=st.integers(0, 31),
        disciplines=st.frozensets(st.sampled_from(SKILLS), max_size=2),
        place=st.sampled_from(PLACES), reach=st.integers(0, 3),
        ranks=st.lists(st.sampled_from(others), unique=True).map(lambda row: {k: n for n, k in enumerate(row, 1)}),
        score=st.decimals(0, 5, places=2), ties=st.frozensets(st.sampled_from(others), max_size=2),
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(rounds(), st.integers(0, 3))
def test_no_blocking_pair_one_each_constraints_hold(given_round, weeks):
    hosts, teams = given_round
    found = match(hosts, teams, weeks=weeks)
    by_host, by_team = found.by_host, {pair.team: pair.host for pair in found.pairs}
    assert len(by_host) == len(by_team) == len(found.pairs)
    sides_of = {s.key: s for s in [*hosts, *teams]}
    assert all(barriers(sides_of[h], sides_of[t], weeks=weeks) == [] for h, t in by_host.items())
    assert blocking_pairs(by_host, hosts, teams, weeks=weeks) == []
    assert {a.key for a in found.hosts_alone} == {h.key for h in hosts} - set(by_host)
    assert {a.key for a in found.teams_alone} == {t.key for t in teams} - set(by_team)


@settings(max_examples=100, deadline=None)
@given(rounds())
def test_the_order_of_entry_changes_nothing(given_round):
    hosts, teams = given_round
    assert match(hosts, teams, weeks=1) == match(hosts[::-1], teams[::-1], weeks=1)


@settings(max_examples=100, deadline=None)
@given(rounds())
def test_an_impossible_pair_and_its_barriers_agree(given_round):
    hosts, teams = given_round
    assert all(possible(h, t, 2) == (barriers(h, t, weeks=2) == []) for h in hosts for t in teams)
    assert all(liking(h, t) != liking(h, u) for h in hosts for t in teams for u in teams if t.key != u.key)
