"""The stipend in the sums that funders follow, and within its call's envelope: signed, paid, cancelled, given back."""

from datetime import timedelta
from decimal import Decimal as D
from importlib import import_module

import pytest
from django.apps import apps
from lxml import html

from funding import conflicts, portfolio
from funding.models import Application, Call
from funding.worklists import Desk
from residencies import money
from tests.funding.desk import as_
from tests.instruments.residencies import staging
from tests.instruments.residencies.test_interruptions import envisaged, paid
from tests.instruments.residencies.test_two_signatures import heard
from tests.words import plain
from workflows import clock, outbox
from workflows.errors import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return staging.play()


def sums(found):
    """Of the call, as its columns say; proved by the acts, and said of the team's file too."""
    call = Call.objects.get(pk=found.round.team_call_id)
    assert list(portfolio.recount()) == []
    (file,) = portfolio.with_money(Application.objects.filter(pk=found.team_id))
    assert (file.granted, file.contracted, file.disbursed) == (call.committed, call.contracted, call.paid)
    return call.committed, call.contracted, call.paid


def test_the_agreement_commits_and_each_instalment_pays(stage):
    found = staging.signed(stage)
    assert sums(found) == (30_000, 30_000, 0)
    paid(stage, found, 1)
    assert sums(found) == (30_000, 30_000, 12_000)
    desk = Desk(stage.cast.funder)
    line = next(line for line in portfolio.programmes(desk) if line.programme == found.call.programme)
    assert (line.money.committed, line.money.paid, line.money.remaining) == (30_000, 12_000, 270_000)
    assert [total for _month, total in portfolio.by_month(desk)] == [30_000]
    assert sum(total for _files, total in portfolio.by_department(desk).values()) == 30_000


def test_an_envelope_is_not_overdrawn(stage):
    found = staging.both_signed(stage)
    Call.objects.filter(pk=found.round.team_call_id).update(envelope=D("29999.99"))
    found.refresh_from_db()
    with pytest.raises(StepRefused) as refused:
        found.sign_agreement(by=stage.cast.signatory, consent=True)
    assert [plain(said) for said in refused.value.sentences] == [
        "Il reste 29 999,99 € dans l’enveloppe de l’appel : 30 000,00 € n’y tiennent pas."
    ]
    assert sums(found) == (0, 0, 0)
    with pytest.raises(StepRefused, match="n’y tiennent pas"):  # the lock asks again what the page had asked
        money.sign(found)


def test_what_came_back_is_free_again(stage):
    found = staging.signed(stage)
    paid(stage, found, 1)
    envisaged(stage, found)
    with clock.at(staging.noon(clock.today() + timedelta(days=16))):
        found.cancel(by=stage.cast.signatory, consent=True)
        outbox.drain(but=("paper",))
    assert sums(found) == (12_000, 12_000, 12_000)  # paid, nothing earned, not come back yet
    with clock.at(staging.noon(clock.today() + timedelta(days=30))):
        found.record_repayment(by=stage.cast.payer, repaid_on=clock.today(), reference="Titre 12")
    assert sums(found) == (0, 0, 0)


def test_what_was_earned_stays_committed(stage):
    found = staging.week_done(stage, staging.visited(stage))
    with clock.at(staging.noon(staging.monday(2))):
        envisaged(stage, found)
        found.observe(by=stage.mayor, text="Oui.").observe(by=stage.guest, text="Oui.")
        found.cancel(by=stage.cast.signatory, consent=True)
        outbox.drain(but=("paper",))
        assert sums(found) == (15_000, 15_000, 0)
        rest = found.instalments.get(milestone="settled")
        rest.order(by=stage.cast.payer, basis="Décision d’annulation.").release(by=stage.cast.second_payer)
    assert sums(found) == (15_000, 15_000, 15_000)


def test_one_that_was_never_signed_moves_nothing(stage):
    found = staging.planned(stage)
    envisaged(stage, found)
    with clock.at(staging.noon(clock.today() + timedelta(days=16))):
        found.cancel(by=stage.cast.signatory, consent=True)
    assert sums(found) == (0, 0, 0)


def before_the_sums(found, **facts):
    """The call as it was, then the migration, twice: it writes the same."""
    Call.objects.filter(pk=found.round.team_call_id).update(committed=0, contracted=0, paid=0, **facts)
    migration = import_module("residencies.migrations.0003_stipends_in_the_calls_sums")
    migration.enter(apps, None)
    once = sums(found)
    migration.enter(apps, None)
    assert sums(found) == once
    return once, Call.objects.get(pk=found.round.team_call_id).envelope


def test_what_was_signed_before_the_sums_told_of_it_enters_them(stage):
    found = staging.signed(stage)
    paid(stage, found, 1)
    assert before_the_sums(found, envelope=0) == ((30_000, 30_000, 12_000), 300_000)  # the programme's
    assert before_the_sums(found, envelope=10_000) == ((30_000, 30_000, 12_000), 30_000)
    envisaged(stage, found)
    with clock.at(staging.noon(clock.today() + timedelta(days=16))):
        found.cancel(by=stage.cast.signatory, consent=True)
        outbox.drain(but=("paper",))
    assert before_the_sums(found, envelope=50_000) == ((12_000, 12_000, 12_000), 50_000)
    with clock.at(staging.noon(clock.today() + timedelta(days=30))):
        found.record_repayment(by=stage.cast.payer, repaid_on=clock.today(), reference="Titre 12")
    assert before_the_sums(found, envelope=50_000) == ((0, 0, 0), 50_000)


def test_an_earlier_call_keeps_what_its_pairs_still_ask(stage):
    found = staging.both_signed(stage)
    later = Call.objects.get(pk=found.round.team_call_id)
    later.pk, later.code, later.opens_at = None, "EQU-28", later.opens_at + timedelta(days=1)
    later.envelope = 0
    later.save(force_insert=True)
    assert before_the_sums(found, envelope=0) == ((0, 0, 0), 30_000)
    assert Call.objects.get(code="EQU-28").envelope == 270_000


def test_two_who_cancel_free_it_once(stage):
    found = heard(stage, staging.signed(stage))
    found.sign_first_cancellation(by=stage.cast.signatory, consent=True)
    assert sums(found) == (30_000, 30_000, 0)
    found.cancel(by=stage.cast.president, consent=True)
    assert sums(found) == (0, 0, 0)


def test_who_is_kept_out_of_the_file_does_not_read_it_in_the_curve(stage):
    found = staging.signed(stage)
    assert sum(total for _month, total in portfolio.by_month(Desk(stage.cast.funder))) == 30_000
    conflicts.declare(stage.cast.funder, found.team.call, kind="link", reason="Un parent.", application=found.team)
    assert portfolio.by_month(Desk(stage.cast.funder)) == []


def test_the_portfolio_shows_it_on_the_programme_and_on_the_file(stage):
    found = staging.signed(stage)
    page = html.fromstring(as_(stage.cast.funder).get("/portefeuille/").content)
    rows = {row.xpath("string(th|td[1])").strip(): plain(row.text_content()) for row in page.xpath("//tbody/tr")}
    line = next(said for title, said in rows.items() if title == found.call.title)
    assert line.count("30 000 €") == 2 and "270 000 €" in line
    file = next(said for title, said in rows.items() if found.team.title in title)
    assert file.count("30 000 €") == 1
