"""Every step of a thing, tried by everyone at its page and by the API, against who they are to it.

A table of rights is a module written by hand, of the core (tests/house/rights.py) or of an instrument
(tests/instruments/<name>/rights.py), so that a change of right fails until someone writes it down:

MACHINES  name -> the model, or the face, whose rows are tried.
FURTHER   name -> further states: "called:calculated" is `called`, where the table depends on something else too.
SAME      name -> people who are to it exactly what another already tried is.
who       (machine, state) -> each person who sees the thing, with their roles on it; others must find nothing (404).
Stage     () -> the people, and `thing(machine, state)`: the row, put in that state.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from funding.models import Application
from tests.house.doors import undone
from workflows.models import Transition
from workflows.steps import steps_of

ACTORS = {"clock", "system"}  # nobody comes as these by a door
Held = set[str] | None  # someone's roles on a thing; None for whom it does not exist


def states_of(table: Any, machine: str) -> list[str]:
    states = [value for value, _label in table.MACHINES[machine]._meta.get_field("state").choices]
    return states + table.FURTHER.get(machine, [])


def cases(table: Any) -> list[tuple[str, str]]:
    return [(machine, state) for machine in table.MACHINES for state in states_of(table, machine)]


def unplayed(table: Any) -> set[str]:
    """Roles of the rows that nobody of the table holds: of them it would prove nothing."""
    played = {role for case in cases(table) for held in table.who(*case).values() for role in held}
    rows = [step for model in table.MACHINES.values() for step in steps_of(model).values()]
    return {role.code for step in rows for role in step.by} - played - ACTORS


def open_rows(thing: Any) -> set[str]:
    """The rows whose state it is in; asked once, as each may cost a question to the database."""
    return {name for name, row in steps_of(type(thing)).items() if thing.state in row.sources and row.concerns(thing)}


def expected(step: Any, roles: Held, is_open: bool) -> set[int]:
    """The statuses that the table of rows allows for someone with these roles."""
    if roles is None:
        return {404}
    if not roles & {role.code for role in step.by}:
        return {403}
    return {200, 302, 422, 409} if is_open else {409}  # open: done, or its form or its obstacles speak


SPINE = frozenset(steps_of(Application).values())  # rows that a face may have as they stand in the core's own table


class Walk:
    """Over one stage. Refusals are not tried twice: a role that a row does not name is refused before any state is
    read, so each step says no to each person with each set of roles once, in the first state where they meet; a state
    that a row does not name refuses whoever has the role, so each step says no in each state by the API, and to each
    person's page once.

    What is proven of the core on each row is not proven anew on each row of an instrument, which comes through the
    same two doors: there, rows for the same roles stand for one another to those whom they refuse, and rows that a face
    has from the spine are asked once."""

    def __init__(self, stage: Any, table: Any, *, every_row: bool) -> None:
        self.stage, self.table, self.every_row = stage, table, every_row
        self.refused: set[tuple[object, ...]] = set()

    def wrong(self, machine: str, state: str) -> list[str]:
        """What answered otherwise than the table says, by either door."""
        people = [name for name in self.stage.keys if name not in self.table.SAME.get(machine, ())]
        with undone():
            thing = self.stage.thing(machine, state)
            known, before = self.table.who(machine, state), Transition.objects.count()
            assert known.keys() <= self.stage.keys.keys(), "the table names someone whom nobody plays"
            assert isinstance(thing, self.table.MACHINES[machine]) and thing.state == state.partition(":")[0]
            rows, now = steps_of(type(thing)).values(), open_rows(thing)
            found = [said for step in rows for person in people
                     for said in self.tried(machine, state, thing, step, person, known.get(person), step.name in now)
                     ]  # fmt: skip
            found += [said for step in rows if self.first("nobody", self.kin(machine, step))
                      for said in self.nobody(thing, step)]  # fmt: skip
            assert Transition.objects.count() == before
        return found

    def never_open(self, machine: str) -> set[str]:
        """Rows that no state of the table opens to anyone: of them only refusals were tried. Those of the spine, which
        need a whole course behind a file, are left to its own tests."""
        model = self.table.MACHINES[machine]
        shut = {name for name, step in steps_of(model).items() if not {r.code for r in step.by} <= ACTORS}
        shut -= steps_of(Application).keys() if issubclass(model, Application) else set()
        for state in states_of(self.table, machine):
            held = set().union(*self.table.who(machine, state).values())
            with undone():
                thing = self.stage.thing(machine, state)
                shut -= {name for name in open_rows(thing) if held & {role.code for role in steps_of(model)[name].by}}
        return shut

    def tried(
        self, machine: str, state: str, thing: Any, step: Any, person: str, held: Held, is_open: bool
    ) -> Iterator[str]:
        allowed = expected(step, held, is_open)
        who = (person, None if held is None else tuple(sorted(held)))
        spine = not self.every_row and step in SPINE
        for door in self.doors((machine, step.name), self.kin(machine, step), who, state, allowed, spine=spine):
            yield from self.judge(door, person, thing, step, allowed)

    def kin(self, machine: str, step: Any) -> tuple[str, ...]:
        return (machine, step.name) if self.every_row else (machine, *sorted(role.code for role in step.by))

    def doors(self, row: Any, kin: Any, who: Any, state: str, allowed: set[int], *, spine: bool) -> list[Any]:
        """The page and the API of every step, for everyone; a refusal by the roles or by the state alone once."""
        page, api = self.stage.press, self.stage.call
        if allowed <= {403, 404}:
            by_row, by_kin = self.first("refused", row, *allowed), self.first("refused", kin, who)
            unseen = allowed == {404} and self.first("unseen", row[0], who, state)
            if by_row or (by_kin and (self.every_row or self.first("refused", row[0], who))):
                return [page, api]
            return [api] if by_kin or unseen else []
        if spine:
            return [page, api] if self.first("spine", row, *allowed) else []
        if allowed == {409}:
            pages = [page] if self.first("late", row, who if self.every_row else "") else []
            return [*pages, api] if self.first("late", row, "in", state) else pages
        return [page, api] if self.every_row or self.first("open", row, state) else [api]

    def first(self, *key: object) -> bool:
        """Whether this refusal was not tried before; it now was."""
        known = key in self.refused
        self.refused.add(key)
        return not known

    def judge(self, door: Any, person: str, thing: Any, step: Any, allowed: set[int]) -> Iterator[str]:
        if 302 in allowed:
            with undone():
                answer = door(person, thing, step.name)
        else:
            answer = door(person, thing, step.name)
        where = f"{door.__name__} {step.name} as {person}: {answer.status_code}, expected {sorted(allowed)}"
        if answer.status_code not in allowed:
            yield where
        elif door.__name__ == "call" and answer.status_code == 409:
            reason = json.loads(answer.content)["reason"]
            if reason != ("obstacles" if 302 in allowed else "state"):
                yield f"{where}, for another reason: {reason}"

    def nobody(self, thing: Any, step: Any) -> Iterator[str]:
        """Without a session: to the login page, or 401."""
        page, api = self.stage.press("nobody", thing, step.name), self.stage.call("nobody", thing, step.name)
        good = page.status_code == 302 and "/compte/login/" in page["Location"] and api.status_code == 401
        if not good:
            yield f"{step.name} without login: {page.status_code}, {api.status_code}"
