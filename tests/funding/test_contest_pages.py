"""Appeals and withdrawals over HTTP: what each person reads on the file, at home, in the list, and may do."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from funding.models import Appeal, Withdrawal
from tests import cast as casting
from tests.funding.desk import PEOPLE, as_, text_of
from tests.words import plain
from workflows import clock, outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def refused(cast):
    file = casting.proposed(cast, "rejection").reject(by=cast.signatory, consent=True)
    outbox.drain(but=("mail", "paper"))
    return file


@pytest.fixture
def observed(cast):
    """70 000 € awarded; their withdrawal is envisaged."""
    file = casting.awarded(cast)
    outbox.drain(but=("mail", "paper"))
    due_on = clock.today() + timedelta(days=15)
    file.open_withdrawal(
        by=cast.officer, facts="Le lieu est fermé.", rule="L’article 4.", measure="total", due_on=due_on
    )
    outbox.drain(but=("mail", "paper"))
    return file.withdrawals.get()


def page(person, thing, tab="appeals"):
    return text_of(as_(person).get(f"{thing.get_absolute_url().split('?')[0]}?tab={tab}"))


def doors(person, thing, tab="appeals"):
    """The steps that this page links to."""
    html = as_(person).get(f"{thing.get_absolute_url().split('?')[0]}?tab={tab}").content.decode()
    return set(re.findall(r'href="/etapes/\w+/\d+/(\w+)/"', html)) - {"recuse"}


def test_a_refused_holder_finds_the_way_and_sends_the_appeal_with_its_files(cast, refused):
    said = page(cast.holder, refused)
    assert "Contester la décision" in said and "ne suspend pas la décision" in said
    assert "lodge_appeal" in doors(cast.holder, refused)
    path = f"/etapes/application/{refused.pk}/lodge_appeal/"
    client = as_(cast.holder)
    assert 'name="attachments"' in client.get(path).content.decode() and "multiple" in client.get(path).content.decode()
    assert client.post(path, {"reasons": ""}).status_code == 422
    files = [SimpleUploadedFile(f"piece{n}.pdf", b"%PDF-1.7 x") for n in range(2)]
    answer = client.post(path, {"reasons": "Le budget est couvert.", "attachments": files})
    assert answer.status_code == 302
    appeal = Appeal.objects.get()
    assert appeal.documents.count() == 2
    said = page(cast.holder, refused)
    assert "Recours gracieux" in said and "piece1.pdf" in said and "interrompu jusqu’à la réponse" in said
    assert "lodge_appeal" not in doors(cast.holder, refused)
    again = client.post(path, {"reasons": "Encore."})
    assert again.status_code == 409 and "déjà à l’étude" in plain(again.content.decode())


def test_late_is_said_before_and_after(cast, refused):
    with clock.at(datetime.combine(clock.today() + timedelta(days=90), datetime.min.time(), clock.PARIS)):
        assert "délai de recours est passé" in page(cast.holder, refused)
        refused.lodge_appeal(by=cast.holder, reasons="Pardon.")
        assert "Hors délai" in page(cast.holder, refused) and "Hors délai" in page(cast.signatory, refused)


def test_the_desk_reads_it_with_its_day_and_the_signatory_answers(cast, refused):
    refused.lodge_appeal(by=cast.holder, reasons="Le budget est couvert.")
    appeal = Appeal.objects.get()
    assert "Instruire un recours gracieux" in text_of(as_(cast.officer).get("/accueil/"))
    assert "Répondre à un recours gracieux" in text_of(as_(cast.signatory).get("/accueil/"))
    assert doors(cast.officer, refused) == {"advise"}
    assert doors(cast.signatory, refused) == {"confirm", "grant"}
    appeal.advise(by=cast.officer, advice="L’avis reste entre nous.")
    assert "L’avis reste entre nous." in page(cast.signatory, refused)
    assert "L’avis reste entre nous." not in page(cast.holder, refused)
    path = f"/etapes/appeal/{appeal.pk}/confirm/"
    shown = text_of(as_(cast.signatory).get(path))
    assert "Le budget est couvert." in shown and "L’avis reste entre nous." in shown
    assert as_(cast.signatory).post(path, {"answer": "Non.", "consent": "on"}).status_code == 302
    said = page(cast.holder, refused)
    assert "Décision confirmée" in said and "tribunal administratif de Paris, jusqu’au" in said


@pytest.mark.parametrize("person", PEOPLE)
def test_who_sees_an_appeal_and_who_may_answer(cast, refused, person):
    refused.lodge_appeal(by=cast.holder, reasons="Le budget est couvert.")
    client, appeal = as_(getattr(cast, person)), Appeal.objects.get()
    status = client.post(f"/etapes/appeal/{appeal.pk}/grant/", {}).status_code
    outside = {"stranger", "reviewer", "second_reviewer"}
    assert status == (404 if person in outside else 422 if person == "signatory" else 403)


def test_the_beneficiary_is_asked_and_answers(cast, observed):
    file = observed.application
    assert "Présenter vos observations avant un retrait" in text_of(as_(cast.holder).get("/accueil/"))
    assert "Présentez vos observations" in page(cast.holder, file)
    assert doors(cast.holder, file) >= {"observe"} and "waive" not in doors(cast.holder, file)
    assert "waive" in doors(cast.mayor, file)
    path = f"/etapes/withdrawal/{observed.pk}/observe/"
    upload = SimpleUploadedFile("bail.pdf", b"%PDF-1.7 x")
    answer = as_(cast.holder).post(path, {"observations": "Le bail est signé.", "attachments": upload})
    assert answer.status_code == 302
    said = page(cast.signatory, file)
    assert "Le bail est signé." in said and "bail.pdf" in said
    assert as_(cast.stranger).get(path).status_code == 404


def test_signing_early_is_refused_with_its_sentence_and_later_it_is_done(cast, observed):
    path, client = f"/etapes/withdrawal/{observed.pk}/withdraw/", as_(cast.signatory)
    said = {"amount": "70 000", "reasons": "Fermé.", "consent": "on"}
    early = client.post(path, said)
    assert early.status_code == 409 and "rien ne se décide avant" in plain(early.content.decode())
    assert "Fermé." in plain(early.content.decode()), "what was typed is kept"
    later = datetime.combine(observed.period_ends + timedelta(days=1), datetime.min.time(), clock.PARIS)
    with clock.at(later + timedelta(hours=9)):
        too_much = client.post(path, said | {"amount": "70000,01"})
        assert too_much.status_code == 422 and "plus de 70 000,00 €" in plain(too_much.content.decode())
        assert client.post(path, said).status_code == 302
    file = observed.application
    assert "Aide retirée" in page(cast.holder, file) and "L’aide a été retirée" in page(cast.holder, file)
    assert "L’aide est retirée" in page(cast.funder, file)
    assert Withdrawal.objects.get().state == "withdrawn"
    assert as_(cast.payer).get(f"{file.get_absolute_url()}convention/").status_code == 200


def test_the_officer_opens_from_the_file(cast):
    file = casting.awarded(cast)
    outbox.drain(but=("mail", "paper"))
    assert "open_withdrawal" in doors(cast.officer, file)
    for other in ("signatory", "payer", "manager", "funder", "chair"):
        assert "open_withdrawal" not in doors(getattr(cast, other), file)
    path = f"/etapes/application/{file.pk}/open_withdrawal/"
    due = (clock.today() + timedelta(days=15)).isoformat()
    said = {"facts": "Fermé.", "rule": "Article 4.", "measure": "partial", "amount": "70 000,01", "due_on": due}
    assert as_(cast.officer).post(path, said).status_code == 422
    assert as_(cast.officer).post(path, said | {"amount": "69 999,99"}).status_code == 302


def test_the_list_narrows_to_what_is_contested(cast, refused, observed):
    refused.lodge_appeal(by=cast.holder, reasons="Le budget est couvert.")
    client = as_(cast.officer)
    for word, here, gone in (("appeal", refused, observed.application), ("withdrawal", observed.application, refused)):
        said = text_of(client.get(f"/dossiers/?contest={word}"))
        assert here.reference in said and gone.reference not in said
    assert refused.reference in text_of(client.get("/dossiers/?contest=nothing"))


def test_the_api_says_and_takes_the_same(cast, refused):
    from people import tokens

    _token, raw = tokens.create(cast.signatory, "tests")
    refused.lodge_appeal(by=cast.holder, reasons="Le budget est couvert.")
    appeal, headers = Appeal.objects.get(), {"Authorization": f"Bearer {raw}"}
    client = as_(cast.signatory)
    read = client.get(f"/api/appeals/{appeal.pk}", headers=headers).json()
    assert (read["state"], read["answer_by"], read["late"]) == ("lodged", appeal.answer_by.isoformat(), False)
    path, kind = f"/api/appeals/{appeal.pk}/steps/confirm", "application/json"
    assert client.post(path, "{}", content_type=kind, headers=headers).status_code == 422
    body = '{"answer": "Non.", "consent": true}'
    assert client.post(path, body, content_type=kind, headers=headers).json()["state"] == "confirmed"
    listed = client.get(f"/api/applications/{refused.handle}", headers=headers).json()
    assert listed["appeals"] == [appeal.pk] and listed["withdrawals"] == []
