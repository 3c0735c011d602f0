"""Who may do what: every machine × state × step × person, by its page and by the API, against tables written by hand.

The core's table is tests/house/rights.py, an instrument's tests/instruments/<name>/rights.py: they say what each person
is to each thing, and who sees it. They are not computed from the product's own functions, so that a change of right
fails here until someone writes it down.
"""

from __future__ import annotations

import pytest

from funding.models import Application
from tests.house import rights, walking
from tests.house.conftest import staged
from tests.instruments import houses
from workflows.management.commands.document_workflows import machines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_errors")]

GRANTS = Application.faces["grants"]  # the face whose rows are the core's own
TABLES = {"core": rights, **houses.tables()}


@pytest.fixture(scope="module", params=TABLES)
def walk(request, django_db_setup, django_db_blocker):
    """One stage for all cases of a table, so that no refusal is tried twice."""
    table = TABLES[request.param]
    with staged(table.Stage, django_db_blocker) as stage:
        yield walking.Walk(stage, table)


def test_page_and_api_open_to_whom_the_table_says(walk):
    found = {case: wrong for case in walking.cases(walk.table) if (wrong := walk.wrong(*case))}
    assert not found, "\n".join(f"{case}: {line}" for case, lines in found.items() for line in lines)


def test_every_row_is_open_to_someone_in_some_state(walk):
    assert {machine: shut for machine in walk.table.MACHINES if (shut := walk.never_open(machine))} == {}


def test_a_step_of_no_table_is_nowhere(walk):
    for machine in walk.table.MACHINES:
        state = walking.states_of(walk.table, machine)[1]
        seeing = next(iter(walk.table.who(machine, state)))
        with walking.undone():
            thing = walk.stage.thing(machine, state)
            for step in ("nothing", "save", "delete", "fsm_submit", "objects"):
                assert walk.stage.press(seeing, thing, step).status_code == 404
                assert walk.stage.call(seeing, thing, step).status_code == 404


@pytest.mark.parametrize("name", TABLES)
def test_every_role_of_the_rows_is_played_by_someone(name):
    """Of a role that nobody in the cast holds, the tables would prove nothing."""
    assert walking.unplayed(TABLES[name]) == set()


def test_every_machine_has_its_table():
    tried = {model for table in TABLES.values() for model in table.MACHINES.values()}
    assert set(machines()) - tried == {GRANTS}, "write in a table of rights who may do what"
