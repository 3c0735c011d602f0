"""One thing is found for a person by SQL written once for all who hold the same offices (`Stateful.seen_by`): it finds
what `visible_to` shows, of every machine in every state, to everyone."""

import pytest

from tests.house import rights, walking
from tests.house.conftest import staged
from tests.house.doors import undone
from tests.instruments import houses

pytestmark = pytest.mark.django_db
TABLES = {"core": rights, **houses.tables()}


@pytest.fixture(scope="module", params=TABLES)
def stage(request, django_db_setup, django_db_blocker):
    table = TABLES[request.param]
    with staged(table.Stage, django_db_blocker) as made:
        yield table, made


def played(table, made, machine):
    return [made.cast.people[name] for name in made.keys if name not in table.SAME.get(machine, ())]


def test_a_thing_is_found_by_whom_it_is_shown_to(stage):
    table, made = stage
    wrong, shown = [], set()
    plain = [case for case in walking.cases(table) if ":" not in case[1]]
    for machine, state in plain:
        with undone():
            thing = made.thing(machine, state)
            model = type(thing)._meta.concrete_model
            rows = model.objects.filter(pk=thing.pk)
            for person in played(table, made, machine):
                listed = rows.visible_to(person).exists()
                shown.add((machine, listed))
                if (model.seen_by(person, thing.pk) is not None) != listed:
                    wrong.append(f"{machine} {state}: {person}, who is {'' if listed else 'not '}shown it")
    assert not wrong, "\n".join(wrong)
    assert {machine for machine, listed in shown if listed} == set(table.MACHINES), "shown to nobody at all"
