"""Changing a draft: all or nothing, by those who write in it, never over an unseen change."""

import pytest

from tests import cast as casting
from tests.api.asking import Asker
from tests.api.test_applications import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(cast):
    return casting.application(cast)


@pytest.fixture
def path(file):
    return f"/applications/{file.handle}"


def test_two_who_write_at_once_read_each_other(cast, file, path):
    ask = Asker(cast.holder)
    assert ask.patch(path, {"edition": 0, "title": "Le premier titre"})[0] == 200
    status, body = Asker(cast.mayor).patch(path, {"edition": 0, "title": "Le second titre", "months": 18})
    assert (status, body["reason"], body["edition"]) == (409, "edition", 1)
    assert body["conflicts"] == [{"field": "title", "mine": "Le second titre", "theirs": "Le premier titre"}]
    file.refresh_from_db()
    assert file.title == "Le premier titre"
    assert Asker(cast.mayor).patch(path, {"edition": 1, "title": "Le second titre"})[0] == 200


def test_the_same_value_sent_twice_is_no_conflict(cast, path):
    ask = Asker(cast.holder)
    for _time in range(2):
        assert ask.patch(path, {"edition": 0, "title": "Le même"})[0] == 200


def test_less_than_the_maximum_is_asked_and_null_asks_for_it_again(cast, path):
    ask = Asker(cast.holder)
    status, body = ask.patch(path, {"edition": 0, "aid_wanted": "50000.00"})
    assert (status, body["aid_wanted"], body["aid_requested"]) == (200, "50000.00", "50000.00")
    status, body = ask.patch(path, {"edition": body["edition"], "aid_wanted": None})
    assert (status, body["aid_wanted"], body["aid_requested"]) == (200, None, "70000.00")


def test_one_refused_value_and_nothing_is_written(cast, file, path):
    status, body = Asker(cast.holder).patch(
        path,
        {"edition": 0, "title": "Écrit ?", "months": 900, "answers": {"need": "x" * 3001, "people": "beaucoup"}},
    )
    assert (status, body["reason"]) == (422, "form")
    assert body["errors"].keys() == {"months", "answers.need", "answers.people"}
    file.refresh_from_db()
    assert (file.title, file.edition, file.drafting) == ("Le guichet qui roule", 0, {})


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"answers": {"need": ["a"]}}, "answers.need"),
        ({"answers": {"need": {"a": 1}}}, "answers.need"),
        ({"answers": {"need": 3}}, "answers.need"),
        ({"answers": {"people": True}}, "answers.people"),
        ({"answers": {"people": -1}}, "answers.people"),
        ({"answers": {"people": 10**18}}, "answers.people"),
        ({"answers": {"new": "never"}}, "answers.new"),
        ({"answers": {"unknown": "x"}}, "answers.unknown"),
        ({"answers": []}, "answers"),
        ({"own_funding": "-1"}, "own_funding"),
        ({"own_funding": "123456789012345678"}, "own_funding"),
        ({"own_funding": "1.001"}, "own_funding"),
        ({"own_funding": "beaucoup"}, "own_funding"),
        ({"commune": {"code": "00000"}}, "commune"),
        ({"commune": "Atlantis"}, "commune"),
        ({"starts_on": "demain"}, "starts_on"),
        ({"title": "x" * 151}, "title"),
        ({"title": 3}, "title"),
        ({"state": "awarded"}, "state"),
        ({"reference": "LIT-2026-0001"}, "reference"),
        ({"edition": "x"}, "edition"),
    ],
)
def test_a_wrong_value_is_named(cast, file, path, data, field):
    status, body = Asker(cast.holder).patch(path, {"edition": 0} | data)
    assert (status, body["reason"]) == (422, "form"), body
    assert any(name == field or name.startswith(f"{field}.") for name in body["errors"]), body
    assert all(sentence for sentences in body["errors"].values() for sentence in sentences)
    file.refresh_from_db()
    assert file.edition == 0


def test_who_may_write(cast, file, path):
    assert Asker(cast.stranger).patch(path, {"edition": 0, "title": "x"})[0] == 404
    assert Asker(cast.officer).patch(path, {"edition": 0, "title": "x"})[0] == 404  # a draft is nobody else's
    status, body = Asker(cast.partner).patch(path, {"edition": 0, "title": "x"})
    assert (status, body["reason"]) == (403, "role")
    assert Asker(cast.partner).put(f"{path}/partners", {"edition": 0, "partners": []})[0] == 403
    assert Asker(cast.partner).send(f"{path}/documents", file=pdf())[0] == 403


