"""The applicant's form over HTTP: from a call to a submitted file, and everything that can be typed wrong."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from funding.models import Application, FormVersion
from tests import cast as casting
from workflows import clock

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """Files of tests go with the test."""
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": place}


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def file(cast):
    return casting.application(cast)


def url(file, part, end=""):
    return f"/dossiers/{file.handle}/remplir/{part}/{end}"


def fresh(file):
    return Application.objects.get(pk=file.pk)


def marks(client, file, part):
    page = client.get(url(file, part))
    return json.loads(page.context["marks"])


def auto(client, file, part, seen=None, **typed):
    only = ",".join(typed)
    return client.post(url(file, part, "auto/"), typed | {"only": only, "marks": json.dumps(seen or {})})


def test_from_call_to_submitted_file(client, cast):
    client.force_login(cast.holder)
    reply = client.post(f"/appels/{cast.call.code}/deposer/", {"organisation": cast.town.pk})
    assert reply.status_code == 302
    file = Application.objects.get(created_by=cast.holder)
    assert file.lead == cast.town
    lead = file.partners.get()
    project = {
        "title": "Le guichet",
        "summary": "Itinérant.",
        "commune": "77260",
        "starts_on": "2027-03-12",
        "months": "18",
    }
    client.post(url(file, "projet"), project)
    client.post(url(file, "need"), {"q-need": "Le service public s’éloigne.", "q-people": "3 000"})
    costs = {f"c-{lead.pk}-staff": "80 000", f"c-{lead.pk}-studies": "20000,00", "own_funding": "30 000 €"}
    client.post(url(file, "budget"), costs)
    piece = cast.call.pieces.get()
    sent = SimpleUploadedFile("délibération.pdf", PDF)
    client.post(f"/dossiers/{file.handle}/fichiers/", {"piece": piece.pk, "file": sent})
    file = fresh(file)
    assert (file.title, file.commune, file.months) == ("Le guichet", cast.commune, 18)
    assert file.answers == {"need": "Le service public s’éloigne.", "people": 3000}
    assert (file.total_cost, file.aid_requested) == (100_000, 70_000)
    assert "Tout est prêt" in client.get(f"/dossiers/{file.handle}/relire/").text
    client.force_login(cast.mayor)
    step = f"/etapes/application/{file.pk}/submit/"
    assert "Tout est prêt" in client.get(step).text
    reply = client.post(step, {"certified": "on"})
    assert reply.status_code == 302
    assert fresh(file).state == "submitted"
    assert client.get(reply.url).status_code == 200
    again = client.post(step, {"certified": "on"})
    assert again.status_code == 409
    assert "déjà déposé" in again.text
    back = client.get(f"/dossiers/{file.draft_code}/remplir/need/")
    assert "ne se remplit plus" in back.text
    late = client.post(f"/dossiers/{file.draft_code}/remplir/need/", {"q-need": "Autre chose"})
    assert late.status_code == 409
    assert fresh(file).answers["need"] == "Le service public s’éloigne."


@pytest.mark.parametrize(
    ("part", "name", "typed", "said"),
    [
        ("need", "q-need", "x" * 10_001, "3\u202f000"),
        ("need", "q-people", "-5", "inférieur"),
        ("need", "q-people", "9" * 18, "trop grand"),
        ("need", "q-people", "beaucoup", "chiffres"),
        ("need", "q-new", "autre", "Choisissez"),
        ("projet", "months", "400", "mois"),
        ("projet", "starts_on", "demain", "date"),
        ("projet", "commune", "Zzyzx", "Aucun lieu"),
        ("budget", "own_funding", "-1", "négatif"),
        ("budget", "own_funding", "1" * 18, "trop grand"),
        ("budget", "own_funding", "1,234", "Deux chiffres"),
        ("budget", "own_funding", "NaN", "montant"),
        ("budget", "own_funding", "1e9999", "montant"),
    ],
)
def test_the_impossible_is_refused_and_kept_as_typed(client, cast, file, part, name, typed, said):
    client.force_login(cast.holder)
    reply = client.post(url(file, part), {name: typed})
    assert reply.status_code == 422
    assert said in reply.text
    assert "Ce que vous avez saisi est gardé" in reply.text
    again = client.get(url(file, part))
    assert again.context["form"][name].value() == typed
    assert said in again.text
    assert fresh(file).drafting["typed"][name] == typed


def test_a_null_character_is_taken_out_with_a_sentence(client, cast, file):
    client.force_login(cast.holder)
    reply = client.post(url(file, "need"), {"q-need": "avant\x00après"})
    assert reply.status_code == 422
    assert "caractère nul" in reply.text
    assert fresh(file).drafting["typed"]["q-need"] == "avantaprès"
    assert client.get("/dossiers/B-%00/remplir/need/").status_code == 404
    assert client.get("/dossiers/B-%00/").status_code == 404
    assert client.get(f"/dossiers/{file.handle}/partenaires/ajouter/?q=%00a").status_code == 200
    assert client.get("/lieux/?q=a%00b").status_code == 200


def test_emoji_and_html_are_text(client, cast, file):
    client.force_login(cast.holder)
    wicked = "<script>alert(1)</script> 🎪 « & »"
    client.post(url(file, "need"), {"q-need": wicked, "q-people": "1"})
    client.post(url(file, "projet"), {"title": wicked, "summary": wicked})
    file = fresh(file)
    assert (file.answers["need"], file.title) == (wicked, wicked)
    for address in (
        url(file, "need"),
        f"/dossiers/{file.handle}/relire/",
        f"/dossiers/{file.handle}/",
        "/mes-dossiers/",
    ):
        text = client.get(address).text
        assert "<script>alert" not in text, address
        assert "&lt;script&gt;" in text, address


def test_a_hole_is_accepted_in_a_draft(client, cast, file):
    client.force_login(cast.holder)
    assert client.post(url(file, "need"), {"q-need": "", "q-people": ""}).status_code == 302
    assert fresh(file).answers == {}
    page = client.get(url(file, "need") + "?points=1")
    assert "attendue pour déposer" in page.text


def test_what_is_refused_keeps_the_file_from_leaving(client, cast, file):
    client.force_login(cast.holder)
    client.post(url(file, "need"), {"q-need": "Le besoin", "q-people": "10", "q-new": "autre"})
    client.force_login(cast.mayor)
    reply = client.post(f"/etapes/application/{file.pk}/submit/", {"certified": "on"})
    assert reply.status_code == 409
    assert fresh(file).is_draft


def test_two_writers_on_different_fields_both_win(client, cast, file):
    client.force_login(cast.holder)
    seen = marks(client, file, "need")
    assert auto(client, file, "need", seen, **{"q-need": "De Martine"}).json()["conflicts"] == {}
    client.force_login(cast.mayor)
    everything = {"q-need": "Le service public s’éloigne.", "q-people": "42", "q-new": "new", "marks": json.dumps(seen)}
    assert client.post(url(file, "need"), everything).status_code == 302
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
    page = client.post(url(file, "need"), {"q-need": "D’Odile", "q-people": "3000", "marks": json.dumps(seen)})
    assert page.status_code == 409
    assert "De Martine" in page.text
    assert page.context["form"]["q-need"].value() == "D’Odile"
    typed = {"q-need": "D’Odile", "q-people": "3000", "marks": page.context["marks"]}
    client.post(url(file, "need"), typed | {"keep-q-need": "theirs"})
    assert fresh(file).answers["need"] == "De Martine"
    client.post(url(file, "need"), typed | {"keep-q-need": "mine"})
    assert fresh(file).answers["need"] == "D’Odile"


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
    lost = client.post(url(file, "need"), {"q-need": "Écrit sans session", "q-people": "7"})
    assert lost.status_code == 302
    assert "next=" in lost.url
    assert fresh(file).answers["people"] == 3000
    client.login(email=cast.holder.email, password=casting.PASSWORD)
    page = client.get(url(file, "need"))
    assert "Votre session avait expiré" in page.text
    assert page.context["form"]["q-need"].value() == "Écrit sans session"


def test_late_by_a_second_the_draft_stays(client, cast, file):
    client.force_login(cast.mayor)
    with clock.at(cast.call.closes_at):
        reply = client.post(f"/etapes/application/{file.pk}/submit/", {"certified": "on"})
        assert reply.status_code == 409
        assert "L’appel est clos depuis" in reply.text
        assert "clos" in client.get(url(file, "need")).text
        assert "n’est pas ouvert" in client.get(f"/appels/{cast.call.code}/deposer/").text
        assert client.post(f"/appels/{cast.call.code}/deposer/", {"organisation": cast.town.pk}).status_code == 409
    assert fresh(file).is_draft
    with clock.at(cast.call.closes_at - timedelta(seconds=1)):
        assert client.post(f"/etapes/application/{file.pk}/submit/", {"certified": "on"}).status_code == 302


def test_a_new_version_of_the_questions_loses_no_answer(client, cast, file):
    content = json.loads(json.dumps(casting.QUESTIONS))
    questions = content["sections"][0]["questions"]
    questions[1] |= {"kind": "short", "label": "Qui est concerné ?"}
    questions[0]["limit"] = 5
    questions[2] = {"key": "why", "kind": "long", "label": "Pourquoi vous ?", "required": True}
    FormVersion.objects.create(call=cast.call, number=2, content=content, published_at=clock.now())
    client.force_login(cast.holder)
    assert "Les questions de cet appel ont changé" in client.get(url(file, "need")).text
    page = client.get(f"/dossiers/{file.handle}/version/")
    for said in ("Pourquoi vous", "Qui est concerné", "limite est maintenant", "Nouveau ou transféré"):
        assert said in page.text
    client.post(f"/dossiers/{file.handle}/version/")
    file = fresh(file)
    assert file.form_version.number == 2
    assert file.drafting["typed"]["q-need"] == "Le service public s’éloigne."
    assert client.get(url(file, "need")).status_code == 200


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
    reply = client.post(url(file, "all"), good)
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
    page = client.get(url(file, "all"))
    edition = fresh(file).edition
    again = good | {"q-d": "2027-03-12", "marks": page.context["marks"]}
    client.post(url(file, "all"), again)
    assert fresh(file).edition == edition
    reading = client.get(f"/dossiers/{file.handle}/relire/").text
    for said in ("Deux<br>lignes", "12,5", "1\u202f234,50", "mars", "Non", "Zède", "Ana", "(77260)"):
        assert said in reading, said
    bad = {"q-t-0-who": "Ana", "q-t-0-etp": "x", "q-i": "552 081 317 66523", "q-p": "Nulle-Part"}
    page = client.post(url(file, "all"), bad)
    assert page.status_code == 422
    assert "Ligne 1, « ETP »" in page.text
    assert "ne tombe pas juste" in page.text
