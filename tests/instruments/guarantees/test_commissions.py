"""Commissions paid each year: asked on the anniversary, once; each an entry of its own; a call waits for them."""

from datetime import datetime, time, timedelta
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction

from funding.instruments.guarantees import recount
from funding.instruments.guarantees.models import Cover, Entry, YearlyCommission
from funding.rules.deadlines import add_months
from tests.house.doors import signed_in
from tests.house.refusing import refused
from tests.instruments.guarantees import playing
from tests.processes import race
from tests.words import plain
from workflows import clock, outbox, ticks
from workflows.errors import StepRefused
from workflows.models import Message

pytestmark = pytest.mark.django_db
AT_E10 = {"fee_rate": D("0.008"), "fee_basis": "yearly"}  # 0.8 % a year of the exposure at its opening


@pytest.fixture
def yearly(db):
    return playing.play(**AT_E10)


def on(cover, months, hour=12):
    """So many months after the disbursement."""
    day = add_months(cover.disbursed_on, months)
    return clock.at(datetime.combine(day, time(hour), tzinfo=clock.PARIS))


def asked(cover):
    return [(row.year, row.base, row.amount, row.left) for row in YearlyCommission.objects.filter(cover=cover)]


def fresh(cover):
    return Cover.objects.get(pk=cover.pk)


def repaid(scene, cover, months):
    """The bank reports what is left by the schedule."""
    left = cover.planned_principal()[months]
    fresh(cover).amortise(by=scene.maker, outstanding=left, as_of=clock.today(), unpaid=0)


def clocked(cover):
    """How many years the clock asks for this cover now."""
    acts = cover.journal().filter(step="ask_commission")
    before = acts.count()
    ticks.tick()
    return acts.count() - before


def second_year(scene, **facts):
    """In force for a year: the second one is asked."""
    cover = playing.active(scene, **facts)
    with on(cover, 12):
        repaid(scene, cover, 12)
        assert clocked(cover) == 1
    return fresh(cover)


def test_at_e10_through_steps(yearly):
    """120,000 over 60 months at 50 %: 480 before it is in force, 384 for the second year, 288.00 for the third."""
    cover = playing.active(yearly)
    assert asked(cover) == [(1, 60_000, 480, 0)] and cover.commission_paid == 480
    with on(cover, 12):
        repaid(yearly, cover, 12)
        ticks.tick()
    with on(cover, 24):
        repaid(yearly, cover, 24)
        ticks.tick()
        cover = fresh(cover)
        assert asked(cover)[1:] == [(2, 48_000, 384, 384), (3, 36_000, D("288.00"), D("288.00"))]
        assert (cover.commission_due, cover.next_fee_on) == (672, add_months(cover.disbursed_on, 36))
        cover.record_commission(by=yearly.cast.payer, amount=D(500), received_on=clock.today())
        assert [row[3] for row in asked(cover)] == [0, 0, 172]
        cover.record_commission(by=yearly.cast.payer, amount=D(172), received_on=clock.today())
    entries = Entry.objects.filter(cover=cover, kind="commission").with_total().order_by("id")
    assert [(e.words.partition(" GAR")[0], e.total) for e in entries] == [
        ("Commission", 480), ("Commission, année 2", 384), ("Commission, année 3", 116), ("Commission, année 3", 172),
    ]  # fmt: skip
    assert fresh(cover).commission_due == 0 and list(recount.gaps()) == []


def test_the_day_before_nothing_is_asked_and_on_the_last_day_neither(yearly):
    cover = playing.active(yearly, loan_months="24")
    with on(cover, 12, hour=0), clock.at(clock.now() - timedelta(seconds=1)):
        assert clocked(cover) == 0
    with on(cover, 12, hour=0):
        assert clocked(cover) == 1
    assert fresh(cover).next_fee_on is None
    with on(cover, 24):
        assert clocked(cover) == 0
    assert len(asked(cover)) == 2


def test_a_longer_loan_has_more_years(yearly):
    cover = playing.active(yearly, loan_months="12")
    assert cover.next_fee_on is None
    cover.ask_amendment(by=yearly.maker, months=24, grace=0, reason="Étaler.")
    cover.amend(by=yearly.cast.signatory, consent=True)
    assert fresh(cover).next_fee_on == add_months(cover.disbursed_on, 12)


def test_a_flat_commission_is_asked_once(scene):
    cover = playing.active(scene)
    with on(cover, 36):
        assert clocked(cover) == 0
    assert asked(cover) == [] and fresh(cover).commission == 1_200


def test_a_clock_that_was_away_asks_each_year_on_its_own_exposure(yearly):
    """Two anniversaries went by; what was reported after each counts for the next alone."""
    cover = playing.active(yearly)
    for months in (12, 15, 24, 26):
        with on(cover, months):
            repaid(yearly, cover, months)
    with on(cover, 27):
        assert (clocked(cover), clocked(cover), clocked(cover)) == (1, 1, 0)
    assert [row[2] for row in asked(cover)] == [480, 384, 288]


