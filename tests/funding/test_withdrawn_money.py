"""Where the money of a withdrawn award goes: the plan, the envelope, what comes back, and an appeal that undoes it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from funding import worklists
from funding.models import Decision
from funding.rules import withdrawals as rules
from tests import cast as casting
from tests.funding.desk import as_, text_of
from tests.funding.withdrawing import after, fresh, opened, paid_award, sign, sums
from workflows import clock, journal, outbox, ticks
from workflows.errors import NotYours, StepRefused
from workflows.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def file(cast):
    return paid_award(cast)


def test_withdrawn_in_whole_what_was_paid_comes_back_before_it_frees_the_envelope(cast, file):
    assert sums() == (70000, 70000, 21000)
    withdrawal = opened(cast, file)
    with after(withdrawal):
        withdrawal = sign(cast, withdrawal, "70000")
        assert withdrawal.to_repay == 21000 and fresh(file).state == "withdrawn_award"
        assert sums() == (21000, 21000, 21000)
        states = [d.state for d in file.agreement.disbursements.all()]
        assert states == ["paid", "skipped", "skipped"]
        with pytest.raises(StepRefused, match="reverser"):
            fresh(file.agreement).close(by=cast.payer)
        with pytest.raises(NotYours):
            withdrawal.record_repayment(by=cast.officer, repaid_on=clock.today(), repayment="T-1")
        withdrawal.record_repayment(by=cast.payer, repaid_on=clock.today(), repayment="Titre 12")
        with pytest.raises(StepRefused):
            fresh(withdrawal).record_repayment(by=cast.payer, repaid_on=clock.today(), repayment="Titre 12")
        assert sums() == (0, 0, 0)
        assert fresh(file.agreement).close(by=cast.payer).state == "closed"
        outbox.drain(but=("mail", "paper"))
        told = Message.objects.filter(notice="award_withdrawn").values_list("to__first_name", flat=True)
        assert set(told) == {"Martine", "Odile", "Bruno"}
        assert Message.objects.filter(notice="award_withdrawn_internal", to=cast.payer).exists()


def test_withdrawn_in_part_the_rest_is_paid_and_no_more(cast, file):
    withdrawal = opened(cast, file, measure="partial", amount="20000")
    with after(withdrawal):
        withdrawal = sign(cast, withdrawal, "15000")
        assert (withdrawal.to_repay, fresh(file).state) == (0, "awarded")
        assert sums() == (55000, 55000, 21000)
        agreement = fresh(file.agreement)
        assert (agreement.amount, agreement.aid) == (70000, 55000), "what was signed keeps its words"
        interim, balance = list(agreement.disbursements.all())[1:]
        interim.order(by=cast.payer, basis="x", justified_cost="60000").release(by=cast.second_payer)
        balance.order(by=cast.payer, basis="x", justified_cost="100000").release(by=cast.second_payer)
        assert sum(d.amount for d in fresh(agreement).disbursements.all()) == 55000
        assert sums() == (55000, 55000, 55000)
        assert fresh(agreement).close(by=cast.payer).state == "closed"
        # closed, it may still be withdrawn: everything paid comes back
        again = opened(cast, fresh(file))
    with after(again):
        assert sign(cast, again, "55000").to_repay == 55000
        assert sums() == (55000, 55000, 55000)
    assert Decision.objects.get(kind="award").withdrawn == 70000


def test_before_the_agreement_the_project_follows(cast):
    file = casting.awarded(cast)
    outbox.drain(but=("mail", "paper"))
    withdrawal = opened(cast, file, measure="partial", amount="20000")
    with after(withdrawal):
        sign(cast, withdrawal, "20000")
        agreement = fresh(file.agreement)
        assert agreement.amount == sum(d.amount for d in agreement.disbursements.all()) == 50000
        assert sums() == (50000, 0, 0)
        casting.in_force(cast, fresh(file))
        assert sums() == (50000, 50000, 0)


def test_what_was_agreed_on_the_aid_that_was_left_keeps_its_words(cast):
    """The appeal comes before the agreement, its answer after: to restore the aid takes an amendment."""
    file = casting.awarded(cast)
    outbox.drain(but=("mail", "paper"))
    withdrawal = opened(cast, file, measure="partial", amount="20000")
    with after(withdrawal):
        sign(cast, withdrawal, "20000")
        outbox.drain(but=("mail", "paper"))
        fresh(file).lodge_appeal(by=cast.mayor, reasons="Le lieu est ouvert.")
        casting.in_force(cast, fresh(file))
        with pytest.raises(StepRefused, match="avenant"):
            file.appeals.get().grant(by=cast.signatory, answer="Le lieu est ouvert.", consent=True)
        assert sums() == (50000, 50000, 0)


def to_pay(person):
    return [task.action for task in worklists.tasks(worklists.Desk(person)) if task.kind == "payment"]


@pytest.mark.parametrize("ends", ["dropped", "withdrawn"])
def test_nothing_is_paid_while_a_withdrawal_is_envisaged(cast, file, ends):
    interim = file.agreement.disbursements.all()[1]
    said = {"basis": "x", "justified_cost": "60000"}
    interim.order(by=cast.payer, **said)
    assert to_pay(cast.second_payer) == ["Libérer le versement"]
    withdrawal = opened(cast, file, measure="partial", amount="20000")
    assert to_pay(cast.payer) == to_pay(cast.second_payer) == []
    with pytest.raises(StepRefused, match="procédure de retrait est ouverte depuis"):
        fresh(interim).release(by=cast.second_payer)
    fresh(interim).send_back(by=cast.second_payer, reason="Une procédure est ouverte.")
    with pytest.raises(StepRefused, match="aucun versement tant qu’elle n’est pas conclue"):
        fresh(interim).order(by=cast.payer, **said)
    for page in (file.agreement.get_absolute_url(), f"/etapes/disbursement/{interim.pk}/order/"):
        assert "rocédure de retrait est ouverte depuis" in text_of(as_(cast.payer).get(page))
    with after(withdrawal):
        assert ticks.tick() and fresh(withdrawal).state == "heard"
        with pytest.raises(StepRefused, match="aucun versement"):
            fresh(interim).order(by=cast.payer, **said)
        if ends == "dropped":
            fresh(withdrawal).drop(by=cast.signatory, reasons="Le lieu a ouvert.")
        else:
            sign(cast, withdrawal, "20000")
        assert to_pay(cast.payer) == ["Ordonner le versement"]
        fresh(interim).order(by=cast.payer, **said).release(by=cast.second_payer)
        assert fresh(interim).state == "paid"


@pytest.mark.parametrize("offered", [True, False])
def test_nobody_withdraws_while_something_waits_for_a_signature(cast, offered):
    file = casting.awarded(cast)
    outbox.drain(but=("mail", "paper"))
    if not offered:
        casting.in_force(cast, file).disbursements.first().order(by=cast.payer, basis="x")
    withdrawal = opened(cast, fresh(file))
    if offered:
        today = clock.today()
        file.agreement.offer(by=cast.officer, starts_on=today, ends_on=today + timedelta(days=500))
    with after(withdrawal), pytest.raises(StepRefused, match="convention attend" if offered else "est ordonné"):
        sign(cast, withdrawal, "70000")


def test_an_appeal_against_a_withdrawal_gives_the_aid_back(cast, file):
    withdrawal = opened(cast, file)
    with after(withdrawal):
        withdrawal = sign(cast, withdrawal, "70000")
        outbox.drain(but=("mail", "paper"))
        file = fresh(file)
        file.lodge_appeal(by=cast.mayor, reasons="Le lieu est ouvert.")
        appeal = file.appeals.get()
        assert appeal.withdrawal == withdrawal and appeal.late is False
        appeal.grant(by=cast.signatory, answer="Le lieu est ouvert.", consent=True)
        assert (fresh(withdrawal).state, fresh(file).state) == ("annulled", "awarded")
        assert Decision.objects.get(kind="award").kept == 70000
        assert sums() == (70000, 70000, 21000)
        assert [d.state for d in fresh(file.agreement).disbursements.all()] == ["paid", "planned", "planned"]
    assert list(journal.broken_rows()) == []


def test_once_it_came_back_an_appeal_cannot_restore_it(cast, file):
    withdrawal = opened(cast, file)
    with after(withdrawal):
        withdrawal = sign(cast, withdrawal, "70000")
        withdrawal.record_repayment(by=cast.payer, repaid_on=clock.today(), repayment="T-1")
        outbox.drain(but=("mail", "paper"))
        fresh(file).lodge_appeal(by=cast.mayor, reasons="Le lieu est ouvert.")
        with pytest.raises(StepRefused, match="déjà constaté"):
            file.appeals.get().grant(by=cast.signatory, answer="Oui.", consent=True)


def test_what_comes_back():
    euros = Decimal
    assert rules.repayable(kept=euros(0), paid=euros(21000)) == 21000
    assert rules.repayable(kept=euros(55000), paid=euros(21000)) == 0
    assert rules.repayable(kept=euros("20999.99"), paid=euros(21000)) == euros("0.01")
    assert rules.repayable(kept=euros(0), paid=euros(21000), owed=euros(1000)) == 20000