def test_what_is_filed_does_not_change(cast):
    file = casting.submitted(cast)
    path, ask = f"/applications/{file.reference}", Asker(cast.holder)
    assert ask.patch(path, {"edition": 0, "title": "x"})[1]["reason"] == "state"
    assert ask.put(f"{path}/partners", {"edition": 0, "partners": []})[0] == 409
    assert ask.send(f"{path}/documents", file=pdf())[0] == 409
    assert Asker(cast.officer).patch(path, {"edition": 0, "title": "x"})[0] == 403


def test_only_for_one_s_own_structure_and_an_open_call(cast):
    ask = Asker(cast.holder)
    status, body = ask.post("/applications", {"call": "LIT-2026", "lead": cast.university.siret})
    assert (status, body["errors"].keys()) == (422, {"lead"})
    assert ask.post("/applications", {"call": "NONE", "lead": cast.town.siret})[0] == 404
    casting._force(cast.call, "closed")
    status, body = ask.post("/applications", {"call": "LIT-2026", "lead": cast.town.siret})
    assert (status, body["reason"]) == (409, "state")


def rows(cast, *others):
    return [{"siret": cast.town.siret, "costs": {"staff": "60000"}}, *others]


def test_the_list_of_partners_replaces_the_one_before(cast, path):
    newcomer = {
        "siret": "552 081 317 66522", "name": "Ateliers de la Brie", "kind": "company", "size": "small",
        "costs": {"studies": 40000}, "contact": "Jeanne, 01 02 03 04 05",
    }  # fmt: skip
    status, body = Asker(cast.holder).put(f"{path}/partners", {"edition": 0, "partners": rows(cast, newcomer)})
    assert status == 200, body
    town, company = body["partners"]
    assert (town["is_lead"], town["costs"]) == (True, {"staff": "60000.00"})
    assert (company["siret"], company["is_economic"], company["cost"]) == ("55208131766522", True, "40000.00")
    assert body["total_cost"] == "100000.00"
    assert company["engaged_at"] is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"siret": "73282932000075"}, "partners.1.siret"),
        ({"siret": "123"}, "partners.1.siret"),
        ({"siret": "35600000049837"}, "partners.1.name"),  # nobody knows it, nothing is said of it
        ({"kind": "company"}, "partners.1.kind"),
        ({"kind": "cat"}, "partners.1.kind"),
        ({"size": "huge"}, "partners.1.size"),
        ({"contact": "x" * 201}, "partners.1.contact"),
        ({"costs": {"staff": "-5"}}, "partners.1.costs.staff"),
        ({"costs": {"staff": "123456789012345678"}}, "partners.1.costs.staff"),
        ({"costs": {"yachts": "5"}}, "partners.1.costs.yachts"),
        ({"siret": "21770183800013"}, "partners"),
        ({"aid": "5"}, "partners.1.aid"),
    ],
)
def test_a_wrong_partner_is_named_and_none_is_changed(cast, file, path, change, field):
    before = list(file.partners.values_list("pk", "cost"))
    other = {"siret": cast.association.siret, "costs": {}} | change
    status, body = Asker(cast.holder).put(f"{path}/partners", {"edition": 0, "partners": rows(cast, other)})
    assert status == 422, body
    assert any(name == field or name.startswith(f"{field}.") for name in body["errors"]), body
    assert list(file.partners.values_list("pk", "cost")) == before


def test_the_lead_cannot_leave(cast, path):
    body = {"edition": 0, "partners": [{"siret": cast.association.siret}]}
    assert Asker(cast.holder).put(f"{path}/partners", body)[1]["errors"].keys() == {"partners"}


def test_partners_too_are_compared_when_someone_wrote_meanwhile(cast, path):
    ask = Asker(cast.holder)
    ask.patch(path, {"edition": 0, "title": "Un autre titre"})
    status, body = ask.put(f"{path}/partners", {"edition": 0, "partners": rows(cast)})
    assert (status, body["reason"], body["edition"]) == (409, "edition", 1)
    assert len(body["conflicts"][0]["theirs"]) == 2


def test_a_file_is_what_it_holds(cast, path):
    ask = Asker(cast.holder)
    status, body = ask.send(f"{path}/documents", file=pdf("budget.pdf", b"MZ\x90\x00 a program"))
    assert (status, list(body["errors"])) == (422, ["file"])
    assert ask.send(f"{path}/documents", file=pdf("vide.pdf", b""))[0] == 422
    assert ask.send(f"{path}/documents", piece="1")[1]["errors"].keys() == {"file"}
    assert ask.send(f"{path}/documents", file=pdf(), piece="999")[0] == 404
    status, body = ask.send(f"{path}/documents", file=pdf("../../<b>plan</b>.pdf"))
    assert (status, body["name"]) == (201, "b plan .pdf") or "<" not in body["name"]
