"""What kills its worker is given up like what raises; who has lost the lease gives up nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from people.accounts import open_account
from workflows import clock, outbox
from workflows.models import Effect

pytestmark = pytest.mark.django_db


@pytest.fixture
def effect():
    now = clock.now()
    return Effect.objects.create(kind="test", key="poison", payload={}, not_before=now, created_at=now)


def die_at_each_try(monkeypatch):
    """As a worker out of memory does: the lease is taken, and nothing comes back."""

    def killed(effect):
        raise SystemExit  # no Exception: deliver() writes nothing down

    monkeypatch.setitem(outbox.handlers, "test", killed)


def test_a_delivery_that_kills_its_worker_is_given_up_after_as_many_tries(effect, monkeypatch, client):
    die_at_each_try(monkeypatch)
    now = clock.now()
    for _try in range(len(outbox.PAUSES) + 1):
        with clock.at(now), pytest.raises(SystemExit):
            outbox.deliver(effect.key)
        now += outbox.LEASE + timedelta(seconds=1)
    with clock.at(now):
        assert outbox.deliver(effect.key) is False
    effect.refresh_from_db()
    assert (effect.state, effect.attempts, effect.leased_until) == ("given_up", len(outbox.PAUSES) + 1, None)
    client.force_login(open_account("root@trame.test", is_staff=True))
    page = client.get(reverse("workflows:effects")).content.decode()
    assert "poison" in page and "sans rien dire, 9 fois" in page


def test_a_person_who_mended_the_cause_has_it_delivered(effect, monkeypatch):
    Effect.objects.update(attempts=len(outbox.PAUSES) + 1, last_error="MemoryError")
    assert outbox.drain() == 0
    effect.refresh_from_db()
    assert effect.state == "given_up" and "MemoryError" in effect.last_error
    monkeypatch.setitem(outbox.handlers, "test", lambda effect: None)
    outbox.retry(effect)
    assert outbox.drain() == 1


def test_its_last_try_is_not_cut_short_while_leased(effect):
    Effect.objects.update(attempts=len(outbox.PAUSES) + 1, leased_until=clock.now() + outbox.LEASE)
    assert outbox.deliver(effect.key) is False
    effect.refresh_from_db()
    assert effect.state == "pending"


def test_who_lost_the_lease_gives_up_nothing(effect, monkeypatch):
    """The last try was slow, its lease ran out, and another worker is delivering: its work is not to be undone."""
    Effect.objects.update(attempts=len(outbox.PAUSES))
    others = clock.now() + timedelta(hours=1)

    def slow(effect):
        raise ConnectionError("the mail server hung up")

    monkeypatch.setitem(outbox.handlers, "test", slow)
    monkeypatch.setattr(outbox, "_retry_or_give_up", taken_over(outbox._retry_or_give_up, others))
    assert outbox.deliver(effect.key) is False
    effect.refresh_from_db()
    assert (effect.state, effect.leased_until) == ("pending", others)


def taken_over(give_up, others):
    def between(effect, now, why):
        Effect.objects.filter(pk=effect.pk).update(leased_until=others)
        give_up(effect, now, why)

    return between
