"""Every step of a thing, tried by everyone, against who they are to it.

A table of rights is a module written by hand, of the core (tests/house/rights.py) or of an instrument
(tests/instruments/<name>/rights.py), so that a change of right fails until someone writes it down:

MACHINES  name -> the model, or the face, whose rows are tried.
FURTHER   name -> further states: "called:calculated" is `called`, where the table depends on something else too.
who       (machine, state) -> each person who sees the thing, with their roles on it; others must find nothing (404).
Stage     () -> the people, and `thing(machine, state)`: the row, put in that state.

Three things are asked, each where it is decided. In each state, of each person: whether they see the thing, and who
they are to it. In each state, of the gate: each step, by each set of roles. Of the two doors, page and API, which
find the thing and knock at the gate: each step once where it is open, and each way of being turned away.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import QueryDict

from funding.models import Application
from tests.house.doors import undone
from workflows.errors import FormRefused, NotYours, StepRefused
from workflows.models import Transition
from workflows.steps import steps_of

ACTORS = {"clock", "system"}  # nobody comes as these by a door


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


OPEN = {200, 302, 422, 409}  # done, or its form or its obstacles speak


def codes(step: Any) -> set[str]:
    return {role.code for role in step.by}


SPINE = frozenset(steps_of(Application).values())


def inherited(thing: Any, step: Any) -> bool:
    """A row that a face has as it stands in the core's own table."""
    return step in SPINE and type(thing) is not Application


