"""A notice tells what the step did, to those it concerned then, however late the worker comes."""

from datetime import timedelta

import pytest

from people.models import Membership
from tests import cast as casting
from workflows import clock, outbox
from workflows.models import Effect, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


def test_a_late_worker_tells_the_day_of_silence_that_the_step_set(cast):
    file = casting.submitted(cast)
    told = file.silence_on
    type(file).objects.filter(pk=file.pk).update(silence_on=None, title="Un autre nom")
    outbox.drain()
    body = Message.objects.get(notice="received", to=cast.holder).body
    assert f"le {told.day}" in body and str(told.year) in body
    assert "None" not in body and "Le guichet qui roule" in body


def test_it_goes_to_those_whom_it_concerned_then(cast):
    casting.submitted(cast)
    Membership.objects.filter(user=cast.partner).delete()
    Membership.objects.create(user=cast.stranger, organisation=cast.town)
    outbox.drain()
    readers = {message.to for message in Message.objects.filter(notice="received")}
    assert readers == {cast.holder, cast.mayor, cast.partner}


def test_who_left_the_house_meanwhile_is_told_nothing(cast):
    casting.submitted(cast)
    type(cast.mayor).objects.filter(pk=cast.mayor.pk).update(is_active=False)
    outbox.drain()
    assert not Message.objects.filter(to=cast.mayor).exists()


def test_the_language_is_the_reader_s_when_it_is_deposited(cast):
    casting.submitted(cast)
    type(cast.holder).objects.filter(pk=cast.holder.pk).update(language="en")
    with clock.at(clock.now() + timedelta(days=1)):
        outbox.drain()
    message = Message.objects.get(notice="received", to=cast.holder)
    assert message.language == "en" and not message.subject.startswith("Dossier")
    assert message.sent_at > message.transition.at


def test_a_row_written_before_words_were_frozen_is_still_delivered(cast):
    casting.submitted(cast)
    for effect in Effect.objects.filter(kind="notice"):
        Effect.objects.filter(pk=effect.pk).update(payload={"notice": effect.payload["notice"]})
    outbox.drain()
    assert Message.objects.filter(notice="received", to=cast.holder, body__contains="LIT-2026-0001").exists()
