"""What plays the past again: notices are deposited, no mail leaves, no worker is woken."""

from datetime import timedelta

import pytest

from tests import cast as casting
from workflows import clock, outbox, tasks
from workflows.models import Effect, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def nudges(monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda *args, **facts: sent.append(args))
    return sent


def test_by_hand_deposits_without_mail_nor_nudge(nudges, django_capture_on_commit_callbacks):
    past = clock.now() - timedelta(days=5)
    with clock.at(past), django_capture_on_commit_callbacks(execute=True), outbox.by_hand():
        casting.submitted(casting.play())
        outbox.drain(but=("paper",))
    message = Message.objects.filter(notice="received").first()
    assert message.sent_at < clock.now() - timedelta(days=4)
    assert message.mailed_at is None
    assert not Effect.objects.filter(kind="mail").exists()
    assert set(Effect.objects.filter(state="pending").values_list("kind", flat=True)) == {"paper"}
    assert nudges == []


def test_otherwise_each_notice_is_followed_by_a_mail_and_wakes_a_worker(nudges, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        casting.submitted(casting.play())
        outbox.drain(but=("paper", "mail"))
    assert Effect.objects.filter(kind="mail").count() == Message.objects.count() > 0
    assert nudges
