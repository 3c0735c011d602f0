"""Effects: nothing is lost, nothing is done twice, whatever dies; what cannot be done is shown to someone."""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from funding.models import Application
from tests import cast as casting
from workflows import clock, outbox
from workflows.models import Effect, Message, Transition


@pytest.fixture
def cast():
    return casting.play()


class PostOffice:
    """A real SMTP server on this machine; keeps the Message-ID of what it accepted."""

    def __init__(self):
        self.received: list[str] = []
        self.closed = False

    async def handle_DATA(self, server, session, envelope):
        if self.closed:
            return "451 Come back later"
        text = envelope.content.decode(errors="replace")
        self.received.append(next(line for line in text.splitlines() if line.startswith("Message-ID:")))
        return "250 OK"


@pytest.fixture
def post_office():
    office = PostOffice()
    with socket.create_server(("127.0.0.1", 0)) as free:
        office.port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    yield office
    controller.stop()


@pytest.fixture
def smtp(settings, post_office):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post_office.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    return post_office


def mails_of(cast, number):
    """`number` messages of one reader, each with a mail that waits."""
    now = clock.now()
    for n in range(number):
        message = Message.objects.create(
            notice="received", key=f"k{n}", to=cast.holder, language="fr", subject=f"Objet {n}", body="Bonjour",
            url="/", sent_at=now,
        )  # fmt: skip
        Effect.objects.create(
            kind="mail", key=f"k{n}.mail", payload={"message": message.pk}, not_before=now, created_at=now
        )


@pytest.mark.django_db
def test_a_step_and_its_effects_are_one_commit(cast, monkeypatch):
    file = casting.application(cast)
    monkeypatch.setattr(outbox, "add", lambda rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        file.submit(by=cast.mayor, certified=True)
    file.refresh_from_db()
    assert file.state == "draft"
    assert not Transition.objects.filter(subject_id=file.pk).exists()
    assert not Effect.objects.exists()


@pytest.mark.django_db
def test_each_reader_gets_one_message_in_their_language_and_one_mail(cast, smtp):
    cast.partner.language = "en"
    cast.partner.save()
    casting.submitted(cast)
    outbox.drain()
    messages = Message.objects.filter(notice="received")
    assert {m.to for m in messages} == {cast.holder, cast.mayor, cast.partner}
    assert all("LIT-2026-0001" in m.body and "Le guichet qui roule" in m.subject for m in messages)
    assert messages.get(to=cast.partner).language == "en"
    assert len(smtp.received) == len(set(smtp.received)) == Message.objects.count()
    assert not Message.objects.filter(mailed_at=None).exists()


@pytest.mark.django_db
def test_delivering_twice_writes_nothing_twice(cast, smtp):
    casting.submitted(cast)
    outbox.drain()
    before = Message.objects.count(), len(smtp.received)
    # As if the worker had died after its work and before its commit was seen.
    Effect.objects.exclude(kind__in=["mail", "paper"]).update(state="pending", done_at=None)
    outbox.drain()
    assert (Message.objects.count(), len(smtp.received)) == before


@pytest.mark.django_db
def test_a_mail_server_that_is_down_delays_and_loses_nothing(cast, smtp):
    mails_of(cast, 3)
    smtp.closed = True
    outbox.drain()
    waiting = Effect.objects.filter(state="pending")
    assert waiting.count() == 3
    assert all(e.attempts == 1 and "451" in e.last_error and e.not_before > clock.now() for e in waiting)
    smtp.closed = False
    with clock.at(clock.now() + timedelta(seconds=11)):
        assert outbox.drain() == 3
    assert len(set(smtp.received)) == 3


@pytest.mark.django_db
def test_it_is_given_up_after_growing_pauses_then_retried_by_a_person(cast, smtp):
    mails_of(cast, 1)
    smtp.closed, now = True, clock.now()
    for _try in range(len(outbox.PAUSES) + 1):
        with clock.at(now):
            outbox.drain()
        now += timedelta(days=2)
    effect = Effect.objects.get()
    assert (effect.state, effect.attempts) == ("given_up", len(outbox.PAUSES) + 1)
    smtp.closed = False
    outbox.retry(effect)
    outbox.drain()
    effect.refresh_from_db()
    assert (effect.state, len(smtp.received)) == ("done", 1)


@pytest.mark.django_db
def test_what_a_dead_worker_leased_is_taken_again_once_the_lease_is_over(cast, smtp):
    mails_of(cast, 1)
    Effect.objects.update(leased_until=clock.now() + outbox.LEASE, attempts=1)
    assert outbox.drain() == 0
    with clock.at(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        assert outbox.drain() == 1


@pytest.mark.django_db
def test_a_broker_that_is_down_does_not_stop_a_step(cast, monkeypatch, django_capture_on_commit_callbacks):
    from kombu.exceptions import OperationalError

    def refused(*args, **kwargs):
        raise OperationalError("Connection refused")

    from workflows.tasks import deliver

    monkeypatch.setattr(deliver, "apply_async", refused)
    file = casting.application(cast)
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        file.submit(by=cast.mayor, certified=True)
    for callback in callbacks:
        with pytest.raises(OperationalError):  # Django swallows it: the callbacks are robust
            callback()
    assert Application.objects.get(pk=file.pk).state == "submitted"
    assert Effect.objects.filter(state="pending").count() == 4  # receipt, two notices, who must declare State aid


def worker(environment, port):
    options = "-P prefork -c 2 -Q default,papers --without-gossip --without-mingle --without-heartbeat -l ERROR"
    command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", *options.split()]
    environment = environment | {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    return subprocess.Popen(command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_workers_killed_in_mid_work_lose_no_mail(cast, post_office, process_environment, monkeypatch):
    """200 mails, three workers killed without warning while they send: none lost, none twice but for the gap."""
    mails_of(cast, 200)
    kills = 3
    for _kill in range(kills):
        running = worker(process_environment, post_office.port)
        already = len(post_office.received)
        wait_until(lambda seen=already: len(post_office.received) >= seen + 20, meanwhile=outbox.sweep)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        Effect.objects.filter(state="pending").update(leased_until=None)  # as if the lease had run out
    running = worker(process_environment, post_office.port)
    try:
        wait_until(lambda: not Effect.objects.filter(state="pending").exists(), meanwhile=outbox.sweep)
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    assert len(set(post_office.received)) == 200
    # Two processes a worker: at most that many mails were between "250" and our commit at each kill.
    assert len(post_office.received) - 200 <= 2 * kills
    assert Message.objects.exclude(mailed_at=None).count() == 200


def wait_until(true, meanwhile, seconds=240):
    """`meanwhile` runs every five seconds, as Beat would run it: a nudge expires where a busy machine takes longer
    than that to start a worker, and what a killed delivery leased is ripe again a minute later."""
    began = swept = time.monotonic()
    meanwhile()
    while not true():
        now = time.monotonic()
        if now > began + seconds:
            raise AssertionError("It did not happen in time.")
        if now > swept + 5:
            swept = now
            meanwhile()
        time.sleep(0.05)
