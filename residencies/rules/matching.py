"""Stable matching of hosts and teams: hosts propose (Gale and Shapley, 1962), so the result is the best that each host
can have in any stable matching. Pure: what is asked comes in, pairs with their reasons come out, always the same.

A pair must first be possible (`barriers`): enough weeks in common, disciplines covered, place within reach, no
earlier tie. Among possible partners a side prefers those it ranked, in its order;
then those it did not rank, by the score of their committee, then by key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

Key = int
DATES, DISCIPLINES, DISTANCE, TIE = "dates", "disciplines", "distance", "tie"
UNRANKED = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where someone is, by the official codes: there are no coordinates in the official geography."""

    department: str = ""
    region: str = ""
    zone: str = ""


# How far a team goes: its department, its region, metropolitan France (or its own overseas zone), anywhere.
DEPARTMENT, REGION, ZONE, ANYWHERE = range(4)


def steps_between(one: Place, other: Place) -> int:
    """0 same department, 1 same region, 2 same zone, 3 beyond. An unknown place is beyond all but « anywhere »."""
    if one.department and one.department == other.department:
        return DEPARTMENT
    if one.region and one.region == other.region:
        return REGION
    return ZONE if one.zone and one.zone == other.zone == "metro" else ANYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A host or a team. `weeks` is a set of week numbers as bits; `ranks` says partner -> its rank, 1 the most wanted.
    `disciplines` are those a host wants, or those a team has; `reach` is a team's; `ties` partners barred by a tie."""

    key: Key
    weeks: int
    disciplines: frozenset[str]
    place: Place = field(default_factory=Place)
    reach: int = ANYWHERE
    ranks: Mapping[Key, int] = field(default_factory=dict)
    score: Decimal = Decimal(0)
    ties: frozenset[Key] = frozenset()


class Barrier(NamedTuple):
    """Why a pair is impossible: which constraint, and what it lacks (weeks in common, disciplines, steps)."""

    kind: str
    detail: tuple[str, ...] = ()


class Pair(NamedTuple):
    host: Key
    team: Key
    weeks: int  # in common
    host_rank: int | None  # the team's place in the host's list; None when it is not there
    team_rank: int | None


@dataclass(frozen=True, slots=True)
class Alone:
    """An unmatched side: how many partners each constraint barred, and how many possible ones preferred another."""

    key: Key
    barred: tuple[tuple[str, int], ...]
    preferred_another: int


@dataclass(frozen=True, slots=True)
class Matching:
    pairs: tuple[Pair, ...]
    hosts_alone: tuple[Alone, ...]
    teams_alone: tuple[Alone, ...]

    @property
    def by_host(self) -> dict[Key, Key]:
        return {pair.host: pair.team for pair in self.pairs}


def common_weeks(host: Side, team: Side) -> int:
    return (host.weeks & team.weeks).bit_count()


def barriers(host: Side, team: Side, *, weeks: int) -> list[Barrier]:
    """Every constraint that this pair breaks; none means that it is possible. `weeks` is how many a stay needs."""
    found = []
    if (shared := common_weeks(host, team)) < weeks:
        found.append(Barrier(DATES, (str(shared), str(weeks))))
    if missing := host.disciplines - team.disciplines:
        found.append(Barrier(DISCIPLINES, tuple(sorted(missing))))
    if (steps := steps_between(host.place, team.place)) > team.reach:
        found.append(Barrier(DISTANCE, (str(steps), str(team.reach))))
    if team.key in host.ties or host.key in team.ties:
        found.append(Barrier(TIE))
    return found


def possible(host: Side, team: Side, weeks: int) -> bool:
    """As `barriers`, without their details: asked of every pair of a round."""
    return (
        (host.weeks & team.weeks).bit_count() >= weeks
        and host.disciplines <= team.disciplines
        and team.key not in host.ties
        and host.key not in team.ties
        and (team.reach == ANYWHERE or steps_between(host.place, team.place) <= team.reach)
    )


