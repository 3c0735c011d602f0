"""Conditions of an award: tasks with a day and a proof; « with conditions » until the last is lifted."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from funding.models import Condition, Decision
from tests import cast as casting
from tests.remembered import remembered
from workflows import clock, outbox
from workflows.errors import FormRefused, NotYours, StepRefused
from workflows.models import Message

pytestmark = pytest.mark.django_db
TEXT = "Fournir le bail signé\n\n– Recruter le chef de projet"


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
@remembered
def file(cast):
    """Awarded under two conditions."""
    made = casting.proposed(cast)
    Decision.objects.filter(application=made.pk).update(conditions=TEXT)
    made = type(made).objects.get(pk=made.pk)
    assert made.decision.with_conditions
    return made.award(by=cast.signatory, consent=True)


def proof(name="bail.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7\nbail")


def decision_of(file):
    return Decision.objects.get(application=file.pk)


def lifted(condition, cast):
    return condition.lift(by=cast.officer, lifted_on=clock.today(), answer="Vu")


def test_each_line_is_a_task_with_a_day(file):
    rows = list(Condition.objects.all())
    assert [row.text for row in rows] == ["Fournir le bail signé", "Recruter le chef de projet"]
    assert {row.due_on.month for row in rows} == {(clock.today().month + 2) % 12 + 1}
    assert decision_of(file).with_conditions


def test_the_holder_sends_the_proof_and_the_officer_lifts(file, cast):
    first, second = Condition.objects.all()
    first.file_evidence(by=cast.holder, posted={"note": "Le bail est signé"}, files={"file": proof()})
    assert first.state == "filed" and first.document.extension == "pdf"
    lifted(first, cast)
    assert decision_of(file).with_conditions
    lifted(second, cast)
    assert not decision_of(file).with_conditions


def test_what_does_not_suffice_is_asked_again_and_said(file, cast):
    condition = Condition.objects.first()
    condition.file_evidence(by=cast.holder, note="C’est fait")
    condition.ask_again(by=cast.officer, answer="Il faut le bail lui-même")
    assert condition.state == "open"
    outbox.drain(but=("mail", "paper"))
    told = Message.objects.get(notice="condition_insufficient", to=cast.holder)
    assert "Il faut le bail lui-même" in told.body


def test_nothing_is_paid_before_the_last_is_lifted(file, cast):
    outbox.drain(but=("mail", "paper"))
    casting.in_force(cast, file)
    payment = file.agreement.disbursements.first()
    with pytest.raises(StepRefused, match="Il reste 2 conditions à lever"):
        payment.order(by=cast.payer, basis="Convention signée")
    for condition in Condition.objects.all():
        lifted(condition, cast)
    payment = type(payment).objects.get(pk=payment.pk)
    assert payment.order(by=cast.payer, basis="Convention signée").state == "ordered"


@pytest.mark.parametrize("days", [1, -4000], ids=["tomorrow", "before the decision"])
def test_a_day_that_cannot_be_lifts_nothing(file, cast, days):
    with pytest.raises(FormRefused):
        Condition.objects.first().lift(by=cast.officer, lifted_on=clock.today() + timedelta(days=days), answer="Vu")


def test_a_date_is_put_off_never_brought_forward(file, cast):
    condition = Condition.objects.first()
    with pytest.raises(FormRefused):
        condition.put_off(by=cast.officer, due_on=condition.due_on - timedelta(days=1), answer="Non")
    later = condition.due_on + timedelta(days=30)
    assert condition.put_off(by=cast.officer, due_on=later, answer="Le maire est malade").due_on == later


def test_a_program_named_pdf_is_no_proof(file, cast):
    sent = SimpleUploadedFile("bail.pdf", b"MZ\x90\x00")
    with pytest.raises(FormRefused):
        Condition.objects.first().file_evidence(by=cast.holder, posted={"note": "x"}, files={"file": sent})


def test_who_may_do_what(file, cast):
    condition = Condition.objects.first()
    for person in (cast.partner, cast.officer, cast.signatory):
        with pytest.raises(NotYours):
            condition.file_evidence(by=person, note="x")
    for person in (cast.holder, cast.signatory, cast.funder):
        with pytest.raises(NotYours):
            condition.lift(by=person, lifted_on=clock.today(), answer="x")
    assert not Condition.objects.visible_to(cast.reviewer).exists()
    assert not Condition.objects.visible_to(cast.stranger).exists()


def test_they_are_on_the_pages_and_wait_on_the_homes(file, cast):
    condition = Condition.objects.first()
    pages = {cast.holder: (file.get_absolute_url(), "/accueil/"),
             cast.officer: (f"{file.get_absolute_url()}?tab=decision",)}  # fmt: skip
    for person, addresses in pages.items():
        client = Client()
        client.force_login(person)
        for address in addresses:
            assert "bail signé" in client.get(address).content.decode(), (person, address)
    condition.file_evidence(by=cast.holder, note="C’est fait")
    assert "Examiner un justificatif" in client.get("/accueil/").content.decode()
