"""The questions of a desk, written once for all the desks of one shape.

What waits for a person is some thirty questions. Which are asked, and how, depends on their offices and on what they
are in their structures; who they are, which structures, and the hour are values. People of the same shape are asked
the same SQL, which Django writes once a day.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from workflows import clock
from workflows.prepared import Reader, Slot, Slots, prepared

from .desk import Desk
from .instrument import instruments

KEPT = 128  # shapes whose SQL is kept


class Office(NamedTuple):
    """What `Desk` reads of a mandate."""

    role: str
    scope_kind: str
    scope_id: str
    instrument: str


class Belonging(NamedTuple):
    """What `Desk` reads of a place in a structure, but for which structure it is."""

    role: str
    may_bind: bool
    facts: tuple[str, ...]


class Shape(NamedTuple):
    offices: tuple[Office, ...]
    belongings: tuple[Belonging, ...]
    gives_visas: bool

    def desk(self) -> Desk:
        """One that anybody of this shape could sit at: slots stand where `values` gives the person, the hour, and the
        structures."""
        desk = _DeskOfSlots(_Anybody(0, ()), now=Slot(1))
        desk.__dict__.update(mandates=self.offices, gives_visas=self.gives_visas)
        desk.__dict__["memberships"] = [_At(found, Slot(place)) for place, found in enumerate(self.belongings, start=2)]
        return desk


class _Anybody(Reader):
    def mandates_in_force(self) -> list[Any]:
        """Its offices are not this person's: what `visible_to` or `in_scope` made of them would hold for everyone."""
        raise TypeError("A question of a desk asks `desk.holds` and `desk.over`.")


class _DeskOfSlots(Desk):
    @property
    def written_for(self) -> Any:
        return Slots(super().written_for)

    @property
    def bound(self) -> Any:
        return Slots(super().bound)


class _At:
    """A place in a structure that is a slot."""

    def __init__(self, found: Belonging, structure: Slot) -> None:
        self.role, self.may_bind, self.organisation_id = found.role, found.may_bind, structure
        self.__dict__.update({fact: fact in found.facts for fact in _facts()})


def shape_of(desk: Desk) -> tuple[Shape, list[Any]]:
    """The shape of a desk, and the values of its slots."""
    offices = {Office(m.role, m.scope_kind, m.scope_id, m.instrument) for m in desk.mandates}
    at = sorted((_belonging(m), m.organisation_id) for m in desk.memberships)
    shape = Shape(tuple(sorted(offices)), tuple(found for found, _pk in at), desk.gives_visas)
    return shape, [desk.user.pk, desk.now, *(pk for _found, pk in at)]


def _belonging(membership: Any) -> Belonging:
    held = tuple(fact for fact in _facts() if getattr(membership, fact))
    return Belonging(membership.role, membership.may_bind, held)


def _facts() -> list[str]:
    return sorted(fact for one in instruments() for fact in one.memberships)


class asked_of_a_desk:
    """`build` gives, for a desk, a list of querysets (None: not asked of such a desk); called with a desk, the rows of
    each, or None."""

    def __init__(self, build: Callable[[Desk], list[Any]]) -> None:
        self._written = lru_cache(KEPT)(lambda shape, _day: [_prepared(rows) for rows in build(shape.desk())])

    def __call__(self, desk: Desk) -> list[list[Any] | None]:
        shape, values = shape_of(desk)
        return [ask and ask(*values) for ask in self._written(shape, clock.today())]


def _prepared(rows: Any) -> prepared | None:
    return None if rows is None else prepared(lambda: rows)
