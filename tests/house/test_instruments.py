"""The addresses of each instrument under the rules of the house: closed by default."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import cast as casting
from tests.house.doors import signed_in, undone
from tests.house.test_urls import read, shut
from tests.house.urls import PUBLIC, ROLE, STAFF
from tests.instruments import houses

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=houses.names())
def built(request, django_db_setup, django_db_blocker):
    """One instrument in the middle of its work, for all tests of this module, and undone after them."""
    with django_db_blocker.unblock(), undone():
        house, cast = houses.house(request.param), casting.play()
        scene = house.scene(cast)
        yield house, scene, {name: signed_in(person) for name, person in houses.people(cast, scene).items()}


def asked(client, path):
    """GET; where only sending is allowed, an empty sending, undone."""
    with undone():
        answer = read(client, path)
        return client.post(path, {}) if answer.status_code == 405 else answer


def test_every_address_has_a_rule_and_every_rule_an_address(built):
    house = built[0]
    spaces = {name.partition(":")[0] for name in house.RULES}
    assert {name for space in spaces for name in houses.routes(space)} == set(house.RULES)


def test_who_opens_what(built):
    house, scene, clients = built
    wrong = []
    for name, path in houses.addresses(house, scene):
        rule = house.RULES[name]
        visitor = asked(Client(), path)
        if shut(visitor) == (rule == PUBLIC) or visitor.status_code >= 500:
            wrong.append(f"{name} without login: {visitor.status_code}")
        stranger = asked(clients["stranger"], path).status_code
        if (stranger in (403, 404)) != (rule in (ROLE, STAFF)):
            wrong.append(f"{name} ({path}) by a stranger: {stranger}")
    assert not wrong, "\n".join(wrong)


def test_someone_reads_each_page_that_a_rule_closes(built):
    """A page that nobody can open would pass every refusal above."""
    house, scene, clients = built
    closed = {name: path for name, path in houses.addresses(house, scene) if house.RULES[name] in (ROLE, STAFF)}
    opened = (200, 201, 302, 409, 422)
    never = [n for n, path in closed.items() if not any(asked(c, path).status_code in opened for c in clients.values())]
    assert never == []
