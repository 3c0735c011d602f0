"""What runs beside people at work (seal, check of the journal, clock) is not wrong because they press meanwhile."""

import logging
import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from funding.models import Application
from tests import cast as casting
from workflows import clock, journal, ticks


@pytest.mark.django_db(transaction=True)
def test_a_step_that_commits_late_does_not_break_the_seal():
    """Its row's key was drawn before the seal, the row itself appears after: the seal waits for it."""
    cast = casting.play()
    slow, quick = casting.submitted(cast, title="Lent"), casting.submitted(cast, title="Rapide")
    pressed, sealed = threading.Event(), threading.Event()

    def press():
        try:
            with transaction.atomic():
                slow.take_charge(by=cast.officer)
                pressed.set()
                sealed.wait(2)  # long enough for a seal that would not wait
        finally:
            connection.close()

    thread = threading.Thread(target=press)
    thread.start()
    assert pressed.wait(20)
    quick.take_charge(by=cast.officer)
    journal.seal(date(2026, 1, 1))
    sealed.set()
    thread.join()
    assert list(journal.broken_seals()) == []


@pytest.mark.django_db
def test_a_step_taken_while_chains_are_checked_is_no_broken_chain():
    file = casting.submitted(casting.play())
    chains = journal.cut_chains([Application])
    with connection.execute_wrapper(Pressing(lambda: file.take_charge(by=officer()))):
        assert list(chains) == []


class Pressing:
    """Somebody presses once, right after the first query of what runs inside."""

    def __init__(self, press):
        self.press, self.done = press, False

    def __call__(self, execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if not self.done:
            self.done = True
            self.press()
        return answer


def officer():
    from people.models import User

    return User.objects.get(mandates__role="officer")


@pytest.mark.django_db
def test_one_file_that_breaks_down_does_not_stop_the_clock_of_the_others(monkeypatch, caplog):
    cast = casting.play()
    files = [casting.submitted(cast, title=title) for title in ("Un", "Deux", "Trois")]
    honest = Application.drop_project

    def broken(self, attempt):
        if self.pk == files[0].pk:
            raise RuntimeError("a row that nobody foresaw")
        honest(self, attempt)

    monkeypatch.setattr(Application, "drop_project", broken)
    with clock.at(clock.now() + timedelta(days=63)), caplog.at_level(logging.ERROR, "workflows.ticks"):
        ticks.tick()
    states = [Application.objects.get(pk=file.pk).state for file in files]
    assert states == ["submitted", "implicitly_rejected", "implicitly_rejected"]
    assert "broke down" in caplog.text
