"""The kernel's pages: one door for every step, the inbox, the papers, the public verification, the deliveries."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import cast as casting
from tests.words import plain
from workflows import clock, outbox
from workflows.models import Effect, Message, Paper

pytestmark = pytest.mark.django_db
PEOPLE = [
    "holder",
    "mayor",
    "partner",
    "stranger",
    "manager",
    "officer",
    "reviewer",
    "chair",
    "signatory",
    "payer",
    "second_payer",
    "funder",
]


@pytest.fixture
def cast():
    return casting.play()


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def door(thing, name):
    return f"/etapes/{thing.subject_kind()}/{thing.pk}/{name}/"


def text_of(response):
    return plain(response.content.decode()).replace("&#x27;", "’")


# --- the door


def test_anonymous_people_are_asked_who_they_are(client, cast):
    answer = client.get(door(casting.submitted(cast), "admit"))
    assert answer.status_code == 302 and "/compte/" in answer["Location"]


def test_what_one_may_not_see_does_not_exist_and_what_is_not_ones_is_refused(cast):
    """404 before 403: a stranger learns nothing, a member learns that it is not theirs."""
    file = casting.submitted(cast)
    expected = {"stranger": 404, "reviewer": 404, "officer": 200}
    for name in PEOPLE:
        answer = as_(getattr(cast, name)).get(door(file, "admit"))
        assert answer.status_code == expected.get(name, 403), name
    assert as_(cast.officer).get(door(file, "nothing")).status_code == 404
    assert as_(cast.officer).get(door(file, "fall_silent")).status_code == 403  # the clock's alone
    assert as_(cast.officer).get(f"/etapes/user/{cast.officer.pk}/admit/").status_code == 404


def test_a_form_comes_back_with_everything_typed(cast):
    file = casting.submitted(cast)
    answer = as_(cast.officer).post(
        door(file, "request_pieces"), {"message": "Le devis <b>signé</b> manque.", "due_on": "2001-01-01"}
    )
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Le devis &lt;b&gt;signé&lt;/b&gt; manque." in page and 'value="2001-01-01"' in page
    assert "Choisissez au moins une pièce" in page and "data-focus" in page and "<title>Erreur :" in page
    file.refresh_from_db()
    assert file.state == "submitted"


def test_obstacles_are_all_listed_and_the_button_is_locked(cast):
    file = casting.eligible(cast)
    page = text_of(as_(cast.officer).get(door(file, "examine")))
    assert "0 évaluation remise sur les 2 attendues." in page and 'aria-disabled="true"' in page
    answer = as_(cast.officer).post(door(file, "examine"))
    assert answer.status_code == 409 and "0 évaluation remise" in text_of(answer)


def test_a_step_that_someone_took_meanwhile_says_who(cast):
    file = casting.submitted(cast).take_charge(by=cast.officer)
    answer = as_(cast.officer).get(door(file.propose_refusal(by=cast.officer, reasons="Hors champ."), "admit"))
    assert "Karim Bensaïd a été plus rapide" in text_of(answer)
    answer = as_(cast.officer).post(door(file, "admit"), dict.fromkeys(("complete", "on_time"), "on"))
    assert answer.status_code == 409 and "plus rapide" in text_of(answer)


def test_taking_a_step_moves_the_file_and_says_so(cast):
    file = casting.submitted(cast)
    answer = as_(cast.officer).post(door(file, "take_charge"), follow=True)
    assert answer.status_code == 200 and "C’est fait : Prendre en charge." in text_of(answer)
    file.refresh_from_db()
    assert file.officer == cast.officer


def test_one_goes_back_only_to_our_own_pages(cast):
    for wanted, landed in [("/dossiers/?state=submitted", "/dossiers/?state=submitted"), ("https://evil.example/", "")]:
        file = casting.submitted(cast)
        answer = as_(cast.officer).post(door(file, "take_charge"), {"next": wanted})
        assert answer["Location"] == (landed or file.get_absolute_url())


def test_risky_steps_ask_first(cast):
    file = casting.submitted(cast)
    page = text_of(as_(cast.mayor).get(door(file, "withdraw")))
    assert "btn-danger-quiet" in page and "Votre demande prend fin" in page


@pytest.mark.parametrize(
    "state, who, names",
    [
        ("submitted", "officer", ["take_charge", "request_pieces", "admit", "propose_refusal"]),
        ("eligible", "officer", ["assign", "examine", "propose_refusal"]),
        ("proposed", "signatory", ["award", "send_back"]),
    ],
)
def test_every_door_opens_its_page(cast, state, who, names):
    file = getattr(casting, state)(cast)
    for name in names:
        answer = as_(getattr(cast, who)).get(door(file, name))
        assert answer.status_code == 200, name
        assert answer.content.count(b"<h1") == 1


# --- the inbox


def test_a_message_is_marked_read_by_opening_it(cast):
    casting.submitted(cast)
    outbox.drain()
    message = Message.objects.get(to=cast.mayor, notice="received")
    client = as_(cast.mayor)
    assert message.subject in text_of(client.get("/notices/")).replace("&quot;", '"') or message.subject
    assert message.body.split("\n")[0] not in text_of(client.get(f"/notices/{message.pk}/"))
    with clock.at(clock.now()) as now:
        answer = client.post(f"/notices/{message.pk}/", follow=True)
    message.refresh_from_db()
    assert message.read_at == now and answer.status_code == 200
    assert "Ouvrir le dossier" in text_of(answer)
    client.post(f"/notices/{message.pk}/")
    message.refresh_from_db()
    assert message.read_at == now  # the first reading is the proof


def test_messages_are_ones_own(client, cast):
    casting.submitted(cast)
    outbox.drain()
    message = Message.objects.filter(to=cast.mayor).first()
    assert as_(cast.officer).get(f"/notices/{message.pk}/").status_code == 404
    assert as_(cast.officer).post(f"/notices/{message.pk}/").status_code == 404
    assert client.get("/notices/").status_code == 302
    assert as_(cast.mayor).post("/notices/").status_code == 405


def test_the_inbox_costs_the_same_with_one_message_and_with_forty(cast, django_assert_num_queries):
    client, now = as_(cast.funder), clock.now()

    def deposit(count):
        Message.objects.bulk_create(
            Message(notice="x", key=f"k{i}", to=cast.funder, language="fr", subject=f"Sujet {i}", body="…", sent_at=now)
            for i in range(Message.objects.count(), count)
        )

    deposit(1)
    client.get("/notices/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get("/notices/")
    deposit(40)
    with CaptureQueriesContext(connection) as forty:
        page = text_of(client.get("/notices/"))
    assert len(one) == len(forty) <= 15
    assert "Sujet 39" in page and "Sujet 9<" not in page
    last = Message.objects.order_by("-id")[29].pk
    assert "Sujet 9<" in text_of(client.get(f"/notices/?before={last}"))
    assert (
        client.get("/notices/?before=abc").status_code == client.get(f"/notices/?before={'9' * 30}").status_code == 200
    )


# --- papers and their verification


def made(paper, data=b"%PDF-1.7 the file"):
    paper.file.save("x.pdf", ContentFile(data), save=False)
    paper.sha256, paper.made_at = hashlib.sha256(data).hexdigest(), clock.now()
    paper.save()
    return paper


@pytest.fixture
def receipt(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = casting.submitted(cast)
    return Paper.objects.get(subject_id=file.pk, kind="D01")


def test_a_paper_that_is_not_made_yet_says_so(cast, receipt):
    answer = as_(cast.mayor).get(receipt.get_absolute_url())
    assert answer.status_code == 202 and "Actualiser" in text_of(answer)


def test_a_paper_opens_for_those_who_see_its_file(client, cast, receipt):
    made(receipt)
    assert client.get(receipt.get_absolute_url()).status_code == 302
    assert as_(cast.stranger).get(receipt.get_absolute_url()).status_code == 404
    answer = as_(cast.mayor).get(receipt.get_absolute_url())
    assert answer["Content-Type"] == "application/pdf" and b"".join(answer.streaming_content).startswith(b"%PDF")


def test_verification_tells_genuine_and_unchanged_and_nothing_else(client, cast, receipt):
    made(receipt)
    page = text_of(client.get(f"/verification/{receipt.code.lower()}/"))
    assert "un document que nous avons délivré" in page
    for secret in ("La Ferté", "guichet", receipt.number, "Delorme", "70 000"):
        assert secret not in page
    same = SimpleUploadedFile("a.pdf", b"%PDF-1.7 the file")
    assert "authentique et inchangé" in text_of(client.post("/verification/", {"code": receipt.code, "file": same}))
    other = SimpleUploadedFile("a.pdf", b"%PDF-1.7 the file!")
    assert "n’est pas celui" in text_of(client.post("/verification/", {"code": receipt.code, "file": other}))


@pytest.mark.parametrize("code", ["AAAA-AAAA-AAAA-AAAA", "<script>", "\x00", "x" * 300])
def test_unknown_codes_are_not_found(client, cast, receipt, code):
    answer = client.post("/verification/", {"code": code})
    assert answer.status_code == 404 and b"<script>alert" not in answer.content


def test_a_paper_without_its_file_is_not_verified(client, receipt):
    """Until the file exists nothing can be compared: the code says nothing yet."""
    assert client.get(f"/verification/{receipt.code}/").status_code == 404


# --- deliveries that failed


def test_administrators_see_what_failed_and_why_and_retry_it(cast):
    casting.submitted(cast)
    effect = Effect.objects.filter(kind="notice").first()
    Effect.objects.filter(pk=effect.pk).update(
        state=Effect.State.GIVEN_UP, attempts=9, last_error="SMTPServerDisconnected: closed"
    )
    for name in PEOPLE:
        assert as_(getattr(cast, name)).get("/livraisons/").status_code == 404, name
        assert as_(getattr(cast, name)).post(f"/livraisons/{effect.pk}/relancer/").status_code == 404, name
    administrator = as_(casting.user("Ada", "Min", is_staff=True))
    page = text_of(administrator.get("/livraisons/"))
    assert "SMTPServerDisconnected: closed" in page and effect.key in page
    assert administrator.post(f"/livraisons/{effect.pk}/relancer/").status_code == 302
    effect.refresh_from_db()
    assert (effect.state, effect.attempts) == ("pending", 0)


def test_strangers_to_the_house_do_not_see_the_deliveries(client, db):
    assert client.get("/livraisons/").status_code == 404
