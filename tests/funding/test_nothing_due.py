"""When nothing is due: a payment is skipped with its reason, an overpayment comes back, and the file closes (G24)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse

from funding import portfolio
from funding.models import Application, Call, Disbursement
from tests import cast as casting
from tests.remembered import remembered
from workflows import clock, outbox
from workflows.errors import FormRefused, NotYours, StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
@remembered
def agreement(cast):
    """21 000 € advance, 35 000 € interim, 14 000 € balance, of 100 000 € retained; the advance is paid."""
    file = casting.awarded(cast)
    outbox.drain(but=("mail", "paper"))
    agreement = casting.in_force(cast, file)
    pay(cast, agreement.disbursements.first())
    return agreement


def pay(cast, payment, **facts):
    payment.order(by=cast.payer, basis="Service fait", **facts)
    return payment.release(by=cast.second_payer)


def later(agreement):
    return list(agreement.disbursements.all())[1:]


def test_an_instalment_with_nothing_due_is_skipped_and_the_balance_pays_what_was_earned(cast, agreement):
    interim, balance = later(agreement)
    interim.skip(by=cast.payer, reason="Peu de dépenses à ce jour.", justified_cost="20000")
    assert interim.state == "skipped"
    pay(cast, balance, justified_cost="85000")
    assert balance.amount == Decimal("38500.00"), "70 % of 85 000 €, less the advance"
    assert agreement.close(by=cast.payer).state == "closed"
    assert Call.objects.get(pk=cast.call.pk).paid == Decimal("59500.00")


def test_a_balance_of_zero_ends_the_file(cast, agreement):
    """Certified 30 000 €: 21 000 € are earned, and were paid as the advance."""
    interim, balance = later(agreement)
    interim.skip(by=cast.payer, reason="Rien n’est dû.", justified_cost="30000")
    with pytest.raises(StepRefused, match="Il reste un versement"):
        agreement.close(by=cast.payer)
    balance.skip(by=cast.payer, reason="Dépenses certifiées : 30 000 €.", justified_cost="30000")
    assert balance.overpaid == 0
    assert agreement.close(by=cast.payer).state == "closed"


def test_what_is_due_is_ordered_never_skipped(cast, agreement):
    interim = later(agreement)[0]
    with pytest.raises(FormRefused) as refused:
        interim.skip(by=cast.payer, reason="Non.", justified_cost="60000")
    assert "21 000,00 € sont dus" in " ".join(str(refused.value.form.errors).replace(" ", " ").split())


def test_a_skip_says_why_and_an_order_of_nothing_says_to_skip(cast, agreement):
    interim = later(agreement)[0]
    with pytest.raises(FormRefused) as refused:
        interim.skip(by=cast.payer, justified_cost="10000")
    assert "reason" in refused.value.form.errors
    with pytest.raises(FormRefused) as refused:
        interim.order(by=cast.payer, basis="État", justified_cost="10000")
    assert "Constater que rien n’est dû" in str(refused.value.form.errors["justified_cost"])


def test_an_overpayment_comes_back_before_the_file_closes(cast, agreement, client):
    """Certified 20 000 €: 14 000 € are earned of 21 000 € paid. The holder may answer first (L122-1 CRPA)."""
    interim, balance = later(agreement)
    interim.skip(by=cast.payer, reason="Rien n’est dû.", justified_cost="20000")
    with pytest.raises(FormRefused) as refused:
        balance.order(by=cast.payer, basis="Rapport final", justified_cost="20000")
    assert "à reverser" in str(refused.value.form.errors["justified_cost"])
    balance.skip(by=cast.payer, reason="Dépenses certifiées : 20 000 €.", justified_cost="20000")
    assert balance.overpaid == Decimal("7000.00")
    mail.outbox.clear()
    outbox.drain()
    assert any("présenter vos observations" in m.body for m in mail.outbox if cast.mayor.email in m.to)
    with pytest.raises(StepRefused, match="titre de perception"):
        agreement.close(by=cast.payer)
    client.force_login(cast.mayor)
    assert (
        "à reverser" in client.get(reverse("funding:agreement", args=[agreement.application.handle])).content.decode()
    )
    with pytest.raises(FormRefused):
        balance.record_repayment(by=cast.payer, repaid_on=clock.today() + timedelta(days=1), repayment="T-12")
    balance.record_repayment(by=cast.payer, repaid_on=clock.today(), repayment="T-12")
    with pytest.raises(StepRefused):
        balance.record_repayment(by=cast.payer, repaid_on=clock.today(), repayment="T-13")
    cast.call.refresh_from_db()
    assert cast.call.paid == Decimal("14000.00")
    assert not list(portfolio.recount())
    file = portfolio.with_money(Application.objects.filter(pk=agreement.application_id)).get()
    assert file.disbursed == Decimal("14000.00")
    assert agreement.close(by=cast.payer).state == "closed"


def test_a_skip_by_mistake_is_taken_back_until_the_next_payment_begins(cast, agreement):
    interim, balance = later(agreement)
    interim.skip(by=cast.payer, reason="Rien n’est dû.", justified_cost="10000")
    interim.plan_again(by=cast.payer, reason="Un état manquait.")
    assert (interim.state, interim.skipped_why, interim.justified_cost) == ("planned", "", None)
    pay(cast, interim, justified_cost="60000")
    assert interim.amount == Decimal("21000.00")
    balance.skip(by=cast.payer, reason="Soldé.", justified_cost="60000")
    with pytest.raises(StepRefused):
        interim.plan_again(by=cast.payer, reason="Trop tard.")


def test_only_who_pays_may_skip_and_in_order(cast, agreement):
    interim, balance = later(agreement)
    for who in (cast.officer, cast.mayor, cast.signatory):
        with pytest.raises(NotYours):
            interim.skip(by=who, reason="Non.", justified_cost="0")
    with pytest.raises(StepRefused, match="précédent"):
        balance.skip(by=cast.payer, reason="Non.", justified_cost="0")


def test_the_next_payment_waits_on_the_desk_once_the_earlier_is_skipped(cast, agreement, client):
    interim, balance = later(agreement)
    interim.skip(by=cast.payer, reason="Rien n’est dû.", justified_cost="10000")
    assert list(Disbursement.objects.to_pay_by(cast.payer).waiting()) == [balance]
    client.force_login(cast.payer)
    page = client.get(reverse("funding:agreement", args=[agreement.application.handle])).content.decode()
    assert "Rien n’était dû" in page.replace(" ", " ")