class Walk:
    """Over one stage. A door is asked once for each way in which it may turn someone away from the rows of the same
    roles: what it answers depends on nothing else."""

    def __init__(self, stage: Any, table: Any) -> None:
        self.stage, self.table = stage, table
        self.asked: set[tuple[object, ...]] = set()
        self.refused: dict[tuple[str, str], set[str]] = {}  # machine and row -> the roles that it turned away

    def wrong(self, machine: str, state: str) -> list[str]:
        """What answered otherwise than the table says."""
        with undone():
            thing = self.stage.thing(machine, state)
            known, before = self.table.who(machine, state), Transition.objects.count()
            assert known.keys() <= self.stage.people.keys(), "the table names someone whom nobody plays"
            assert isinstance(thing, self.table.MACHINES[machine]) and thing.state == state.partition(":")[0]
            now = open_rows(thing)
            found = list(self.relations(machine, thing, known)) if self.anew(machine, thing, state, known) else []
            for step in steps_of(type(thing)).values():
                case = "any" if inherited(thing, step) else state
                found += self.at_the_gate(machine, case, thing, step, known, is_open=step.name in now)
                found += self.at_the_doors(machine, thing, step, known, is_open=step.name in now)
            assert Transition.objects.count() == before
        return found

    def anew(self, machine: str, thing: Any, state: str, known: dict[str, set[str]]) -> bool:
        """A face's people are tried once for each line of its table: the core's are in every state."""
        face = isinstance(thing, Application) and type(thing) is not Application
        return self.first("relations", machine, str(known) if face else state)

    def relations(self, machine: str, thing: Any, known: dict[str, set[str]]) -> Iterator[str]:
        """Who sees it, and with which of the roles that its rows name; its lists show it to whom it opens."""
        model, named = type(thing)._meta.concrete_model, set().union(*map(codes, steps_of(type(thing)).values()))
        for person, user in self.stage.people.items():
            sees = model.seen_by(user, thing.pk) is not None
            held = {role.code for role in thing.roles_of(user)} & named
            if sees != (person in known):
                yield f"{person} {'sees it' if sees else 'does not see it'}"
            elif sees and held != known[person] & named:
                yield f"{person} is {sorted(held)}, expected {sorted(known[person] & named)}"
            if self.first("listed", machine, person, sees):
                for lists in {model, type(thing)}:
                    if lists.objects.visible_to(user).filter(pk=thing.pk).exists() != sees:
                        yield f"{person} {'opens' if sees else 'does not open'} what a list shows otherwise"

    def at_the_gate(
        self, machine: str, case: str, thing: Any, step: Any, known: Any, *, is_open: bool
    ) -> Iterator[str]:
        """A role that the row does not name is refused before any state is read: once, whatever else they are who hold
        it. A state that it does not name refuses whoever has the role: one of them in each state. A row that a face has
        from the spine was tried there in every state."""
        alike = {frozenset(roles): name for name, roles in known.items()}
        for held, person in sorted(alike.items(), key=lambda one: len(one[0])):  # who is least: each role by itself
            if named := held & codes(step):
                wanted = {"taken", "form", "obstacles"} if is_open else {"state"}
                asked = not self.first("gate", machine, step.name, case, is_open, named if is_open else "whoever")
            else:
                wanted, asked = {"no role"}, not self.news((machine, step.name), held)
            if not asked and (answer := gate(thing, step, self.stage.people[person])) not in wanted:
                yield f"{step.name} as {person}: {answer}, expected {sorted(wanted)}"

    def at_the_doors(self, machine: str, thing: Any, step: Any, known: Any, *, is_open: bool) -> Iterator[str]:
        inside = next((name for name, held in known.items() if held & codes(step)), None)
        outside = next((name for name, held in known.items() if not held & codes(step)), None)
        alike = (machine, tuple(sorted(codes(step))))
        if inside and is_open and self.first("open", machine, step.name):
            yield from self.answers(inside, thing, step, OPEN, alone="call" if inherited(thing, step) else "")
        if inside and not is_open and self.first("late", *alike):
            yield from self.answers(inside, thing, step, {409})
        if outside and self.first("no role", *alike):
            yield from self.answers(outside, thing, step, {403})
        for unseeing in self.stage.people.keys() - known.keys():
            if self.first("unseen", machine, unseeing):
                yield from self.answers(unseeing, thing, step, {404})
        if self.first("nobody", *alike):
            yield from self.nobody(thing, step)

    def news(self, row: tuple[str, str], held: frozenset[str]) -> bool:
        """Whether one of these roles was not refused by this row before; it now was. To be nobody at all is a role."""
        refused = self.refused.setdefault(row, set())
        left = (held or {"nobody"}) - refused
        refused |= left
        return bool(left)

    def first(self, *key: object) -> bool:
        """Whether this was not asked before; it now was."""
        known = key in self.asked
        self.asked.add(key)
        return not known

    def answers(self, person: str, thing: Any, step: Any, allowed: set[int], alone: str = "") -> Iterator[str]:
        for door in (self.stage.press, self.stage.call):
            if alone not in ("", door.__name__):
                continue
            with undone():
                answer = door(person, thing, step.name)
            where = f"{door.__name__} {step.name} as {person}: {answer.status_code}, expected {sorted(allowed)}"
            if answer.status_code not in allowed:
                yield where
            elif door.__name__ == "call" and answer.status_code == 409:
                reason = json.loads(answer.content)["reason"]
                if reason != ("obstacles" if 302 in allowed else "state"):
                    yield f"{where}, for another reason: {reason}"

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

    def nobody(self, thing: Any, step: Any) -> Iterator[str]:
        """Without a session: to the login page, or 401."""
        page, api = self.stage.press("nobody", thing, step.name), self.stage.call("nobody", thing, step.name)
        good = page.status_code == 302 and "/compte/login/" in page["Location"] and api.status_code == 401
        if not good:
            yield f"{step.name} without login: {page.status_code}, {api.status_code}"


def gate(thing: Any, step: Any, user: Any, posted: Any = None) -> str:
    """What the gate says to a form, an empty one unless it is given; nothing has happened."""
    with undone():
        try:
            getattr(type(thing).objects.get(pk=thing.pk), step.name)(by=user, posted=posted or QueryDict())
        except NotYours:
            return "no role"
        except StepRefused as refused:
            return refused.reason
        except FormRefused:
            return "form"
    return "taken"
