"""Calls: what anyone may read, filtered and by pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funding import catalogue
from tests import cast as casting
from tests.api.asking import Asker
from workflows import clock

pytestmark = pytest.mark.django_db


def test_the_list_says_what_one_needs_to_choose(cast):
    status, body = Asker().get("/calls")
    assert (status, body["count"], body["next"]) == (200, 1, None)
    (line,) = body["items"]
    assert line["code"] == "LIT-2026"
    assert line["window"] == "open"
    assert line["aid_rate"] == "0.700000"
    assert line["funders"] == cast.authority.name
    assert line["url"] == "/appels/LIT-2026/"


def test_a_call_comes_with_rules_pieces_grid_and_questions(cast):
    status, body = Asker().get("/calls/LIT-2026")
    assert status == 200
    assert body["rules"]["max_aid"] == "150000.00"
    assert [category["key"] for category in body["rules"]["cost_categories"]] == ["staff", "studies"]
    assert body["pieces"][0]["label"] == "Délibération"
    assert len(body["grid"]) == 9
    keys = [question["key"] for question in body["questions"]["sections"][0]["questions"]]
    assert keys == ["need", "people", "new"]
    assert body["steps"] == []


def test_a_draft_call_is_there_for_its_manager_alone(cast):
    casting._force(cast.call, "draft")
    assert Asker().get("/calls/LIT-2026")[0] == 404
    assert Asker(cast.holder).get("/calls/LIT-2026")[0] == 404
    status, body = Asker(cast.manager).get("/calls/LIT-2026")
    assert status == 200
    assert [step["name"] for step in body["steps"]] == ["publish"]


def test_filters_narrow_and_say_what_they_do_not_know(cast):
    now = clock.now()
    casting.call(cast.programme, now, "LATER", opens_at=now + timedelta(days=3), closes_at=now + timedelta(days=9))
    casting.call(cast.programme, now, "TOWNS", eligible_kinds=["commune"])
    ask = Asker()
    assert [c["code"] for c in ask.get("/calls?state=upcoming")[1]["items"]] == ["LATER"]
    assert {c["code"] for c in ask.get("/calls?kind=company")[1]["items"]} == {"LIT-2026"}
    assert ask.get("/calls?kind=cat")[0] == 422
    assert ask.get("/calls?state=ajar")[1]["errors"].keys() == {"state"}
    assert ask.get("/calls?territory=Atlantis")[1]["errors"].keys() == {"territory"}
    assert ask.get("/calls?instrument=lottery")[1]["errors"].keys() == {"instrument"}


def test_pages_follow_one_another_without_a_hole(cast, monkeypatch):
    monkeypatch.setattr(catalogue, "SIZE", 2)
    now = clock.now()
    for number in range(4):
        casting.call(cast.programme, now, f"C{number}", closes_at=now + timedelta(days=30 + number))
    seen, after = [], ""
    while after is not None:
        body = Asker().get(f"/calls?after={after}")[1]
        seen += [call["code"] for call in body["items"]]
        after = body["next"]
    assert seen == ["LIT-2026", "C0", "C1", "C2", "C3"]


def test_as_many_queries_for_three_calls_as_for_one(cast):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            Asker().get("/calls")
        return len(caught)

    one = queries()
    for number in range(2):
        casting.call(cast.programme, clock.now(), f"C{number}")
    assert queries() == one <= 5


@pytest.mark.parametrize("code", ["%00", "a%00b", "é", "x" * 500, "..", "%27", "-"])
def test_no_code_is_too_strange_to_be_missing(cast, code):
    assert Asker().get(f"/calls/{code}")[0] == 404
