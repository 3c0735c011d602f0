"""Pieces asked for: the day is bounded, more time is asked for once, and what came before the request is no answer."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from funding.models import Document
from tests import cast as casting
from workflows import clock, outbox, ticks
from workflows.errors import FormRefused, NotYours, StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def file(cast):
    return casting.submitted(cast).take_charge(by=cast.officer)


def ask(cast, file, days=10):
    piece = file.call.pieces.get()
    due_on = clock.today() + timedelta(days=days)
    return file.request_pieces(by=cast.officer, pieces=[piece.pk], other="", message="Illisible.", due_on=due_on)


def send(cast, file, at=None):
    Document.objects.create(
        application=file, piece=file.call.pieces.get(), name="d.pdf", content_type="application/pdf", extension="pdf",
        size=1, sha256="0" * 64, file="files/y.pdf", uploaded_by=cast.holder, uploaded_at=at or clock.now(),
    )  # fmt: skip


def test_a_request_waits_three_months_at_most(cast, file):
    with pytest.raises(FormRefused) as refused:
        ask(cast, file, days=93)
    assert "Trois mois au plus" in str(refused.value.form.errors["due_on"])
    ask(cast, file, days=89)


def test_the_file_of_the_same_morning_is_no_answer(cast, file):
    """It is the one that was found wanting: filed at 9, asked again at 11, sent at 14."""
    day = clock.today() + timedelta(days=1)
    at = [datetime(day.year, day.month, day.day, hour, tzinfo=clock.PARIS) for hour in (9, 11, 14)]
    send(cast, file, at[0])
    with clock.at(at[1]):
        ask(cast, file)
        with pytest.raises(StepRefused, match="Joignez d’abord"):
            file.complete(by=cast.holder)
    with clock.at(at[2]):
        send(cast, file, at[2])
        assert file.complete(by=cast.holder).state == "submitted"


def test_going_on_without_the_pieces_restarts_the_clock_and_closes_the_request(cast, file):
    before = file.silence_on
    ask(cast, file, days=60)
    assert file.silence_on == before + timedelta(days=60)
    with clock.at(clock.now() + timedelta(days=4)):
        file.carry_on(by=cast.officer)
        assert file.silence_on == before + timedelta(days=4)
        assert file.open_request is None
        ask(cast, file, days=10)
        assert [r.dropped_on is None for r in file.piece_requests.all()] == [False, True]


def test_pieces_asked_after_a_silence_do_not_wake_it(cast, file):
    with clock.at(clock.now() + timedelta(days=65)):
        ticks.tick()
        file.refresh_from_db()
        file.resume_check(by=cast.officer)
        ask(cast, file)
        assert file.silence_on is None
        send(cast, file)
        file.complete(by=cast.holder)
        ticks.tick()
        file.refresh_from_db()
        assert (file.state, file.silence_on) == ("submitted", None)


def test_more_time_is_asked_for_once_and_granted(cast, file):
    before = file.silence_on
    ask(cast, file)
    with pytest.raises(NotYours):
        file.ask_for_time(by=cast.partner, reason="Non.")
    file.ask_for_time(by=cast.holder, reason="Le conseil se réunit le 28.")
    with pytest.raises(StepRefused):
        file.ask_for_time(by=cast.holder, reason="Encore.")
    with pytest.raises(FormRefused) as refused:
        file.grant_time(by=cast.officer, due_on=file.answer_due_on)
    assert "choisissez une date après" in str(refused.value.form.errors["due_on"])
    later = clock.today() + timedelta(days=25)
    file.grant_time(by=cast.officer, due_on=later)
    assert (file.state, file.answer_due_on, file.silence_on) == ("incomplete", later, before + timedelta(days=25))
    with clock.at(clock.now() + timedelta(days=15)):
        ticks.tick()
        file.refresh_from_db()
        assert file.state == "incomplete", "the first day is past, the second is not"
    mail.outbox.clear()
    outbox.drain()
    told = {m.to[0]: m.body for m in mail.outbox}
    assert "Le conseil se réunit le 28." in told[cast.officer.email]
    assert any("Délai accordé" in m.subject for m in mail.outbox if cast.holder.email in m.to)


def test_more_time_is_refused_with_a_reason(cast, file):
    ask(cast, file)
    due_on = file.answer_due_on
    with pytest.raises(StepRefused):
        file.refuse_time(by=cast.officer, reason="Rien n’est demandé.")
    file.ask_for_time(by=cast.mayor, reason="Un mois de plus.")
    file.refuse_time(by=cast.officer, reason="Le comité se tient avant.")
    assert file.answer_due_on == due_on
    with pytest.raises(StepRefused):
        file.grant_time(by=cast.officer, due_on=due_on + timedelta(days=5))
    mail.outbox.clear()
    outbox.drain()
    assert any("Le comité se tient avant." in m.body for m in mail.outbox if cast.holder.email in m.to)


def test_the_day_after_the_last_it_is_too_late_to_ask_for_time(cast, file):
    ask(cast, file, days=2)
    with clock.at(clock.now() + timedelta(days=3)), pytest.raises(StepRefused, match="s’est terminé"):
        file.ask_for_time(by=cast.holder, reason="Trop tard.")


def test_a_project_sent_back_returns_to_the_reserve_list_with_its_rank(cast):
    file = casting.proposed(cast, "reserve").reserve(by=cast.signatory, consent=True)
    file.propose(
        by=cast.officer, kind="award", reasons="Des crédits sont libres.", grant="70000", eligible_base="100000",
    )  # fmt: skip
    with pytest.raises(StepRefused):
        file.send_back(by=cast.signatory, reason="Précisez.")
    file.send_back_to_list(by=cast.signatory, reason="Les crédits manquent.")
    assert (file.state, file.decision.rank, file.decision.kind) == ("reserve_list", 3, "reserve")
