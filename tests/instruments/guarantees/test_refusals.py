"""What is refused, and the sentence that says what to do."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction

from funding.instruments.guarantees import payouts
from funding.instruments.guarantees.models import BankAgreement, Claim, Cover, GuaranteeFund
from funding.models import ApprovalRules, DeMinimisAward
from people.models import Mandate
from tests.instruments.guarantees import playing
from workflows import clock
from workflows.errors import FormRefused, StepRefused

pytestmark = pytest.mark.django_db


def refused(step, **facts):
    with pytest.raises(StepRefused) as caught:
        step(**facts)
    return " ".join(caught.value.sentences).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"loan": 1_000_001}, "s’arrête à 1 000 000 €"),
        ({"loan_months": "85"}, "s’arrête à 84 mois"),
        ({"loan_months": "0"}, "au moins un mois"),
        ({"loan": "0"}, "ne peut pas être nul"),
        ({"other_cover": "30"}, "doit en garder au moins 25 %"),
        ({"bank": "123456789"}, "banque partenaire du fonds"),
        ({"insolvent": True}, "procédure collective"),
        ({"loan_repayment": "annuity"}, "indiquez le taux nominal annuel"),
        ({"loan_repayment": "annuity", "loan_rate": "101"}, "entre 0 et 100 %"),
    ],
)
def test_a_loan_outside_the_agreement_is_not_received(scene, answers, said):
    file = playing.draft(scene, **answers)
    assert said in refused(file.submit, by=scene.boss, certified=True)
    assert not Cover.objects.exists()


def test_delegation_stops_at_its_ceiling_and_at_the_de_minimis_ceiling(scene):
    file = playing.declared(playing.submitted(scene, loan=200_001), scene.boss)
    assert "dépasse la délégation de la banque" in refused(file.propose_delegated, by=scene.maker, consent=True)
    other = playing.submitted(scene, title="Sans déclaration")
    assert "n’a pas déclaré" in refused(other.propose_delegated, by=scene.maker, consent=True)


def test_a_signature_stops_at_the_ceiling_of_its_mandate(scene):
    """What is signed is what is guaranteed, though no money is awarded."""
    file = playing.proposed(scene)
    Mandate.objects.filter(user=scene.cast.signatory).update(ceiling=10_000)
    assert "s’arrête à 10 000,00 €" in refused(file.award, by=scene.cast.signatory, consent=True)


def test_a_delegation_ends_with_the_mandate_that_its_agreement_cites(scene):
    file = playing.declared(playing.submitted(scene), scene.boss)
    file.propose_delegated(by=scene.maker, consent=True)
    cited = Mandate.objects.filter(pk=scene.agreement.mandate_id)
    cited.update(ceiling=10_000)
    assert "s’arrête à 10 000,00 €" in refused(file.grant_delegated, by=scene.checker, consent=True)
    cited.update(valid_to=clock.today() - timedelta(days=1))
    assert "n’est plus en vigueur" in refused(file.grant_delegated, by=scene.checker, consent=True)


def test_a_bank_does_not_sign_for_two_authorities(scene):
    file = playing.declared(playing.submitted(scene), scene.boss)
    file.propose_delegated(by=scene.maker, consent=True)
    ApprovalRules.objects.create(call=file.call, second_authority=scene.cast.town)
    assert "Deux autorités" in refused(file.grant_delegated, by=scene.checker, consent=True)


def test_the_capacity_is_a_limit_even_in_delegation(scene):
    GuaranteeFund.objects.filter(pk=scene.fund.pk).update(multiplier=D("0.02"))
    file = playing.declared(playing.submitted(scene), scene.boss)
    assert "ne peut plus garantir que 40 000 €" in refused(file.propose_delegated, by=scene.maker, consent=True)


def test_the_database_holds_the_two_people(scene):
    cover = playing.called(scene)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cover.objects.filter(pk=cover.pk).update(granted_by=scene.maker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(cover=cover).update(called_by=scene.maker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(cover=cover).update(calculated_by=scene.cast.payer, provision_released_by=scene.cast.payer)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankAgreement.objects.update(rate=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cover.objects.filter(pk=cover.pk).update(exposure=D(60_001))


def test_whoever_prepared_the_call_does_not_make_it(scene):
    cover = playing.defaulted(scene)
    assert "prépare d’abord" in refused(cover.call, by=scene.checker, consent=True)
    cover.prepare_call(by=scene.checker, estimated_loss=D(100_000), securities="Aucune.")
    assert "une autre personne de la banque" in refused(cover.call, by=scene.checker, consent=True)


def test_too_late_too_much_in_the_future(scene):
    cover = playing.delegated(scene)
    tomorrow = clock.today() + timedelta(days=1)
    for bad in (tomorrow, cover.offered_on - timedelta(days=1)):
        with pytest.raises(FormRefused):
            cover.declare_disbursement(by=scene.maker, disbursed_on=bad, disbursed=cover.loan, grace=0)
    with pytest.raises(FormRefused):
        cover.record_commission(by=scene.cast.payer, amount=D("1200.01"), received_on=clock.today())
    with clock.at(clock.now() + timedelta(days=190)):
        said = refused(
            cover.declare_disbursement, by=scene.maker, disbursed_on=clock.today(), disbursed=cover.loan, grace=0
        )
    assert "L’offre valait jusqu’au" in said


def test_the_principal_never_grows(scene):
    cover = playing.active(scene)
    with pytest.raises(FormRefused) as caught:
        cover.amortise(by=scene.maker, outstanding=D(120_001), as_of=clock.today(), unpaid=0)
    assert "ne peut pas remonter" in str(caught.value)


def test_calls_are_served_by_their_day_of_receipt(scene):
    """The portfolio's cap leaves 60,000 €: the second call waits for the first."""
    first = playing.called(scene, title="Premier")
    with clock.at(clock.now() + timedelta(days=1)):
        second = playing.called(scene, title="Second")
    GuaranteeFund.objects.filter(pk=scene.fund.pk).update(cap_rate=D("0.5"))
    second = Cover.objects.get(pk=second.pk)
    assert payouts.means(second.fund) == 60_000
    second.calculate_provision(by=scene.cast.payer, amount=D(50_000))
    assert "est servi d’abord" in refused(second.pay_provision, by=scene.cast.second_payer)
    first = Cover.objects.get(pk=first.pk)
    first.calculate_provision(by=scene.cast.payer, amount=D(50_000))
    first.pay_provision(by=scene.cast.second_payer)
    assert "dépasse ce que le fonds peut encore payer" in refused(second.pay_provision, by=scene.cast.second_payer)


