"""The applicant's form over HTTP: from a call to a submitted file, and everything that can be typed wrong."""

# ruff: noqa: F401, F811 (fixtures come by their name)

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from funding.models import Application
from tests.funding.applicants import PDF, cast, file, fresh, own_storage, part
from workflows import clock

pytestmark = pytest.mark.django_db


def test_from_call_to_submitted_file(client, cast):
    client.force_login(cast.holder)
    reply = client.post(f"/appels/{cast.call.code}/deposer/", {"organisation": cast.town.pk})
    assert reply.status_code == 302
    file = Application.objects.get(created_by=cast.holder)
    assert file.lead == cast.town
    lead = file.partners.get()
    project = {"title": "Le guichet", "summary": "Itinérant.", "commune": "77260"}
    project |= {"starts_on": "2027-03-12", "months": "18"}
    client.post(part(file, "projet"), project)
    client.post(part(file, "need"), {"q-need": "Le service public s’éloigne.", "q-people": "3 000"})
    costs = {f"c-{lead.pk}-staff": "80 000", f"c-{lead.pk}-studies": "20000,00", "own_funding": "30 000 €"}
    client.post(part(file, "budget"), costs)
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
    ("key", "name", "typed", "said"),
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
def test_the_impossible_is_refused_and_kept_as_typed(client, cast, file, key, name, typed, said):
    client.force_login(cast.holder)
    reply = client.post(part(file, key), {name: typed})
    assert reply.status_code == 422
    assert said in reply.text
    assert "Ce que vous avez saisi est gardé" in reply.text
    again = client.get(part(file, key))
    assert again.context["form"][name].value() == typed
    assert said in again.text
    assert fresh(file).drafting["typed"][name] == typed


def test_a_null_character_is_taken_out_with_a_sentence(client, cast, file):
    client.force_login(cast.holder)
    reply = client.post(part(file, "need"), {"q-need": "avant\x00après"})
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
    client.post(part(file, "need"), {"q-need": wicked, "q-people": "1"})
    client.post(part(file, "projet"), {"title": wicked, "summary": wicked})
    file = fresh(file)
    assert (file.answers["need"], file.title) == (wicked, wicked)
    for address in (
        part(file, "need"),
        f"/dossiers/{file.handle}/relire/",
        f"/dossiers/{file.handle}/",
        "/mes-dossiers/",
    ):
        text = client.get(address).text
        assert "<script>alert" not in text, address
        assert "&lt;script&gt;" in text, address


def test_a_hole_is_accepted_in_a_draft(client, cast, file):
    client.force_login(cast.holder)
    assert client.post(part(file, "need"), {"q-need": "", "q-people": ""}).status_code == 302
    assert fresh(file).answers == {}
    page = client.get(part(file, "need") + "?points=1")
    assert "attendue pour déposer" in page.text


def test_what_is_refused_keeps_the_file_from_leaving(client, cast, file):
    client.force_login(cast.holder)
    client.post(part(file, "need"), {"q-need": "Le besoin", "q-people": "10", "q-new": "autre"})
    client.force_login(cast.mayor)
    reply = client.post(f"/etapes/application/{file.pk}/submit/", {"certified": "on"})
    assert reply.status_code == 409
    assert fresh(file).is_draft


def test_late_by_a_second_the_draft_stays(client, cast, file):
    client.force_login(cast.mayor)
    with clock.at(cast.call.closes_at):
        reply = client.post(f"/etapes/application/{file.pk}/submit/", {"certified": "on"})
        assert reply.status_code == 409
        assert "L’appel est clos depuis" in reply.text
        assert "clos" in client.get(part(file, "need")).text
        assert "n’est pas ouvert" in client.get(f"/appels/{cast.call.code}/deposer/").text
        assert client.post(f"/appels/{cast.call.code}/deposer/", {"organisation": cast.town.pk}).status_code == 409
    assert fresh(file).is_draft
    with clock.at(cast.call.closes_at - timedelta(seconds=1)):
        assert client.post(f"/etapes/application/{file.pk}/submit/", {"certified": "on"}).status_code == 302
