"""Whatever has a machine answers at one address, with the rights of its page."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast as casting
from tests.api.asking import Asker
from workflows import outbox
from workflows.models import Stateful

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


def test_things_are_listed_to_whom_they_concern(cast, agreement):
    status, shown = Asker(cast.officer).get("/things/agreement?state=drafted")
    assert (status, [line["id"] for line in shown["items"]], shown["next"]) == (200, [agreement.pk], None)
    assert shown["items"][0]["reference"] == agreement.handle
    assert Asker(cast.officer).get("/things/agreement?state=offered")[1]["items"] == []
    assert Asker(cast.stranger).get("/things/agreement")[1]["items"] == []
    assert Asker().get("/things/agreement")[0] == 401
    assert Asker(cast.officer).get("/things/user")[0] == 404


def test_a_false_state_or_cursor_is_said(cast):
    status, refused = Asker(cast.officer).get("/things/agreement?state=nowhere&state=drafted")
    assert (status, refused["errors"]) == (422, {"state": ["Ces états n’existent pas ici : nowhere."]})
    assert Asker(cast.officer).get("/things/agreement?after=x")[0] == 422


def test_every_kind_is_listed_a_page_at_a_time(cast):
    """Whatever has a machine, those that instruments bring too: the same statements for one line and for many."""
    kinds = [model.subject_kind() for model in apps.get_models() if is_machine(model)]
    assert {"cover", "place", "residency", "review"} <= set(kinds)
    for kind in kinds:
        assert Asker(cast.manager).get(f"/things/{kind}")[0] == 200, kind


def is_machine(model):
    return issubclass(model, Stateful) and not model._meta.proxy


def test_a_list_costs_the_same_for_one_line_and_for_three(cast):
    ask, asked = Asker(cast.officer), []
    ask.get("/things/review")  # a key writes down once a day that it was used
    for titles in (["Un"], ["Deux", "Trois"]):
        for title in titles:
            casting.reviewed(cast, title=title)
        with CaptureQueriesContext(connection) as found:
            lines = ask.get("/things/review")[1]["items"]
        asked.append((len(lines), len(found)))
    (few, before), (many, after) = asked
    assert (few, many) == (2, 6) and before == after