def test_at_e7_through_steps(scene):
    """Outstanding 200,000 at 90 %: 108,000 paid, 85,500 due, 22,500 back."""
    BankAgreement.objects.filter(pk=scene.agreement.pk).update(rate=D("0.75"))
    cover = playing.called(scene, loan=200_000, loss=120_000)
    cover.calculate_provision(by=scene.cast.payer, amount=D(90_000))
    cover.pay_provision(by=scene.cast.second_payer)
    cover.calculate_settlement(by=scene.cast.payer, final_loss=D(95_000), realised=True, certified="Liquidateur.")
    cover.settle(by=scene.cast.second_payer)
    assert (cover.claim.final_due, cover.claim.refund) == (71_250, 18_750)


def test_a_calculation_that_is_wrong_goes_back(scene):
    cover = playing.called(scene)
    cover.calculate_provision(by=scene.cast.payer, amount=D(40_000))
    cover.return_calculation(by=scene.cast.second_payer, reason="La perte a changé.")
    assert cover.claim.provision is None and cover.claim.returned_why
    cover.calculate_provision(by=scene.cast.second_payer, amount=D(50_000))
    assert cover.pay_provision(by=scene.cast.payer).state == "provisionally_paid"


def test_a_longer_guarantee_must_fit_under_the_ceiling(scene):
    cover = playing.active(scene)
    award = DeMinimisAward.objects.get()
    DeMinimisAward.objects.filter(pk=award.pk).update(gge=D(299_000), kept=D(299_000))
    cover.ask_amendment(by=scene.maker, months=72, grace=0, reason="Étaler.")
    said = refused(cover.amend, by=scene.cast.signatory, consent=True)
    assert "300 000" in said or "plafond" in said
    cover.refuse_amendment(by=scene.cast.signatory, reason="Le plafond est atteint.")
    assert cover.pending_amendment is None


def test_a_late_notice_is_taken_and_marked(scene):
    cover = playing.active(scene, days=200)
    day = clock.today() - timedelta(days=61)
    cover.notify_default(by=scene.maker, event="liquidation", event_on=day, outstanding=D(120_000))
    assert cover.claim.late and cover.state == "default_notified"
