"""From scores to a list: ranking with the tie-breaks that the call published, then the cut under the
envelope.

Never random, never by name: files that nothing published can separate share a rank, and are funded together
or wait together on the reserve list, where people decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from .money import ZERO, amount


class TieBreak(StrEnum):
    """What separates files of equal score; a call publishes the order in which they are tried."""

    MARGIN = "margin"
    IMPACT = "impact"
    COST_PER_POINT = "cost_per_point"
    EARLIEST = "earliest"


DEFAULT_TIE_BREAKS: tuple[TieBreak, ...] = tuple(TieBreak)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file to rank. `score`, `margin` and `impact` come from `scoring.FileScore`; `proposed` is the aid
    (euros).

    `public_cost` is all the public money of the project, in euros; `completed_at` the instant when the file
    was complete, with its offset.
    """

    reference: str
    score: Decimal
    proposed: Decimal
    public_cost: Decimal
    completed_at: datetime
    margin: Decimal | None = None
    impact: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A rank (1 is best; equals share it) and what separated the file from the one above it, for the
    minutes.
    """

    rank: int
    candidate: Candidate
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Who is funded in full, who waits, and the euros used and left; `awarded_total + left` is the
    envelope.
    """

    awarded: tuple[Place, ...]
    reserve: tuple[Place, ...]
    awarded_total: Decimal
    left: Decimal


Key = tuple[object, ...]


def rank(candidates: Iterable[Candidate], *, tie_breaks: Sequence[TieBreak] = DEFAULT_TIE_BREAKS) -> tuple[Place, ...]:
    """Best score first, then the published tie-breaks: larger margin over the eliminatory threshold, larger
    impact score, lower public cost per point, earlier complete file. O(n log n). A file without a margin or
    an impact comes after those that have one. The order of the input changes nothing but the order of
    equals, who share their rank.
    """
    measures: list[Callable[[Candidate], object]] = [_by_score, *(_MEASURES[name] for name in tie_breaks)]
    names = ["score", *(name.value for name in tie_breaks)]
    keyed: list[tuple[Key, Candidate]] = [(tuple(m(c) for m in measures), c) for c in candidates]
    keyed.sort(key=_first)
    places: list[Place] = []
    above: Key | None = None
    for position, (key, candidate) in enumerate(keyed, start=1):
        tied = key == above
        places.append(
            Place(
                rank=places[-1].rank if tied else position,
                candidate=candidate,
                decided_by="" if above is None or tied else _difference(above, key, names),
            )
        )
        above = key
    return tuple(places)


def cut(places: Iterable[Place], *, envelope: Decimal, allow_skip: bool = False) -> Cut:
    """Walk down the ranking and award full proposals while they fit (AT-K3). Euros; nothing is ever cut
    down.

    The first file that does not fit goes on the reserve list and, unless the call published `allow_skip`,
    so does everything below it. Equals are awarded together or not at all. Raises `ValueRefused` for an
    impossible amount.
    """
    left = amount(envelope)
    awarded: list[Place] = []
    reserve: list[Place] = []
    for _rank, group in groupby(places, key=lambda place: place.rank):
        equals = list(group)
        wanted = sum((amount(place.candidate.proposed) for place in equals), ZERO)
        if wanted <= left and (allow_skip or not reserve):
            awarded += equals
            left -= wanted
        else:
            reserve += equals
    return Cut(awarded=tuple(awarded), reserve=tuple(reserve), awarded_total=envelope - left, left=left)


def reserve_list(below: Iterable[Place], *, most: int | None) -> tuple[Place, ...]:
    """The first of the files under the line, `most` at most; all of them where no bound is given. Equals are listed
    together or not at all, and nothing is listed past them.
    """
    kept: list[Place] = []
    for _rank, group in groupby(below, key=lambda place: place.rank):
        equals = list(group)
        if most is not None and len(kept) + len(equals) > most:
            break
        kept += equals
    return tuple(kept)


def _by_score(candidate: Candidate) -> object:
    return -candidate.score


def _by_margin(candidate: Candidate) -> object:
    return _largest_first(candidate.margin)


def _by_impact(candidate: Candidate) -> object:
    return _largest_first(candidate.impact)


def _by_cost_per_point(candidate: Candidate) -> object:
    """Exact, so that equal ratios are equal; a score of zero is infinitely dear."""
    if not candidate.score:
        return (1, Fraction(0))
    return (0, Fraction(amount(candidate.public_cost)) / Fraction(candidate.score))


def _by_completion(candidate: Candidate) -> object:
    return candidate.completed_at


def _largest_first(value: Decimal | None) -> tuple[bool, Decimal]:
    return (value is None, ZERO if value is None else -value)


_MEASURES: dict[TieBreak, Callable[[Candidate], object]] = {
    TieBreak.MARGIN: _by_margin,
    TieBreak.IMPACT: _by_impact,
    TieBreak.COST_PER_POINT: _by_cost_per_point,
    TieBreak.EARLIEST: _by_completion,
}


def _first(pair: tuple[Key, Candidate]) -> Key:
    return pair[0]


def _difference(above: Key, below: Key, names: Sequence[str]) -> str:
    return next(name for name, a, b in zip(names, above, below, strict=True) if a != b)
