"""Calls judged without names: beside each file, a copy without names, the only one that reviewers open."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from funding import conflicts, files
from funding.models import AnonymisedCopy, Document
from funding.papers import before
from tests import cast as casting
from tests.funding.desk import as_, text_of
from workflows import clock
from workflows.errors import FormRefused, StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = casting.play()
    type(cast.call).objects.filter(pk=cast.call.pk).update(blind=True)
    cast.call.refresh_from_db()
    return cast


def pdf(name="Roule ma Brie.pdf", more=b""):
    return SimpleUploadedFile(name, b"%PDF-1.4 un fichier" + more)


def filed(cast, state="submitted", **facts):
    """A file whose piece has bytes, and no copy yet."""
    file = getattr(casting, state)(cast, title="Le guichet qui roule", **facts)
    piece = file.documents.get().piece
    return file, files.add(file, pdf(), by=cast.holder, piece=piece)


def reviewed_by(cast, file, person):
    review = file.reviews.get(reviewer=person)
    return review.declare(by=person, no_interest=True)


def assigned(cast):
    file, document = filed(cast, "eligible")
    file.assign(by=cast.officer, reviewers=[cast.reviewer, cast.second_reviewer], due_on=clock.today())
    return file, document, reviewed_by(cast, file, cast.reviewer)


def opened(person, path):
    """What it is called, and its bytes; reading it to its end closes it."""
    answer = as_(person).get(path)
    assert answer.status_code == 200
    return answer["Content-Disposition"], b"".join(answer.streaming_content)


def test_a_reviewer_reads_that_there_is_no_copy_and_opens_no_original(cast):
    _file, document, review = assigned(cast)
    client = as_(cast.reviewer)
    desk = text_of(client.get(review.get_absolute_url()))
    assert "pas de copie anonymisée" in desk and document.get_absolute_url() not in desk
    for path in (document.get_absolute_url(), f"{document.get_absolute_url()}?voir"):
        assert client.get(path).status_code == 404
    assert opened(cast.officer, document.get_absolute_url())[1]


def test_a_reviewer_opens_the_copy_under_a_neutral_name(cast):
    file, document, review = assigned(cast)
    files.add_copy(document, pdf(more=b" ancien"), by=cast.holder)
    copy = files.add_copy(document, pdf(more=b" sans nom"), by=cast.holder)
    client = as_(cast.reviewer)
    desk = text_of(client.get(review.get_absolute_url()))
    assert copy.get_absolute_url() in desk and "Roule ma Brie" not in desk
    name, content = opened(cast.reviewer, copy.get_absolute_url())
    assert "piece-" in name and "Brie" not in name and content.endswith(b"sans nom")
    assert "Brie" in opened(cast.officer, copy.get_absolute_url())[0]
    assert as_(cast.stranger).get(copy.get_absolute_url()).status_code == 404
    conflicts.declare(cast.reviewer, cast.call, kind="link", reason="Un proche.", application=file)
    assert client.get(copy.get_absolute_url()).status_code == 404


def test_the_holder_adds_a_copy_beside_each_file_of_a_draft(cast):
    file = casting.application(cast)
    document = files.add(file, pdf(), by=cast.holder, piece=file.call.pieces.first())
    client, address = as_(cast.holder), f"/fichiers/{document.pk}/sans-nom/"
    files.add(file, pdf("plan.pdf"), by=cast.holder)
    page = client.get(f"/dossiers/{file.handle}/remplir/pieces/")
    assert page.status_code == 200
    assert text_of(page).count("Pas encore de copie anonymisée") >= 2 and address in text_of(page)
    assert client.post(address, {"file": pdf("sans nom.pdf")}).status_code == 302
    assert document.anonymised.name == "sans nom.pdf"
    client.post(address, {"file": SimpleUploadedFile("a.pdf", b"MZ un programme")})
    assert client.post(address).status_code == 302
    assert AnonymisedCopy.objects.count() == 1
    assert as_(cast.stranger).post(address, {"file": pdf()}).status_code == 404
    assert as_(cast.partner).post(address, {"file": pdf()}).status_code in (403, 404)
    assert "sans nom.pdf" in text_of(client.get(f"/dossiers/{file.handle}/remplir/pieces/"))
    client.post(f"/dossiers/{file.handle}/fichiers/{document.pk}/enlever/")
    assert not AnonymisedCopy.objects.exists()


def test_a_new_version_has_no_copy_and_a_named_call_takes_none(cast):
    file = casting.application(cast)
    piece = file.call.pieces.first()
    document = files.add(file, pdf(), by=cast.holder, piece=piece)
    files.add_copy(document, pdf(), by=cast.holder)
    newer = files.add(file, pdf(more=b"2"), by=cast.holder, piece=piece)
    assert newer.anonymised is None and Document.objects.get(pk=document.pk).latest == newer
    assert as_(cast.holder).post(f"/fichiers/{document.pk}/sans-nom/", {"file": pdf()}).status_code == 404
    type(cast.call).objects.filter(pk=cast.call.pk).update(blind=False)
    assert as_(cast.holder).post(f"/fichiers/{newer.pk}/sans-nom/", {"file": pdf()}).status_code == 404


def test_a_filed_application_takes_a_copy_only_when_pieces_are_awaited(cast):
    file, document = filed(cast)
    address = f"/fichiers/{document.pk}/sans-nom/"
    assert as_(cast.holder).post(address, {"file": pdf()}).status_code == 403
    file.take_charge(by=cast.officer)
    with pytest.raises(FormRefused):
        file.request_pieces(by=cast.officer, message="Sans nom.", due_on=day(9))
    file.request_pieces(by=cast.officer, copies=[document.pk], message="Sans nom.", due_on=day(9))
    label = f"copie anonymisée : {document.piece.label}"
    assert [row["name"].replace("\u00a0", " ") for row in before.missing_pieces(file, None)["pieces"]] == [label]
    shown = text_of(as_(cast.holder).get(file.get_absolute_url()))
    assert label in shown and address in shown
    with pytest.raises(StepRefused, match="copie anonymisée"):
        file.complete(by=cast.holder)
    assert as_(cast.holder).post(address, {"file": pdf()}).status_code == 302
    assert file.complete(by=cast.holder).state == "submitted"
    officer = as_(cast.officer)
    assert "Copie anonymisée" in text_of(officer.get(f"{file.get_absolute_url()}?tab=pieces"))
    assert "copie anonymisée" in text_of(officer.get(f"{file.get_absolute_url()}?tab=summary"))


def test_the_officer_of_a_named_call_is_not_offered_copies(cast):
    type(cast.call).objects.filter(pk=cast.call.pk).update(blind=False)
    file, _document = filed(cast)
    file.take_charge(by=cast.officer)
    shown = text_of(as_(cast.officer).get(f"/etapes/application/{file.pk}/request_pieces/"))
    assert "Copies anonymisées" not in shown


def day(days):
    return clock.today() + timedelta(days=days)
