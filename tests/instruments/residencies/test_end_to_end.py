"""The whole path through steps: two selections, a match, a signed stay, two weeks, a presentation, its closing."""

from datetime import timedelta

import pytest

from residencies.models import FollowUp
from tests import cast as casting
from tests.instruments.residencies import staging
from workflows import clock, outbox, ticks
from workflows.models import Message, Paper

pytestmark = pytest.mark.django_db


def test_from_two_drafts_to_a_matched_pair():
    cast = casting.play()
    found = staging.found_round(cast)
    host = staging.selected(cast, found.host_call, cast.town, "La gare habitée")
    team = staging.selected(cast, found.team_call, cast.association, "Les passagers")
    outbox.drain()
    assert (host.state, team.state) == ("awarded", "awarded")
    assert not hasattr(host, "agreement") and host.decision.amount == 0
    assert Paper.objects.filter(template="residency_selection").count() == 2
    found.match_up(by=cast.manager)
    found.release(by=cast.manager)
    outbox.drain()
    residency = found.residencies.get()
    assert residency.state == "match_proposed"
    assert residency.answer_due_on == clock.today() + timedelta(days=10)
    assert residency.reasons["disciplines"] == ["Design de service, design social"]
    residency.accept_as_team(by=cast.partner, consent=True)
    residency.accept_last_as_host(by=cast.mayor, consent=True)
    outbox.drain()
    assert residency.state == "matched"
    assert Message.objects.filter(notice="residency_matched", to=cast.mayor).exists()


def test_from_the_match_to_the_last_follow_up():
    stage = staging.play()
    found = staging.presented(stage)
    cast = stage.cast
    outbox.drain()
    assert found.state == "presented"
    for payment in found.instalments.all():
        payment.order(by=cast.payer, basis="Convention, journal, restitution.").release(by=cast.second_payer)
    assert found.paid_total == staging.STIPEND
    marks = {"understanding": "4", "welcome": "5", "usefulness": "4", "changed": "On s’assoit."}
    found.evaluate_as_host(by=stage.mayor, **marks)
    found.evaluate_as_team(by=stage.guest, **marks, rights_agreed=True)
    found.close(by=cast.officer, accounts_checked=True, rights_checked=True)
    outbox.drain()
    assert found.state == "closed"
    assert [row.months for row in FollowUp.objects.all()] == [3, 12, 24]
    with clock.at(staging.noon(staging.monday(30))):
        ticks.tick()
        asked = FollowUp.objects.get(state="asked")
        asked.answer(by=stage.mayor, continued="begun", account="Le banc est resté.")
        outbox.drain()
    assert FollowUp.objects.get(months=3).state == "answered"
    made = set(Paper.objects.exclude(made_at=None).values_list("template", flat=True))
    assert made >= {
        "residency_match_sheet", "residency_agreement", "residency_pre_visit", "residency_mission_order",
        "residency_week_journal", "residency_invitation", "residency_booklet", "residency_presentation_minutes",
        "residency_summary", "residency_follow_up", "residency_payment",
    }  # fmt: skip
