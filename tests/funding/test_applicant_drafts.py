"""Two people in one draft, a session that ends, questions that change: nothing typed is lost."""

# ruff: noqa: F401, F811 (fixtures come by their name)

import json

import pytest

from funding.drafts import in_words
from funding.models import FormVersion
from tests import cast as casting
from tests.funding.applicants import auto, cast, file, fresh, marks, own_storage, part
from tests.words import plain
from workflows import clock

pytestmark = pytest.mark.django_db


def test_two_writers_on_different_fields_both_win(client, cast, file):
    client.force_login(cast.holder)
    seen = marks(client, file, "need")
    assert auto(client, file, "need", seen, **{"q-need": "De Martine"}).json()["conflicts"] == {}
    client.force_login(cast.mayor)
    everything = {"q-need": "Le service public s’éloigne.", "q-people": "42", "q-new": "new", "marks": json.dumps(seen)}
    assert client.post(part(file, "need"), everything).status_code == 302
    assert fresh(file).answers == {"need": "De Martine", "people": 42, "new": "new"}


def test_on_the_same_field_the_later_one_compares_and_chooses(client, cast, file):
    client.force_login(cast.holder)
    seen = marks(client, file, "need")
    first = auto(client, file, "need", seen, **{"q-need": "De Martine"}).json()
    client.force_login(cast.mayor)
    told = auto(client, file, "need", seen, **{"q-need": "D’Odile"}).json()
    assert told["conflicts"]["q-need"]["theirs"] == "De Martine"
    assert "Martine Delorme" in told["conflicts"]["q-need"]["html"]
    assert fresh(file).answers["need"] == "De Martine"
    assert told["edition"] == first["edition"] == 1
    page = client.post(part(file, "need"), {"q-need": "D’Odile", "q-people": "3000", "marks": json.dumps(seen)})
    assert page.status_code == 409
    assert "De Martine" in page.text
    assert page.context["form"]["q-need"].value() == "D’Odile"
    typed = {"q-need": "D’Odile", "q-people": "3000", "marks": page.context["marks"]}
    client.post(part(file, "need"), typed | {"keep-q-need": "theirs"})
    assert fresh(file).answers["need"] == "De Martine"
    client.post(part(file, "need"), typed | {"keep-q-need": "mine"})
    assert fresh(file).answers["need"] == "D’Odile"


def test_a_disagreement_is_told_in_the_words_of_the_form(client, cast, file):
    client.force_login(cast.holder)
    seen = marks(client, file, "need")
    auto(client, file, "need", seen, **{"q-new": "new"})
    client.force_login(cast.mayor)
    told = auto(client, file, "need", seen, **{"q-new": "moved"}).json()["conflicts"]["q-new"]["html"]
    assert "<q>Nouveau</q>" in told and "<q>Transféré</q>" in told
    rows = [{"from": "2027-03-08", "to": "2027-05-31"}, {"from": "2027-09-06", "to": ""}]
    assert in_words(None, rows) == "2027-03-08 – 2027-05-31, 2027-09-06"


def test_each_write_is_counted_and_only_what_changed(client, cast, file):
    client.force_login(cast.holder)
    told = auto(client, file, "need", **{"q-need": "Un"}).json()
    assert (told["edition"], told["errors"]) == (1, {"q-need": ""})
    assert auto(client, file, "need", **{"q-need": "Un"}).json()["edition"] == 1
    assert auto(client, file, "need", **{"q-people": "-1"}).json()["errors"]["q-people"]
    assert fresh(file).answers == {"need": "Un"}


def test_an_ended_session_loses_nothing(client, cast, file):
    reply = auto(client, file, "need", **{"q-need": "Écrit sans session"})
    assert reply.status_code == 401
    assert reply.json()["login"]
    lost = client.post(part(file, "need"), {"q-need": "Écrit sans session", "q-people": "7"})
    assert lost.status_code == 302
    assert "next=" in lost.url
    assert fresh(file).answers["people"] == 3000
    client.login(email=cast.holder.email, password=casting.PASSWORD)
    page = client.get(part(file, "need"))
    assert "Votre session avait expiré" in page.text
    assert page.context["form"]["q-need"].value() == "Écrit sans session"


