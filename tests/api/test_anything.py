"""Whatever has a machine answers at one address, with the rights of its page."""

import pytest

from tests import cast as casting
from tests.api.asking import Asker
from workflows import outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(cast):
    file = casting.awarded(cast)
    outbox.drain(but=("mail", "paper"))
    return file.agreement


def test_a_thing_says_where_it_stands_and_takes_its_steps(cast, agreement):
    ask, door = Asker(cast.officer), f"/things/agreement/{agreement.pk}"
    status, shown = ask.get(door)
    assert (status, shown["kind"], shown["state"]) == (200, "agreement", "drafted")
    assert "offer" in {step["name"] for step in shown["steps"]}
    status, refused = ask.post(f"{door}/steps/offer", {"starts_on": "2027-01-01"})
    assert (status, list(refused["errors"])) == (422, ["ends_on"])
    status, moved = ask.post(f"{door}/steps/offer", {"starts_on": "2027-01-01", "ends_on": "2028-01-01"})
    assert (status, moved["state"]) == (200, "offered")


def test_what_one_may_not_see_is_not_there(cast, agreement):
    for kind in ("agreement", "user", "nothing"):
        assert Asker(cast.stranger).get(f"/things/{kind}/{agreement.pk}")[0] == 404
    assert Asker(cast.funder).post(f"/things/agreement/{agreement.pk}/steps/offer")[0] == 403
    assert Asker().get(f"/things/agreement/{agreement.pk}")[0] == 401
