"""Files and the holder's page over HTTP, in each state."""

# ruff: noqa: F401, F811 (fixtures come by their name)

import io
import zipfile
from datetime import timedelta
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funding import files
from funding.models import Document, Partner
from tests import cast as casting
from tests.funding.applicants import PDF, cast, file, fresh, own_storage, part
from tests.words import plain
from workflows import clock, outbox
from workflows.models import Message

pytestmark = pytest.mark.django_db


def send(client, file, name, content, **place):
    return client.post(
        f"/dossiers/{file.handle}/fichiers/", place | {"file": SimpleUploadedFile(name, content)}, follow=True
    )


@cache
def docx():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.writestr("[Content_Types].xml", "<Types/>")
        bundle.writestr("word/document.xml", "<w/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("programme.pdf", b"MZ\x90\x00" + b"x" * 200, "son contenu n’en est pas un"),
        ("page.pdf", b"<html><script>alert(1)</script>", "son contenu n’en est pas un"),
        ("photo.pdf", b"\x89PNG\r\n\x1a\n" + b"x" * 50, "contenu est celui d’un fichier"),
        ("archive.zip", b"PK\x03\x04" + b"x" * 50, "Nous prenons les PDF"),
        ("vide.pdf", b"", "Choisissez"),
        ("lourd.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024), "la limite est de 10"),
    ],
)
def test_a_file_is_what_it_contains(client, cast, file, name, content, said):
    client.force_login(cast.holder)
    reply = send(client, file, name, content, other="1")
    assert said in plain(reply.text)
    assert file.documents.count() == 1


def test_a_new_version_supersedes_and_both_are_gone_when_removed(
    client, cast, file, django_capture_on_commit_callbacks
):
    client.force_login(cast.holder)
    piece = cast.call.pieces.get()
    send(client, file, "../../etc/Délib\u202e<b>.DOCX", docx(), piece=piece.pk)
    current = file.documents.current().get()
    assert current.name == "Délib b.docx"
    assert file.documents.count() == 2
    reply = client.get(f"/fichiers/{current.pk}/")
    assert reply["Content-Type"] == files.TAKEN["docx"]
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert reply["Content-Disposition"].startswith("attachment")
    assert b"".join(reply.streaming_content) == docx()
    bundle = client.get(f"/dossiers/{file.handle}/fichiers.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(bundle.streaming_content))) as packed:
        assert packed.read("Délib b.docx") == docx()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/dossiers/{file.handle}/fichiers/{current.pk}/enlever/")
    assert not file.documents.exists()
    assert not current.file.storage.exists(current.file.name)


def test_too_many_files(client, cast, file, monkeypatch):
    monkeypatch.setattr(files, "MOST", 1)
    client.force_login(cast.holder)
    assert "1 fichiers au plus" in plain(send(client, file, "a.pdf", PDF, other="1").text)
    assert file.documents.count() == 1


def test_asked_pieces_are_sent_from_the_ball(client, cast):
    file = casting.submitted(cast).take_charge(by=cast.officer)
    client.force_login(cast.holder)
    assert send(client, file, "tard.pdf", PDF, other="1").status_code == 403
    due = clock.today() + timedelta(days=6)
    file.request_pieces(by=cast.officer, pieces=[], other="Devis signé", message="Il manque le devis.", due_on=due)
    page = client.get(f"/dossiers/{file.handle}/")
    assert "Devis signé" in page.text
    step = f"/etapes/application/{file.pk}/complete/"
    assert client.post(step).status_code == 409
    assert send(client, file, "devis.pdf", PDF, other="1").status_code == 200
    assert client.post(step).status_code == 302
    assert fresh(file).state == "submitted"
    reply = client.get(f"/fichiers/{Document.objects.last().pk}/")
    assert b"".join(reply.streaming_content) == PDF
    client.force_login(cast.stranger)
    assert client.get(f"/fichiers/{Document.objects.last().pk}/").status_code == 404


# The holder's page.


def test_the_page_of_a_file_in_each_state(client, cast):
    client.force_login(cast.mayor)
    makers = (
        casting.application,
        casting.submitted,
        casting.eligible,
        casting.reviewed,
        casting.proposed,
        casting.awarded,
    )
    for number, make in enumerate(makers):
        file = make(cast, title=f"Projet {number}")
        page = client.get(f"/dossiers/{file.handle}/")
        assert page.status_code == 200
        assert page.templates[0].name == "funding/file/holder.html"
        assert client.get(f"/dossiers/{file.handle}/relire/").status_code == 200
    for kind in ("reserve", "rejection"):
        file = casting.proposed(cast, kind=kind)
        (file.reserve if kind == "reserve" else file.reject)(by=cast.signatory, consent=True)
        assert client.get(f"/dossiers/{file.handle}/").status_code == 200
    file = casting.submitted(cast)
    assert client.get(f"/etapes/application/{file.pk}/withdraw/").status_code == 200
    client.post(f"/etapes/application/{file.pk}/withdraw/")
    assert "Vous avez retiré votre demande" in client.get(f"/dossiers/{file.handle}/").text
    assert client.get("/mes-dossiers/").text.count("card-file") == 9


def test_messages_reach_the_other_side(client, cast):
    file = casting.submitted(cast).take_charge(by=cast.officer)
    address = f"/dossiers/{file.handle}/messages/"
    client.force_login(cast.partner)
    assert client.post(address, {"body": "Bonjour"}).status_code == 403
    client.force_login(cast.holder)
    client.post(address, {"body": "Puis-je envoyer <b>une photo</b> ?"})
    page = client.get(f"/dossiers/{file.handle}/").text
    assert "&lt;b&gt;une photo" in page
    long = client.post(address, {"body": "x" * 4001}, follow=True)
    assert "x" * 4001 in long.text
    outbox.drain()
    assert Message.objects.filter(notice="note").get().to == cast.officer
    client.force_login(cast.stranger)
    assert client.post(address, {"body": "Bonjour"}).status_code == 404


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_same_queries_with_one_and_three_partners(client, cast):
    counts = {}
    for others in (1, 3):
        file = casting.application(cast, title=f"Avec {others}")
        for number in range(1, others):
            organisation = casting.organisation(
                f"Structure {number}", "association", "", cast.commune, rna=f"W77000000{number}"
            )
            Partner.objects.create(application=file, organisation=organisation, position=number + 1, size="micro")
        client.force_login(cast.holder)
        client.get("/mes-dossiers/")
        pages = [
            part(file, "need"),
            part(file, "budget"),
            part(file, "pieces"),
            f"/dossiers/{file.handle}/relire/",
            f"/dossiers/{file.handle}/",
        ]
        counts[others] = [queries(client, page) for page in pages]
    assert counts[1] == counts[3]
    assert max(counts[1]) <= 26, counts
