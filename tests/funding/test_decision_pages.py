"""Decisions: what waits for a signature and why not, the draft of the act, the page on which one signs."""

from decimal import Decimal

import pytest

from funding.models import Call
from people.models import Mandate
from tests import cast as casting
from tests.funding.desk import PEOPLE, as_, queries_of, text_of
from workflows import pdf

pytestmark = pytest.mark.django_db
READERS = {"officer", "manager", "chair", "signatory"}


@pytest.fixture
def cast():
    return casting.play()


def step(file, name):
    return f"/etapes/application/{file.pk}/{name}/"


def preview(file):
    return f"/dossiers/{file.handle}/decision/projet.pdf"


def test_one_has_to_be_known(client, cast):
    assert "/compte/" in client.get("/decisions/")["Location"]
    assert "/compte/" in client.get(preview(casting.proposed(cast)))["Location"]


@pytest.mark.parametrize("name", PEOPLE)
def test_who_reads_the_list(cast, name):
    casting.proposed(cast)
    answer = as_(getattr(cast, name)).get("/decisions/")
    assert answer.status_code == (200 if name in READERS else 404)
    if name in READERS:
        assert "Le guichet qui roule" in text_of(answer)


def test_each_line_says_whose_signature_it_wants_or_what_is_in_the_way(cast):
    file = casting.proposed(cast)
    client = as_(cast.signatory)
    assert "À vous de signer" in text_of(client.get("/decisions/"))
    assert "Signée par quelqu’un d’autre" in text_of(as_(cast.chair).get("/decisions/"))
    Mandate.objects.filter(user=cast.signatory).update(ceiling=Decimal(60_000))
    assert "Au-dessus de votre plafond de 60 000 €" in text_of(client.get("/decisions/"))
    Mandate.objects.filter(user=cast.signatory).update(ceiling=None)
    Call.objects.filter(pk=cast.call.pk).update(envelope=50_000)
    assert "Il reste 50 000 € dans l’enveloppe" in text_of(client.get("/decisions/"))
    assert file.state == "decision_proposed"


def test_who_instructs_reads_that_someone_else_signs(cast):
    casting.proposed(cast)
    casting.mandate(cast.officer, "signatory", scope=("programme", cast.programme.pk))
    assert "quelqu’un d’autre signe" in text_of(as_(cast.officer).get("/decisions/"))


def test_signed_decisions_have_their_list(cast):
    file = casting.awarded(cast)
    client = as_(cast.signatory)
    assert "Aucune décision à signer" in text_of(client.get("/decisions/"))
    page = text_of(client.get("/decisions/?state=signed"))
    assert file.decision.number in page and "Claire Aubertin" in page


def test_decisions_sent_back_leave_the_list(cast):
    casting.proposed(cast).send_back(by=cast.signatory, reason="Précisez.")
    assert "Aucune décision à signer" in text_of(as_(cast.signatory).get("/decisions/"))


def test_the_list_costs_the_same_with_one_decision_and_with_three(cast):
    casting.proposed(cast)
    client = as_(cast.signatory)
    one = queries_of(client, "/decisions/")
    casting.proposed(cast)
    casting.proposed(cast)
    assert queries_of(client, "/decisions/") == one <= 12


# --- the draft of the act


@pytest.mark.parametrize("name", PEOPLE)
def test_who_reads_the_draft(cast, name):
    file = casting.proposed(cast)
    casting_open = {"stranger": 404}
    expected = casting_open.get(name, 200 if name in READERS else 403)
    if expected == 200 and pdf.available():
        expected = 302  # no PDF library here: the page says which package is missing
    assert as_(getattr(cast, name)).get(preview(file)).status_code == expected


@pytest.mark.parametrize("kind", ["award", "reserve", "rejection"])
def test_the_draft_is_a_pdf_of_its_kind(cast, kind):
    if why := pdf.available():
        pytest.skip(why)
    answer = as_(cast.signatory).get(preview(casting.proposed(cast, kind)))
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert answer["Cache-Control"] == "private, no-store"


def test_there_is_no_draft_before_nor_after(cast):
    client = as_(cast.officer)
    assert client.get(preview(casting.submitted(cast))).status_code == 404
    assert client.get(preview(casting.awarded(cast))).status_code == 404


# --- proposing and signing


def test_the_proposal_stands_beside_the_arithmetic(cast):
    file = casting.reviewed(cast).examine(by=cast.officer)
    page = text_of(as_(cast.officer).get(step(file, "propose")))
    for words in ("Ce que permettent les règles", "70 000,00 €", "4,00 sur 5", "reste 1 000 000,00 €"):
        assert words in page


def test_a_proposal_beyond_the_rules_is_refused_with_everything_typed(cast):
    file = casting.reviewed(cast).examine(by=cast.officer)
    posted = {
        "kind": "award",
        "grant": "90000",
        "eligible_base": "100000",
        "reasons": "Parce que",
    }
    answer = as_(cast.officer).post(step(file, "propose"), posted)
    page = text_of(answer)
    assert answer.status_code == 409 and "70 000" in page and "Parce que" in page
    assert 'aria-disabled="true"' not in page  # another amount may pass


def test_the_page_shows_the_act_the_delegation_and_the_envelope(cast):
    file = casting.proposed(cast)
    page = text_of(as_(cast.signatory).get(step(file, "award")))
    for words in ("Le besoin est établi.", "Arrêté n° 12", "500 000,00 €", "1 000 000,00 €", "930 000,00 €"):
        assert words in page


@pytest.mark.parametrize("kind, name, state", [
    ("award", "award", "awarded"), ("reserve", "reserve", "reserve_list"), ("rejection", "reject", "rejected"),
])  # fmt: skip
def test_signing_takes_effect(cast, kind, name, state):
    file = casting.proposed(cast, kind)
    client = as_(cast.signatory)
    assert client.get(step(file, name)).status_code == 200
    assert client.post(step(file, name), {}).status_code == 422
    assert client.post(step(file, name), {"consent": "on"}, follow=True).status_code == 200
    file.refresh_from_db()
    assert file.state == state and file.decision.number


def test_nobody_signs_twice_nor_with_too_low_a_ceiling(cast):
    file = casting.proposed(cast)
    Mandate.objects.filter(user=cast.signatory).update(ceiling=Decimal("69999.99"))
    client = as_(cast.signatory)
    answer = client.post(step(file, "award"), {"consent": "on"})
    assert answer.status_code == 409 and "Votre délégation s’arrête à 69 999,99 €" in text_of(answer)
    Mandate.objects.filter(user=cast.signatory).update(ceiling=Decimal(70_000))
    assert client.post(step(file, "award"), {"consent": "on"}).status_code == 302
    assert client.post(step(file, "award"), {"consent": "on"}).status_code == 409


@pytest.mark.parametrize("name", [n for n in PEOPLE if n not in ("signatory", "stranger")])
def test_only_a_signatory_signs(cast, name):
    file = casting.proposed(cast)
    assert as_(getattr(cast, name)).post(step(file, "award"), {"consent": "on"}).status_code == 403
