"""Who may do what: every machine × state × step × person, by its page and by the API, against a table written by hand.

`WHO` says what each person of the cast is to each thing, and `SEES` who sees it: they are not computed from the
product's own functions, so that a change of right fails here until someone writes it down.
"""

from __future__ import annotations

import json

import pytest

from tests.house.stage import MACHINES, states_of, undone
from workflows.models import Transition
from workflows.steps import steps_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_errors")]

APPLICANTS = {"holder": {"holder"}, "mayor": {"holder", "binder"}, "partner": {"partner"}}
OFFICES = {
    "manager": {"manager"}, "officer": {"officer"}, "chair": {"chair"}, "signatory": {"signatory"},
    "payer": {"finance"}, "second_payer": {"finance"}, "funder": {"funder"},
}  # fmt: skip
VISORS = {"visor": {"visor"}}
REVIEWERS = {"reviewer": {"reviewer"}, "second_reviewer": {"reviewer"}}
PEOPLE = [*APPLICANTS, "stranger", *OFFICES, *REVIEWERS, *VISORS]
# Who is to the thing exactly what another already tried is: their turn comes where they differ.
SAME = {"application": {"second_reviewer", "second_payer"}, "call": {"second_reviewer", "second_payer"},
        "review": {"second_payer"}, "agreement": {"second_reviewer", "second_payer"},
        "disbursement": {"second_reviewer"}, "committeesession": {"second_reviewer", "second_payer"},
        "agendaitem": {"second_payer"}, "condition": {"second_reviewer", "second_payer"},
        "appeal": {"second_reviewer", "second_payer"}, "withdrawal": {"second_reviewer", "second_payer"},
        "interest": {"second_payer"}}  # fmt: skip
# Of the stage's session: who sits, besides the offices of its call.
SEATS = {"chair": {"chair", "member"}, "officer": {"officer", "secretary", "member"}, "reviewer": {"member"},
         "second_reviewer": {"member"}}  # fmt: skip


def who(machine: str, state: str) -> dict[str, set[str]]:
    """Each person who sees the thing, with their roles on it; the others must find nothing (404)."""
    if machine == "application":
        return APPLICANTS if state == "draft" else APPLICANTS | OFFICES | REVIEWERS | VISORS
    if machine == "call":
        everyone = {name: set() for name in PEOPLE}
        return OFFICES if state == "draft" else everyone | OFFICES
    if machine == "review":
        return {name: OFFICES[name] for name in ("manager", "officer", "chair")} | {"reviewer": {"reviewer"}}
    if machine == "interest":
        return {"manager": {"manager"}, "chair": {"declarant"}}
    if machine in ("agreement", "condition", "appeal", "withdrawal"):
        return APPLICANTS | OFFICES
    if machine in ("committeesession", "agendaitem"):
        offices = {name: OFFICES[name] for name in ("manager", "officer", "signatory")}
        reports = {"second_reviewer": {"member", "rapporteur"}} if machine == "agendaitem" else {}
        return offices if state == "prepared" else offices | SEATS | reports
    second = {"second_payer": {"finance", "second_signatory"}}
    if state in ("planned", "skipped"):
        second["payer"] = {"finance", "second_signatory"}
    return APPLICANTS | OFFICES | second


def expected(thing, step, roles: set[str] | None) -> set[int]:
    """The statuses that the table of rows allows for someone with these roles."""
    if roles is None:
        return {404}
    if not roles & {role.code for role in step.by}:
        return {403}
    if thing.state not in step.sources or not step.concerns(thing):
        return {409}
    return {200, 302, 422, 409}  # theirs and open: done, or its form or its obstacles speak


# Refusals already tried. A role that a row does not name is refused before any state is read, so each step says no to
# each person with each set of roles once, in the first state where they meet; a state that a row does not name refuses
# whoever has the role, so each step says no in each state by the API, and to each person's page once.
REFUSED: set[tuple[object, ...]] = set()
CASES = [(machine, state) for machine in MACHINES for state in states_of(machine)]


@pytest.mark.parametrize(("machine", "state"), CASES, ids=lambda value: value)
def test_page_and_api_open_to_whom_the_table_says(stage, machine, state):
    people, wrong = [name for name in PEOPLE if name not in SAME[machine]], []
    with undone():
        thing = stage.thing(machine, state)
        known, before = who(machine, state.split(":")[0]), Transition.objects.count()
        for step in steps_of(type(thing)).values():
            for person in people:
                allowed = expected(thing, step, known.get(person))
                open_here = 302 in allowed
                held = known.get(person)
                key = (machine, step.name, person, held is not None and tuple(sorted(held)))
                for door in doors_to_try(stage, key, state, allowed):
                    wrong += judge(door, person, thing, step, allowed, open_here)
            if first(("nobody", machine, step.name)):
                wrong += nobody(stage, thing, step)
        assert Transition.objects.count() == before
    assert not wrong, "\n".join(wrong)


def doors_to_try(stage, key, state, allowed):
    """The page and the API of every step, for everyone; a refusal by the roles or by the state alone once."""
    machine, step, *_person = key
    if allowed <= {403, 404}:
        return [stage.press, stage.call] if first(key) else []
    if allowed == {409}:
        pages = [stage.press] if first((*key, "page")) else []
        return [*pages, stage.call] if first((machine, step, state)) else pages
    return [stage.press, stage.call]


def first(key):
    """Whether this refusal was not tried before; it now was."""
    known = key in REFUSED
    REFUSED.add(key)
    return not known


def judge(door, person, thing, step, allowed, open_here) -> list[str]:
    if open_here:
        with undone():
            answer = door(person, thing, step.name)
    else:
        answer = door(person, thing, step.name)
    where = f"{door.__name__} {step.name} as {person}: {answer.status_code}, expected {sorted(allowed)}"
    if answer.status_code not in allowed:
        return [where]
    if door.__name__ != "call" or answer.status_code != 409:
        return []
    reason = json.loads(answer.content)["reason"]
    return [] if reason == ("obstacles" if open_here else "state") else [f"{where}, for another reason: {reason}"]


def nobody(stage, thing, step) -> list[str]:
    """Without a session: to the login page, or 401."""
    page, api = stage.press("nobody", thing, step.name), stage.call("nobody", thing, step.name)
    good = page.status_code == 302 and "/compte/login/" in page["Location"] and api.status_code == 401
    return [] if good else [f"{step.name} without login: {page.status_code}, {api.status_code}"]


def test_every_office_of_the_rows_is_played_by_someone(stage):
    """A role that nobody in the cast holds would make the table above prove nothing of it."""
    played = {role for machine in MACHINES for state in states_of(machine) for held in who(machine, state).values()
              for role in held}  # fmt: skip
    wanted = {role.code for model in (type(stage.draft), *list(MACHINES.values())[1:]) for step in
              steps_of(model).values() for role in step.by}  # fmt: skip
    assert wanted - played <= {"clock", "system"}


@pytest.mark.parametrize("machine", MACHINES)
def test_a_step_of_no_table_is_nowhere(stage, machine):
    thing = stage.thing(machine, "submitted" if machine in ("application", "review") else states_of(machine)[1])
    for name in ("nothing", "save", "delete", "fsm_submit", "objects"):
        assert stage.press("manager", thing, name).status_code == 404
        assert stage.call("manager", thing, name).status_code == 404
