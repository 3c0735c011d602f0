"""The applicant's form over HTTP: from a call to a submitted file, and everything that can be typed wrong."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast as casting

from funding.models import Application

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def cast():
    return casting.play()


def url(file, part, end=""):
    return f"/dossiers/{file.handle}/remplir/{part}/{end}"


def fresh(file):
    return Application.objects.get(pk=file.pk)


def draft(client, cast):
    client.force_login(cast.holder)
    reply = client.post(f"/appels/{cast.call.code}/deposer/", {"organisation": cast.town.pk})
    assert reply.status_code == 302
    return Application.objects.get(created_by=cast.holder)


def test_from_call_to_submitted_file(client, cast):
    file = draft(client, cast)
    assert file.lead == cast.town
    assert file.partners.get().is_lead
    client.post(
        url(file, "projet"),
        {
            "title": "Le guichet",
            "summary": "Un guichet itinérant.",
            "commune": "77260",
            "starts_on": "2027-03-12",
            "months": "18",
        },
    )
    client.post(url(file, "need"), {"q-need": "Le service public s’éloigne.", "q-people": "3 000"})
    lead = file.partners.get()
    client.post(
        url(file, "budget"),
        {
            f"c-{lead.pk}-staff": "80 000",
            f"c-{lead.pk}-studies": "20000,00",
            "own_funding": "30 000",
            "partner_funding": "",
            "other_public_aid": "0",
        },
    )
    piece = cast.call.pieces.get()
    client.post(
        f"/dossiers/{file.handle}/fichiers/", {"piece": piece.pk, "file": SimpleUploadedFile("délibération.pdf", PDF)}
    )
    file = fresh(file)
    assert (file.title, file.commune, file.months, file.answers) == (
        "Le guichet",
        cast.commune,
        18,
        {"need": "Le service public s’éloigne.", "people": 3000},
    )
    assert (file.total_cost, file.aid_requested) == (100_000, 70_000)
    assert client.get(f"/dossiers/{file.handle}/relire/").status_code == 200
    client.force_login(cast.mayor)
    page = client.get(f"/etapes/application/{file.pk}/submit/")
    assert "Tout est prêt" in page.text
    reply = client.post(f"/etapes/application/{file.pk}/submit/", {"certified": "on"})
    assert reply.status_code == 302
    assert fresh(file).state == "submitted"
    assert client.get(reply.url).status_code == 200
    again = client.post(f"/etapes/application/{file.pk}/submit/", {"certified": "on"})
    assert again.status_code == 409
    assert "n’est" not in again.text or "une fois" in again.text
    back = client.get(f"/dossiers/{file.draft_code}/remplir/need/")
    assert back.status_code == 200
    assert "ne se remplit plus" in back.text