def test_a_second_run_asks_nothing_and_the_database_would_refuse(yearly):
    cover = second_year(yearly)
    with on(cover, 12):
        assert clocked(cover) == 0
        assert cover.journal().filter(step="ask_commission").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyCommission.objects.create(cover=cover, year=2, due_on=clock.today(), base=D(1), amount=D(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyCommission.objects.filter(year=2).update(paid=D("384.01"))


def test_killed_half_way_it_asked_nothing_and_asks_again(yearly, monkeypatch):
    cover = playing.active(yearly)

    def killed(*_words):
        assert YearlyCommission.objects.filter(year=2).exists()
        raise KeyboardInterrupt

    with on(cover, 12):
        with monkeypatch.context() as patched:
            patched.setattr(type(fresh(cover)), "next_opening", killed)
            with pytest.raises(KeyboardInterrupt):
                ticks.tick()
        assert len(asked(cover)) == 1 and fresh(cover).commission_due == 0
        assert (clocked(cover), clocked(cover)) == (1, 0)
    assert len(asked(cover)) == 2 and list(recount.gaps()) == []


def run(moment):
    with clock.at(moment):
        return ticks.tick()


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_ask_once():
    cover = playing.active(playing.play(**AT_E10))
    with on(cover, 12):
        moment = clock.now()
    race(run, [moment] * 3)
    assert cover.journal().filter(step="ask_commission").count() == 1
    assert len(asked(cover)) == 2 and fresh(cover).commission == 960


def test_the_bank_is_asked_with_a_notice(yearly):
    cover = second_year(yearly)
    with on(cover, 12, hour=13):
        outbox.drain(but=("paper", "mail"))
    found = Message.objects.filter(notice="commission_asked")
    assert {message.to for message in found} == {yearly.maker, yearly.checker}
    told = plain(f"{found[0].subject} {found[0].body}")
    assert "384,00 €" in told and "0,8 % des 48 000,00 €" in told and cover.handle in told


def test_a_call_waits_until_it_is_paid(yearly):
    """Refused at the page and by the API; received after the default, the call goes through."""
    cover = second_year(yearly)
    with on(cover, 13):
        cover.notify_default(
            by=yearly.maker, event="liquidation", event_on=clock.today(), outstanding=cover.outstanding
        )
        cover.prepare_call(by=yearly.maker, estimated_loss=D(50_000), securities="Aucune.")
        said = refused(yearly.checker, cover, "call", consent="on")
        assert "La commission n’est pas entièrement payée : il reste 384 €" in said
        cover.record_commission(by=yearly.cast.payer, amount=D(384), received_on=clock.today())
        assert cover.call(by=yearly.checker, consent=True).state == "called"
    assert list(recount.gaps()) == []


def test_what_was_asked_stays_due_after_the_end_and_not_more(yearly):
    cover = second_year(yearly)
    with on(cover, 14):
        cover.release(by=yearly.checker, repaid_on=clock.today())
        assert "384,00 € de commission annuelle à verser" in plain(
            signed_in(yearly.maker).get(cover.get_absolute_url()).text
        )
        cover.record_commission(by=yearly.cast.payer, amount=D(384), received_on=clock.today())
        with pytest.raises(StepRefused):
            cover.record_commission(by=yearly.cast.payer, amount=D(1), received_on=clock.today())
    with on(cover, 24):
        assert clocked(cover) == 0


def test_the_pages_of_the_cover_of_the_bank_and_of_who_receives(yearly):
    cover = second_year(yearly)
    page = plain(signed_in(yearly.maker).get(cover.get_absolute_url()).text)
    for said in ("La banque verse la commission de l’année", "Commissions annuelles", "48 000,00 €", "384,00 €",
                 "0,8 % par an"):  # fmt: skip
        assert said in page, said
    bank = f"/garanties/banques/{yearly.agreement.pk}/"
    page = plain(signed_in(yearly.maker).get(bank).text)
    assert "Commissions annuelles à verser" in page and "384,00 € en tout" in page
    assert "Mettre sous surveillance" not in page, "it is no task of the bank"
    for person in (yearly.maker, yearly.cast.payer):
        assert "verse la commission" in plain(signed_in(person).get("/accueil/", follow=True).text)
    cover.record_commission(by=yearly.cast.payer, amount=D(384), received_on=clock.today())
    assert "Commissions annuelles à verser" not in plain(signed_in(yearly.maker).get(bank).text)


def test_the_recount_names_a_year_that_the_cover_does_not_know(yearly):
    cover = second_year(yearly)
    YearlyCommission.objects.filter(cover=cover, year=2).update(amount=D(385))
    assert [gap.what for gap in recount.gaps()] == ["commissions annuelles"]
    YearlyCommission.objects.filter(cover=cover, year=2).update(amount=D(384), paid=D(384))
    Cover.objects.filter(pk=cover.pk).update(commission_paid=D(864))
    assert [(gap.what, gap.kept, gap.counted) for gap in recount.gaps()] == [("commission", 864, 480)]
