"""The proposal for a whole call: nothing forbidden, nothing missed, loads as even as can be, no better exchange."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from funding.rules.assignment import Demand, Seat, propose


@st.composite
def calls(draw, files=7, seats=6, most=3):
    wanted = draw(st.lists(st.integers(0, most), min_size=1, max_size=files))
    room = draw(st.lists(st.tuples(st.integers(0, files), st.integers(0, 3)), min_size=1, max_size=seats))
    pairs = [(f, s) for f in range(len(wanted)) for s in range(len(room))]
    barred = draw(st.sets(st.sampled_from(pairs), max_size=len(pairs)))
    fits = draw(st.dictionaries(st.sampled_from(pairs), st.integers(1, 5)))
    table: dict = {}
    for (file, seat), value in fits.items():
        table.setdefault(file, {})[seat] = value
    return {
        "files": [Demand(key=n, wanted=w) for n, w in enumerate(wanted)],
        "seats": [Seat(key=n, capacity=c, load=load) for n, (c, load) in enumerate(room)],
        "fits": table,
        "barred": barred,
    }


@given(calls())
def test_nobody_is_forbidden_twice_or_over_capacity(call):
    found = propose(**call)
    seats = {seat.key: seat for seat in call["seats"]}
    loads = {key: seat.load for key, seat in seats.items()}
    for file in call["files"]:
        given_ = found.given[file.key]
        assert len(given_) == len(set(given_)) <= file.wanted
        assert len(given_) + found.short.get(file.key, 0) == file.wanted
        for key in given_:
            assert (file.key, key) not in call["barred"]
            loads[key] += 1
    assert loads == found.loads
    assert all(loads[key] <= max(seat.capacity, seat.load) for key, seat in seats.items())


def most_places(call) -> int:
    """The most places that can be filled, by another road: Ford and Fulkerson on pairs, one place at a time."""
    left = {s.key: max(0, s.capacity - s.load) for s in call["seats"]}
    used: set = set()

    def push(file, seen) -> bool:
        for seat in left:
            if seat in seen or (file, seat) in used or (file, seat) in call["barred"]:
                continue
            seen.add(seat)
            if left[seat] > 0:
                left[seat] -= 1
                used.add((file, seat))
                return True
            for other in sorted(f for f, s in used if s == seat):
                used.remove((other, seat))
                used.add((file, seat))
                if push(other, seen):
                    return True
                used.remove((file, seat))
                used.add((other, seat))
        return False

    return sum(push(file.key, set()) for file in call["files"] for _n in range(file.wanted))


@given(calls())
def test_no_place_that_could_be_filled_is_missed(call):
    found = propose(**call)
    assert sum(map(len, found.given.values())) == most_places(call)


def sharings(call, counts):
    """Every way to give each file its count, within conflicts and capacities: the loads of each."""
    seats = call["seats"]
    files = [f.key for f in call["files"] if counts[f.key]]

    def walk(index, loads):
        if index == len(files):
            yield tuple(loads)
            return
        file = files[index]
        free = [n for n, s in enumerate(seats) if (file, s.key) not in call["barred"] and loads[n] < s.capacity]
        for chosen in combinations(free, counts[file]):
            yield from walk(index + 1, [load + (n in chosen) for n, load in enumerate(loads)])

    return walk(0, [s.load for s in seats])


@settings(max_examples=60)
@given(calls(files=4, seats=4, most=2))
def test_loads_are_as_even_as_they_can_be(call):
    """Against every possible sharing: the sum of squared loads is the least."""
    found = propose(**call)
    counts = {key: len(given_) for key, given_ in found.given.items()}
    best = min(sum(load * load for load in loads) for loads in sharings(call, counts))
    assert sum(load * load for load in found.loads.values()) == best


@given(calls(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_changes_nothing(call, draw):
    shuffled = {**call, "files": draw.sample(call["files"], len(call["files"]))}
    shuffled["seats"] = draw.sample(call["seats"], len(call["seats"]))
    first, second = propose(**call), propose(**shuffled)
    assert (first.given, first.loads, first.fit) == (second.given, second.loads, second.fit)


@given(calls())
def test_no_exchange_of_two_would_fit_better(call):
    found = propose(**call)
    fit = lambda f, s: call["fits"].get(f, {}).get(s, 0)  # noqa: E731
    taken = [(f, s) for f, given_ in found.given.items() for s in given_]
    for (f, a), (g, b) in combinations(taken, 2):
        if f == g or a == b or b in found.given[f] or a in found.given[g]:
            continue
        if (f, b) in call["barred"] or (g, a) in call["barred"]:
            continue
        assert fit(f, b) + fit(g, a) <= fit(f, a) + fit(g, b)


def test_a_file_goes_to_who_knows_it_when_loads_allow():
    files = [Demand(key=1, wanted=1), Demand(key=2, wanted=1)]
    seats = [Seat(key=10, capacity=5), Seat(key=20, capacity=5)]
    found = propose(files=files, seats=seats, fits={1: {20: 3}, 2: {10: 3}})
    assert found.given == {1: (20,), 2: (10,)} and found.fit == 6


def test_who_carries_more_already_gets_less():
    files = [Demand(key=n, wanted=1) for n in range(4)]
    seats = [Seat(key=1, capacity=9, load=4), Seat(key=2, capacity=9)]
    assert propose(files=files, seats=seats, fits={}).loads == {1: 4, 2: 4}


def test_a_conflict_is_worked_around_through_others():
    """Only the first may take file 1; it must give up file 2, which the second may take."""
    files = [Demand(key=1, wanted=1), Demand(key=2, wanted=1)]
    seats = [Seat(key=1, capacity=1), Seat(key=2, capacity=1)]
    found = propose(files=files, seats=seats, fits={2: {1: 5}}, barred={(1, 2)})
    assert found.given == {1: (1,), 2: (2,)} and found.short == {}