def test_a_new_version_of_the_questions_loses_no_answer(client, cast, file):
    content = json.loads(json.dumps(casting.QUESTIONS))
    questions = content["sections"][0]["questions"]
    questions[1] |= {"kind": "short", "label": "Qui est concerné ?"}
    questions[0]["limit"] = 5
    questions[2] = {"key": "why", "kind": "long", "label": "Pourquoi vous ?", "required": True}
    FormVersion.objects.create(call=cast.call, number=2, content=content, published_at=clock.now())
    client.force_login(cast.holder)
    assert "Les questions de cet appel ont changé" in client.get(part(file, "need")).text
    page = client.get(f"/dossiers/{file.handle}/version/")
    for said in ("Pourquoi vous", "Qui est concerné", "limite est maintenant", "Nouveau ou transféré"):
        assert said in page.text
    client.post(f"/dossiers/{file.handle}/version/")
    file = fresh(file)
    assert file.form_version.number == 2
    assert file.drafting["typed"]["q-need"] == "Le service public s’éloigne."
    assert client.get(part(file, "need")).status_code == 200


X, Z = {"key": "x", "label": "Ixe"}, {"key": "z", "label": "Zède"}
TEAM = [{"key": "who", "label": "Qui", "kind": "short"}, {"key": "etp", "label": "ETP", "kind": "number"}]
KINDS = [
    {"key": "s", "kind": "short", "label": "Court", "limit": 20},
    {"key": "l", "kind": "long", "label": "Long", "limit": 50},
    {"key": "n", "kind": "number", "label": "Nombre"},
    {"key": "a", "kind": "amount", "label": "Montant"},
    {"key": "d", "kind": "date", "label": "Date"},
    {"key": "y", "kind": "yes_no", "label": "Oui ?"},
    {"key": "o", "kind": "one", "label": "Un", "options": [X]},
    {"key": "m", "kind": "many", "label": "Plusieurs", "options": [X, Z]},
    {"key": "f", "kind": "file", "label": "Plan"},
    {"key": "t", "kind": "table", "label": "Équipe", "columns": TEAM},
    {"key": "p", "kind": "territory", "label": "Où"},
    {"key": "i", "kind": "siret", "label": "SIRET"},
]  # fmt: skip


def test_every_kind_of_question_is_asked_kept_shown_and_read(client, cast):
    sections = {"sections": [{"key": "all", "title": "Tout", "help": "", "questions": KINDS}]}
    version = FormVersion.objects.create(call=cast.call, number=2, content=sections, published_at=clock.now())
    assert {q["kind"] for q in KINDS} == set(FormVersion.Kind.values)
    file = casting.application(cast, form_version=version, answers={})
    client.force_login(cast.holder)
    good = {
        "q-s": "Court", "q-l": "Deux\r\nlignes", "q-n": "12,5", "q-a": "1 234,50", "q-d": "12/03/2027", "q-y": "no",
        "q-o": "x", "q-m": ["x", "z"], "q-t-0-who": "Ana", "q-t-0-etp": "0,5", "q-t-3-who": "Bo",
        "q-p": "La Ferté-sous-Jouarre", "q-i": "552 081 317 66522",
    }  # fmt: skip
    reply = client.post(part(file, "all"), good)
    assert reply.status_code == 302, reply.context["form"].errors
    answers = fresh(file).answers
    assert answers["t"] == [{"who": "Ana", "etp": "0.5"}, {"who": "Bo", "etp": ""}]
    assert (answers["a"], answers["d"], answers["y"], answers["i"]) == (
        "1234.50",
        "2027-03-12",
        False,
        "55208131766522",
    )
    assert answers["p"]["code"] == "77183"
    page = client.get(part(file, "all"))
    edition = fresh(file).edition
    again = good | {"q-d": "2027-03-12", "marks": page.context["marks"]}
    client.post(part(file, "all"), again)
    assert fresh(file).edition == edition
    reading = client.get(f"/dossiers/{file.handle}/relire/").text
    for said in ("Deux<br>lignes", "12,5", "1\u202f234,50", "mars", "Non", "Zède", "Ana", "(77260)"):
        assert said in reading, said
    bad = {"q-t-0-who": "Ana", "q-t-0-etp": "x", "q-i": "552 081 317 66523", "q-p": "Nulle-Part"}
    page = client.post(part(file, "all"), bad)
    assert page.status_code == 422
    assert "Ligne 1, « ETP »" in plain(page.text)
    assert "ne tombe pas juste" in page.text
