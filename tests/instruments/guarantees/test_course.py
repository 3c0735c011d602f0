"""A guarantee from its deposit to its last recovery, through steps; each euro in the ledger."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from funding.instruments.guarantees import ledger
from funding.instruments.guarantees.models import Account, Balance, Cover, Entry, GuaranteeFund
from funding.models import Application, DeMinimisAward
from tests.instruments.guarantees import playing
from workflows import clock, outbox, ticks
from workflows.errors import FormRefused, NotYours, StepRefused
from workflows.models import Message
from workflows.papers import papers_of

pytestmark = pytest.mark.django_db


def position(scene):
    return ledger.position(GuaranteeFund.objects.get(pk=scene.fund.pk))


def kinds(cover):
    return [entry.kind for entry in Entry.objects.filter(application=cover.application_id).order_by("id")]


def test_delegated_by_two_people_of_the_bank(scene):
    """Q1, Q3b, Q6: set aside with the grant, engaged with the disbursement and the commission."""
    file = playing.declared(playing.submitted(scene), scene.boss)
    assert file.reference and papers_of(file).get().kind == "D01"
    assert file.propose_delegated(by=scene.checker, consent=True).proposer_id == scene.checker.pk
    with pytest.raises(StepRefused, match="une autre personne de la banque"):
        file.grant_delegated(by=scene.checker, consent=True)
    with pytest.raises(NotYours):
        file.grant_delegated(by=scene.maker, consent=True)
    second = playing.member_who_commits(scene)
    file.grant_delegated(by=second, consent=True)
    cover = file.cover
    assert (file.state, cover.state, cover.delegated) == ("awarded", "offered", True)
    assert (cover.guaranteed, cover.commission, cover.gge) == (60_000, 1_200, 8_000)
    assert position(scene).reserved == 60_000 and position(scene).capacity == 9_940_000
    award = DeMinimisAward.objects.get()
    assert (award.siren, award.gge) == (scene.borrower.siren, 8_000)
    assert file.decision.signed_by == second and file.decision.mandate == scene.agreement.mandate


def test_in_force_once_disbursed_and_paid_for(scene):
    cover = playing.delegated(scene)
    today = clock.today()
    with pytest.raises(StepRefused) as refused:
        cover.activate(by=scene.cast.officer)
    assert len(refused.value.sentences) == 2, "neither disbursed nor paid"
    cover.declare_disbursement(by=scene.maker, disbursed_on=today, disbursed=D(100_000), grace=0)
    cover.record_commission(by=scene.cast.payer, amount=D(1_200), received_on=today)
    with pytest.raises(StepRefused, match="n’est pas celui de l’offre"):
        cover.activate(by=scene.cast.officer)
    cover.declare_disbursement(by=scene.maker, disbursed_on=today, disbursed=D(120_000), grace=0)
    cover.activate(by=scene.cast.officer)
    assert (cover.state, cover.exposure, cover.outstanding) == ("active", 60_000, 120_000)
    assert kinds(cover) == ["reservation", "commission", "engagement"]
    now = position(scene)
    assert (now.reserved, now.engaged, now.endowment) == (0, 60_000, 2_001_200)
    cover.amortise(by=scene.maker, outstanding=D(72_000), as_of=today, unpaid=0)
    assert cover.exposure == 36_000 and position(scene).engaged == 36_000


def test_through_the_committee(scene):
    """Q2 to Q4: capacity is set aside when the file goes to the committee, and kept by the signature."""
    file = playing.examined(scene, loan=900_000)
    assert position(scene).reserved == 450_000
    file.propose(by=scene.cast.officer, kind="award", reasons="Utile.")
    file.award(by=scene.cast.signatory, consent=True)
    assert (file.state, file.cover.state, file.cover.delegated) == ("awarded", "offered", False)
    assert position(scene).reserved == 450_000
    assert {p.template for p in papers_of(file)} >= {"guarantee_notification", "de_minimis"}


def test_a_refusal_frees_what_was_set_aside(scene):
    """Q5."""
    file = playing.examined(scene)
    file.propose(by=scene.cast.officer, kind="rejection", reasons="Le plan ne tient pas.")
    assert position(scene).reserved == 60_000
    file.reject(by=scene.cast.signatory, consent=True)
    assert position(scene).reserved == 0


def test_an_offer_nobody_uses_expires(scene):
    """Q7: six months; the register counts the aid no more."""
    cover = playing.delegated(scene)
    with clock.at(clock.now() + timedelta(days=200)):
        assert ticks.tick()
        outbox.drain(but=("paper", "mail"))
    cover = Cover.objects.get()
    assert cover.state == "offer_expired" and position(scene).reserved == 0
    assert DeMinimisAward.objects.get().kept == 0


def test_watched_then_well_again(scene):
    """Q8."""
    cover = playing.active(scene)
    cover.watch(by=scene.maker, unpaid=1, reason="Une échéance.")
    assert cover.state == "watch"
    assert Message.objects.count() == 0
    outbox.drain(but=("paper", "mail"))
    assert Message.objects.filter(notice="cover_watched", to=scene.lender).exists()
    assert cover.unwatch(by=scene.maker, reason="Réglée.").state == "active"


def test_called_paid_and_settled_with_a_refund(scene):
    """Q9 to Q13, and AT-E7 in small: 50,000 paid, 40,000 due: the bank gives 10,000 back."""
    cover = playing.called(scene)
    assert cover.claim.pay_by == clock.today() + timedelta(days=90)
    assert position(scene).of(Account.DEFAULTED) == 60_000
    with pytest.raises(FormRefused):
        cover.calculate_provision(by=scene.cast.payer, amount=D(50_001))
    cover.calculate_provision(by=scene.cast.payer, amount=D(50_000))
    with pytest.raises(NotYours):
        cover.pay_provision(by=scene.cast.payer)
    cover.pay_provision(by=scene.cast.second_payer)
    assert position(scene).lost == 50_000
    cover.calculate_settlement(by=scene.cast.payer, final_loss=D(80_000), realised=True, certified="Liquidateur.")
    cover.settle(by=scene.cast.second_payer)
    assert (cover.state, cover.claim.final_due, cover.claim.refund, cover.exposure) == ("settled", 40_000, 10_000, 0)
    assert position(scene).lost == 50_000, "owed is not received"
    with pytest.raises(StepRefused, match="trop-versé"):
        cover.write_off(by=scene.cast.payer, reason="Plus rien.")
    cover.record_refund(by=scene.cast.payer, received_on=clock.today())
    assert position(scene).lost == 40_000 and position(scene).engaged == 0


def test_the_first_tranche_bears_and_recoveries_go_up_again(scene):
    """Q14: 50 % of each recovery, net of costs; never more than was lost."""
    cover = playing.settled(scene, loss=100_000)
    assert Balance.objects.filter(account="loss").values_list("contributor__tranche", "amount").get() == (1, 50_000)
    cover.report_recovery(by=scene.maker, gross=D(22_000), costs=D(2_000))
    assert cover.state == "in_recovery"
    with pytest.raises(StepRefused, match="Une récupération attend"):
        cover.report_recovery(by=scene.maker, gross=D(1), costs=D(0))
    cover.receive_recovery(by=scene.cast.payer, received_on=clock.today())
    assert position(scene).lost == 40_000
    with pytest.raises(FormRefused) as refused:
        cover.report_recovery(by=scene.maker, gross=D(80_001), costs=D(0))
    assert "il reste 80" in str(refused.value)
    assert cover.write_off(by=scene.cast.payer, reason="Plus rien à attendre.").state == "written_off"


def test_at_e11_a_call_in_the_waiting_period_is_refused_then_forfeited(scene):
    """Q12: the bank reads why; the fund says what it holds, hears the bank, then decides with reasons."""
    cover = playing.defaulted(scene, days=40)
    cover.prepare_call(by=scene.maker, estimated_loss=D(100_000), securities="Aucune.")
    with pytest.raises(StepRefused, match="délai de carence"):
        cover.call(by=scene.checker, consent=True)
    with pytest.raises(StepRefused, match="écrit d’abord à la banque"):
        cover.reject_call(by=scene.cast.signatory, reasons="Carence.")
    due = clock.today() + timedelta(days=15)
    cover.open_forfeiture(by=scene.cast.officer, facts="L’événement tombe dans la carence.", due_on=due)
    with pytest.raises(StepRefused, match="peut répondre jusqu’au"):
        cover.reject_call(by=scene.cast.signatory, reasons="Carence.")
    cover.answer(by=scene.maker, answer="Nous pensions le délai passé.")
    cover.reject_call(by=scene.cast.signatory, reasons="L’événement a quarante jours, la carence est de deux mois.")
    assert cover.state == "call_rejected" and position(scene).engaged == 0
    paper = papers_of(cover).get(template="forfeiture")
    assert "quarante jours" in str(paper.content["recitals"]) and paper.content["remedies"]["court"]


def test_released_when_repaid_or_at_term(scene):
    """Q15."""
    cover = playing.active(scene)
    cover.release(by=scene.checker, repaid_on=clock.today())
    assert cover.state == "released" and position(scene).engaged == 0
    other = playing.active(scene, title="Un autre")
    with clock.at(clock.now() + timedelta(days=31 * 60 + 70)):
        ticks.tick()
    assert Cover.objects.get(pk=other.pk).state == "released" and position(scene).engaged == 0


def test_voided_for_fraud_the_file_follows(scene):
    """Q16."""
    cover = playing.active(scene)
    due = clock.today() + timedelta(days=20)
    cover.open_voidance(by=scene.cast.officer, facts="Les comptes étaient faux.", due_on=due)
    with clock.at(clock.now() + timedelta(days=21)):
        cover.void(by=scene.cast.signatory, reasons="Comptes falsifiés.")
        outbox.drain(but=("paper", "mail"))
    assert (cover.state, Application.objects.get().state) == ("voided", "withdrawn_award")
    assert position(scene).engaged == 0 and DeMinimisAward.objects.get().kept == 0


def test_amended_within_the_agreement(scene):
    """Q17: a longer loan, its grant equivalent anew; more than a year longer, the committee is cited."""
    cover = playing.active(scene)
    with pytest.raises(FormRefused) as refused:
        cover.ask_amendment(by=scene.maker, months=85, grace=0, reason="Étaler.")
    assert "85 mois" in str(refused.value)
    cover.ask_amendment(by=scene.maker, months=84, grace=0, reason="Étaler.")
    with pytest.raises(FormRefused):
        cover.amend(by=scene.cast.signatory, consent=True)
    cover.amend(by=scene.cast.signatory, consent=True, committee="Comité du 3 mars, point 4")
    assert (cover.months, cover.gge) == (84, D("11200.00")) and cover.state == "active"


def test_a_bank_of_another_agreement_has_no_say(scene):
    cover = playing.active(scene)
    with pytest.raises(NotYours):
        cover.notify_default(by=scene.rival, event="liquidation", event_on=clock.today(), outstanding=D(1))
    assert not Cover.objects.visible_to(scene.rival).exists()
    assert Cover.objects.visible_to(scene.maker).get() == cover
