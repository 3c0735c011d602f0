"""Applications: listed, read and moved; a whole file made and submitted without a page."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast as casting
from tests.api.asking import Asker
from workflows import clock, outbox

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 " + b"x" * 200


def pdf(name="deliberation.pdf", data=PDF):
    file = BytesIO(data)
    file.name = name
    return file


def test_a_file_is_made_filled_and_submitted_without_a_page(cast):
    ask = Asker(cast.mayor)
    status, draft = ask.post("/applications", {"call": "LIT-2026", "lead": cast.town.siret})
    assert status == 201
    path = f"/applications/{draft['reference']}"
    (submit,) = [step for step in draft["steps"] if step["name"] == "submit"]
    assert not submit["open"]
    assert len(submit["sentences"]) == 2
    assert [field["name"] for field in submit["fields"]] == ["certified"]

    status, draft = ask.patch(path, {
        "edition": draft["edition"], "title": "Le guichet qui roule", "summary": "Un guichet itinérant.",
        "commune": {"code": "77183"}, "starts_on": str(clock.today() + timedelta(days=90)), "months": 18,
        "answers": {"need": "Le service s’éloigne.", "people": 3000, "new": "new"},
        "own_funding": "30000.00",
    })  # fmt: skip
    assert status == 200, draft
    assert draft["answers"] == {"need": "Le service s’éloigne.", "people": 3000, "new": "new"}
    status, draft = ask.put(f"{path}/partners", {
        "edition": draft["edition"],
        "partners": [{"siret": cast.town.siret, "costs": {"staff": "80000", "studies": "20000"}}],
    })  # fmt: skip
    assert status == 200, draft
    assert (draft["total_cost"], draft["aid_requested"]) == ("100000.00", "70000.00")
    status, document = ask.send(f"{path}/documents", file=pdf(), piece=str(cast.call.pieces.get().pk))
    assert status == 201, document

    status, body = ask.post(f"{path}/steps/submit", {"certified": False})
    assert (status, body["reason"], list(body["errors"])) == (422, "form", ["certified"])
    status, body = ask.post(f"{path}/steps/submit", {"certified": True})
    assert status == 200, body
    assert (body["state"], body["reference"]) == ("submitted", "LIT-2026-0001")
    status, body = ask.post(f"/applications/{body['reference']}/steps/submit", {"certified": True})
    assert (status, body["reason"]) == (409, "state")


def test_obstacles_are_all_listed(cast):
    file = casting.application(cast)
    file.documents.all().delete()
    file.partners.filter(is_lead=False).update(engaged_at=None)
    status, body = Asker(cast.mayor).post(f"/applications/{file.handle}/steps/submit", {"certified": True})
    assert (status, body["reason"]) == (409, "obstacles")
    assert len(body["sentences"]) == 2


def test_each_reads_what_its_page_shows(cast):
    file = casting.proposed(cast)
    path = f"/applications/{file.reference}"
    holder, officer = Asker(cast.holder).get(path)[1], Asker(cast.officer).get(path)[1]
    assert holder["decision"] is None
    assert officer["decision"]["grant"] == "70000.00"
    assert holder["reviews"] == []
    assert [review["state"] for review in officer["reviews"]] == ["submitted", "submitted"]
    assert holder["state_label"] == "Décision en préparation"
    assert {paper["kind"] for paper in holder["papers"]} >= {"D01"}
    assert [step["name"] for step in Asker(cast.signatory).get(path)[1]["steps"]] == ["recuse", "send_back", "award"]
    assert Asker(cast.stranger).get(path)[0] == 404


def test_after_the_award_the_agreement_and_its_payments_move_here_too(cast):
    file = casting.awarded(cast)
    outbox.drain()
    body = Asker(cast.mayor).get(f"/applications/{file.reference}")[1]
    agreement = body["agreement"]
    assert body["decision"]["number"].startswith("D-")
    assert [d["kind"] for d in agreement["disbursements"]] == ["advance", "interim", "balance"]
    path, today = f"/agreements/{agreement['id']}", clock.today()
    terms = {"starts_on": str(today), "ends_on": str(today + timedelta(days=500))}
    status, body = Asker(cast.mayor).post(f"{path}/steps/offer", terms)
    assert (status, body["reason"]) == (403, "role")
    assert Asker(cast.officer).post(f"{path}/steps/offer", terms)[1]["state"] == "offered"
    assert Asker(cast.mayor).post(f"{path}/steps/sign", {"quality": "Maire", "consent": True})[0] == 200
    assert Asker(cast.signatory).post(f"{path}/steps/countersign", {"consent": True})[1]["state"] == "in_force"
    advance = f"/disbursements/{agreement['disbursements'][0]['id']}"
    assert Asker(cast.payer).post(f"{advance}/steps/order", {"basis": "Convention signée"})[0] == 200
    assert Asker(cast.payer).post(f"{advance}/steps/release")[0] == 403
    status, body = Asker(cast.second_payer).post(f"{advance}/steps/release")
    assert (status, body["state"], body["amount"]) == (200, "paid", "21000.00")
    assert Asker(cast.stranger).get(advance)[0] == 404


def test_a_review_is_read_and_given_by_its_reviewer(cast):
    file = casting.eligible(cast)
    file.assign(by=cast.officer, reviewers=[cast.reviewer], due_on=clock.today() + timedelta(days=9))
    path = f"/reviews/{file.reviews.get().pk}"
    status, body = Asker(cast.reviewer).get(path)
    assert status == 200
    assert {step["name"] for step in body["steps"]} >= {"submit", "decline"}
    status, body = Asker(cast.reviewer).post(f"{path}/steps/submit", casting.marks(file, 4))
    assert (status, body["state"], len(body["scores"])) == (200, "submitted", 9)
    assert Asker(cast.holder).get(path)[0] == 404


def test_the_list_filters_and_follows_its_cursor(cast, monkeypatch):
    files = [casting.submitted(cast, title=f"Projet {n}") for n in range(3)]
    casting.application(cast, title="Brouillon")
    ask = Asker(cast.officer)
    assert [a["title"] for a in ask.get("/applications")[1]["items"]] == ["Projet 2", "Projet 1", "Projet 0"]
    assert len(Asker(cast.holder).get("/applications")[1]["items"]) == 4
    assert ask.get("/applications?state=submitted&call=LIT-2026")[1]["items"]
    assert ask.get("/applications?state=eligible")[1]["items"] == []
    assert ask.get("/applications?call=OTHER")[1]["items"] == []
    assert len(ask.get(f"/applications?lead={cast.town.siret}")[1]["items"]) == 3
    tomorrow = clock.today() + timedelta(days=1)
    assert ask.get(f"/applications?submitted_since={tomorrow}T00:00:00")[1]["items"] == []
    assert ask.get("/applications?state=lost")[0] == 422
    assert ask.get("/applications?submitted_since=yesterday")[0] == 422
    assert ask.get("/applications?after=zzz")[1]["errors"].keys() == {"after"}
    monkeypatch.setattr("look.keyset.page.__kwdefaults__", {"size": 2})
    first = ask.get("/applications")[1]
    second = ask.get(f"/applications?after={first['next']}")[1]
    assert [a["reference"] for a in first["items"] + second["items"]] == [f.reference for f in reversed(files)]
    assert second["next"] is None


def test_as_many_queries_for_three_as_for_one(cast):
    def queries(path):
        ask = Asker(cast.officer)
        ask.get(path)  # the token notes its use
        with CaptureQueriesContext(connection) as caught:
            ask.get(path)
        return len(caught)

    file = casting.submitted(cast)
    detail = f"/applications/{file.reference}"
    one, one_detail = queries("/applications"), queries(detail)
    for _n in range(2):
        casting.submitted(cast)
    piece = cast.call.pieces.get()
    for name in ("a", "b"):
        file.documents.create(
            piece=piece, name=name, size=1, sha256="0", content_type="a/b", extension="pdf", file="x",
            uploaded_by=cast.holder, uploaded_at=clock.now(),
        )  # fmt: skip
    file.partners.create(organisation=cast.university, position=2, size="not_applicable")
    assert queries("/applications") == one <= 6
    assert queries(detail) == one_detail <= 25
