"""A file that silence decided and that its officer took up again waits on desks like the others, without a day."""

from datetime import timedelta

import pytest
from lxml import html

from funding import worklists
from funding.models import Call
from tests import cast as casting
from tests.funding.desk import as_, text_of
from workflows import clock, outbox, ticks

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


def waiting(person):
    return [(task.kind, task.due) for task in worklists.tasks(worklists.Desk(person))]


def silenced(file):
    ticks.tick()
    file.refresh_from_db()
    assert file.state == "implicitly_rejected"
    return file


@pytest.mark.parametrize(
    ("stage", "step", "kind"),
    [
        (casting.submitted, "resume_check", "charge"),
        (casting.eligible, "resume_review", "assess"),
        (casting.examined, "resume", "propose"),
    ],
)
def test_it_waits_for_its_officer(cast, stage, step, kind):
    file = stage(cast)
    days = {"asked_on": clock.today(), "due_on": clock.today() + timedelta(days=15)}
    file.piece_requests.create(message="Illisible.", **days)  # silence came before the clock had seen it lapse
    with clock.at(clock.now() + timedelta(days=63)):
        silenced(file)
        assert waiting(cast.officer) == []
        getattr(file, step)(by=cast.officer)
        assert file.open_request is None
        assert waiting(cast.officer) == [(kind, None)]
        assert worklists.count(worklists.Desk(cast.officer)) == 1
        for page in ("/accueil/", "/dossiers/"):
            assert file.title in text_of(as_(cast.officer).get(page))


def test_then_for_who_signs(cast):
    file = casting.proposed(cast)
    with clock.at(clock.now() + timedelta(days=63)):
        silenced(file).resume(by=cast.officer)
        assert waiting(cast.signatory) == []
        file.propose(by=cast.officer, kind="rejection", reasons="Le besoin n’est pas établi.")
        assert waiting(cast.signatory) == [("decision", None)]
        for page in ("/accueil/", "/decisions/", "/decisions/a-signer/"):
            assert file.title in text_of(as_(cast.signatory).get(page))


def test_from_the_reserve_list_too(cast):
    """Decided once, it has no day of silence either."""
    file = casting.proposed(cast, "reserve").reserve(by=cast.signatory, consent=True)
    file.propose(by=cast.officer, kind="award", grant="70000", eligible_base="100000", reasons="Des crédits viennent.")
    assert waiting(cast.signatory) == [("decision", None)]


def test_what_has_a_day_comes_before(cast):
    resumed = casting.eligible(cast)
    Call.objects.update(closes_at=clock.now() + timedelta(days=90))
    cast.call.refresh_from_db()
    with clock.at(clock.now() + timedelta(days=63)):
        silenced(resumed).resume_review(by=cast.officer)
        other = casting.eligible(cast)
        assert waiting(cast.officer) == [("assess", other.silence_on), ("assess", None)]


def test_what_had_been_asked_is_waited_for_no_more(cast):
    """A file that lapsed for want of a piece, given back by an appeal: its officer asks anew, or goes on without."""
    file, piece = casting.submitted(cast), cast.call.pieces.get()
    asked = {"pieces": [piece.pk], "message": "Illisible.", "due_on": clock.today() + timedelta(days=15)}
    file.request_pieces(by=cast.officer, **asked)
    with clock.at(clock.now() + timedelta(days=20)):
        ticks.tick()
        file.refresh_from_db()
        assert file.state == "lapsed" and file.open_request
        page = html.fromstring(as_(cast.officer).get(f"{file.get_absolute_url()}?tab=journal").content)
        told = [" ".join(line.text_content().split()) for line in page.xpath("//ol[@class='log']/li")]
        assert "Demande caduque, Échéance" in told[0] and "(Échéance)" not in told[0]
        assert "Pièces demandées, Karim" in told[1] and "(Chargé d’instruction)" in told[1]
        file.lodge_appeal(by=cast.holder, reasons="La pièce était au dossier.")
        file.appeals.get().grant(by=cast.signatory, answer="Elle y était en effet.", consent=True)
        outbox.drain(but=("mail", "paper"))
        file.refresh_from_db()
        assert (file.state, file.open_request) == ("submitted", None)
        assert "À envoyer" not in text_of(as_(cast.holder).get(file.get_absolute_url()))
        again = {**asked, "due_on": clock.today() + timedelta(days=15)}
        file.request_pieces(by=cast.officer, **again)
        assert "À envoyer" in text_of(as_(cast.holder).get(file.get_absolute_url()))