def liking(side: Side, other: Side) -> tuple[int, Decimal, Key]:
    """Smaller is better: the rank given, then the score, then the key, so that there is never a tie."""
    return side.ranks.get(other.key, UNRANKED), -other.score, other.key


def match(hosts: Iterable[Side], teams: Iterable[Side], *, weeks: int) -> Matching:
    """The host-optimal stable matching, with who stays alone and why."""
    hosts, teams = sorted(hosts, key=lambda s: s.key), sorted(teams, key=lambda s: s.key)
    by_team = {team.key: team for team in teams}
    wanted = {host.key: _list(host, teams, weeks) for host in hosts}
    held = _propose({host.key: host for host in hosts}, by_team, wanted)
    by_host = {host: team for team, host in held.items()}
    pairs = tuple(pair_of(host, by_team[by_host[host.key]]) for host in hosts if host.key in by_host)
    return Matching(
        pairs=pairs,
        hosts_alone=tuple(alone(h, teams, weeks) for h in hosts if h.key not in by_host),
        teams_alone=tuple(alone(t, hosts, weeks, is_team=True) for t in teams if t.key not in held),
    )


def _list(host: Side, teams: Sequence[Side], weeks: int) -> list[Key]:
    """Possible teams, the least wanted first: the next one is popped."""
    able = [team for team in teams if possible(host, team, weeks)]
    return [team.key for team in sorted(able, key=lambda team: liking(host, team), reverse=True)]


def _propose(hosts: Mapping[Key, Side], teams: Mapping[Key, Side], wanted: Mapping[Key, list[Key]]) -> dict[Key, Key]:
    """Each free host asks its next team, which keeps the one it prefers."""
    free, held = sorted(hosts, reverse=True), dict[Key, Key]()
    while free:
        host = free.pop()
        if not wanted[host]:
            continue
        team = wanted[host].pop()
        other = held.get(team)
        if other is None:
            held[team] = host
        elif liking(teams[team], hosts[host]) < liking(teams[team], hosts[other]):
            held[team] = host
            free.append(other)
        else:
            free.append(host)
    return held


def pair_of(host: Side, team: Side) -> Pair:
    return Pair(host.key, team.key, common_weeks(host, team), host.ranks.get(team.key), team.ranks.get(host.key))


def alone(side: Side, others: Iterable[Side], weeks: int, *, is_team: bool = False) -> Alone:
    """Of each barred partner the first constraint counts, in the order of `barriers`."""
    count: dict[str, int] = {}
    free = 0
    for other in others:
        host, team = (other, side) if is_team else (side, other)
        if possible(host, team, weeks):
            free += 1
        else:
            kind = barriers(host, team, weeks=weeks)[0].kind
            count[kind] = count.get(kind, 0) + 1
    order = (DATES, DISCIPLINES, DISTANCE, TIE)
    return Alone(side.key, tuple((kind, count[kind]) for kind in order if kind in count), free)


class Blocking(NamedTuple):
    """A host and a team that would both rather have each other than what they have."""

    host: Key
    team: Key


def blocking_pairs(
    by_host: Mapping[Key, Key], hosts: Iterable[Side], teams: Iterable[Side], *, weeks: int
) -> list[Blocking]:
    """What makes a matching unstable; empty for the one that `match` proposes."""
    host_sides, team_sides = {h.key: h for h in hosts}, {t.key: t for t in teams}
    by_team = {team: host for host, team in by_host.items()}
    found = []
    for host in host_sides.values():
        mine = team_sides.get(by_host.get(host.key, -1))
        for team in team_sides.values():
            if mine is not None and liking(host, mine) <= liking(host, team):
                continue
            theirs = host_sides.get(by_team.get(team.key, -1))
            if theirs is not None and liking(team, theirs) <= liking(team, host):
                continue
            if possible(host, team, weeks):
                found.append(Blocking(host.key, team.key))
    return sorted(found)
