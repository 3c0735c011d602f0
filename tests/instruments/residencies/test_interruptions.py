"""An incident, an interruption, a cancellation after both were heard, and what is then paid or given back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.instruments.residencies import staging
from tests.words import plain
from workflows import clock, outbox
from workflows.errors import StepRefused
from workflows.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return staging.play()


def paid(stage, found, count):
    for row in list(found.instalments.waiting())[:count]:
        row.order(by=stage.cast.payer, basis="Vu.").release(by=stage.cast.second_payer)


def envisaged(stage, found):
    return found.envisage_cancellation(
        by=stage.cast.manager, reason="L’équipe ne peut plus venir.", answer_on=clock.today() + timedelta(days=15)
    )


def test_an_interruption_logs_its_incident_and_the_stay_resumes(stage):
    found = staging.week_done(stage, staging.visited(stage))
    found.interrupt(by=stage.cast.officer, kind="person", happened_on=clock.today(), account="Une chute.")
    assert found.incidents.get().kind == "person" and found.state == "interrupted"
    assert found.resume(by=stage.cast.officer).state == "interval"
    week = found.next_week()
    with clock.at(staging.noon(week.starts_on)):
        found.start_week(by=stage.guest)
        found.interrupt(by=stage.cast.officer, kind="place", happened_on=clock.today(), account="Une fuite.")
        assert found.resume_week(by=stage.cast.officer).state == "immersion"


def test_nothing_is_cancelled_before_both_were_heard(stage):
    found = envisaged(stage, staging.signed(stage))
    with pytest.raises(StepRefused) as refused:
        found.cancel(by=stage.cast.signatory, consent=True)
    assert "Les deux parties ont jusqu’au" in plain(" ".join(refused.value.sentences))
    found.observe(by=stage.mayor, text="Nous regrettons.")
    found.observe(by=stage.guest, text="Nous aussi.")
    assert found.cancel(by=stage.cast.signatory, consent=True).state == "cancelled"


def test_what_was_paid_beyond_the_days_done_is_given_back(stage):
    """Two weeks planned, none done, 40 % paid: all of it comes back."""
    found = staging.signed(stage)
    paid(stage, found, 1)
    envisaged(stage, found)
    with clock.at(staging.noon(clock.today() + timedelta(days=16))):
        found.cancel(by=stage.cast.signatory, consent=True)
        outbox.drain()
    assert (found.earned, found.to_repay) == (0, 12_000)
    assert {row.state for row in found.instalments.all()} == {"paid", "dropped"}
    made = set(Paper.objects.exclude(made_at=None).values_list("template", flat=True))
    assert {"residency_cancellation", "residency_recovery", "residency_observations"} <= made
    with clock.at(staging.noon(clock.today() + timedelta(days=30))):
        found.record_repayment(by=stage.cast.payer, repaid_on=clock.today(), reference="Titre 12")
    assert found.repayment == "Titre 12"


def test_what_was_earned_and_not_paid_is_one_last_instalment(stage):
    """One week of two done, 40 % paid: the half is earned, 10 % is still due."""
    found = staging.week_done(stage, staging.visited(stage))
    paid(stage, found, 1)
    with clock.at(staging.noon(staging.monday(2))):
        envisaged(stage, found)
        found.observe(by=stage.mayor, text="Oui.").observe(by=stage.guest, text="Oui.")
        found.cancel(by=stage.cast.signatory, consent=True)
        outbox.drain(but=("paper",))
        rest = found.instalments.get(milestone="settled")
        assert (found.earned, found.to_repay, rest.amount) == (15_000, 0, 3_000)
        rest.order(by=stage.cast.payer, basis="Décision d’annulation.").release(by=stage.cast.second_payer)
    assert found.paid_total == 15_000
