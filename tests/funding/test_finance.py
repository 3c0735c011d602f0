"""Agreement and payments: both sides sign above 23 000 €, two people pay, never more than the law allows."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from funding.models import Agreement, Call, Disbursement
from tests import cast as casting
from workflows import clock, outbox
from workflows.errors import FormRefused, NotYours, StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def file(cast):
    found = casting.awarded(cast)
    outbox.drain()
    return found


def test_the_agreement_opens_by_itself_with_the_most_generous_plan(file):
    assert [(d.kind, d.amount) for d in file.agreement.disbursements.all()] == [
        ("advance", Decimal("21000.00")),
        ("interim", Decimal("35000.00")),
        ("balance", Decimal("14000.00")),
    ]


@pytest.mark.parametrize(("amount", "refused"), [("23000.00", False), ("23000.01", True)])
def test_an_agreement_is_mandatory_strictly_above_23_000_euros(cast, file, amount, refused):
    agreement = Agreement.objects.get(pk=file.agreement.pk)
    Agreement.objects.filter(pk=agreement.pk).update(amount=Decimal(amount))
    agreement.disbursements.all().delete()
    Disbursement.objects.create(agreement=agreement, position=1, kind="balance", amount=Decimal(amount))
    if refused:
        with pytest.raises(StepRefused, match="obligatoire au-dessus de"):
            agreement.waive(by=cast.officer)
    else:
        assert agreement.waive(by=cast.officer).state == "waived"


def test_nobody_pays_before_both_have_signed(cast, file):
    advance = file.agreement.disbursements.first()
    with pytest.raises(StepRefused, match="pas encore en vigueur"):
        advance.order(by=cast.payer, basis="Trop tôt")


def test_whoever_ordered_does_not_release(cast, file):
    casting.in_force(cast, file)
    advance = file.agreement.disbursements.first()
    advance.order(by=cast.payer, basis="Convention signée")
    with pytest.raises(NotYours):
        advance.release(by=cast.payer)
    advance.release(by=cast.second_payer)
    assert Call.objects.get(pk=cast.call.pk).paid == Decimal("21000.00")


def test_AT_04_the_balance_follows_the_certified_cost(cast, file):
    """70 % of 100 000 €: certified 85 000 € gives 59 500 €; 56 000 € are paid, 3 500 € remain due."""
    casting.in_force(cast, file)
    advance, interim, balance = file.agreement.disbursements.all()
    advance.order(by=cast.payer, basis="Convention signée")
    advance.release(by=cast.second_payer)
    interim.order(by=cast.payer, basis="État récapitulatif", justified_cost="80000")
    assert interim.amount == Decimal("35000.00")
    interim.release(by=cast.second_payer)
    balance.order(by=cast.payer, basis="Rapport final", justified_cost="85000")
    assert balance.amount == Decimal("3500.00")
    balance.release(by=cast.second_payer)
    file.agreement.close(by=cast.payer)
    assert file.agreement.state == "closed"


def test_nothing_is_due_when_the_certified_cost_covers_what_was_paid(cast, file):
    casting.in_force(cast, file)
    advance, interim, _balance = file.agreement.disbursements.all()
    advance.order(by=cast.payer, basis="Convention signée")
    advance.release(by=cast.second_payer)
    with pytest.raises(FormRefused) as refused:
        interim.order(by=cast.payer, basis="État", justified_cost="20000")
    assert "rien n’est dû" in str(refused.value.form.errors["justified_cost"])


def test_the_plan_is_edited_within_the_law(cast, file, client):
    client.force_login(cast.officer)
    url = reverse("funding:payment_plan", args=[file.handle])
    answer = client.post(url, {"advance": "21 000,01", "balance": "48 999,99"})
    assert answer.status_code == 422
    assert "ne peut pas dépasser" in answer.content.decode()
    assert 'value="21 000,01"' in answer.content.decode()
    answer = client.post(url, {"advance": "20 000", "interim_1": "20 000", "balance": "30 000"})
    assert answer.status_code == 302
    assert [d.amount for d in file.agreement.disbursements.all()] == [20_000, 20_000, 30_000]


def test_the_plan_is_closed_once_the_agreement_is_offered(cast, file, client):
    today = clock.today()
    file.agreement.offer(by=cast.officer, starts_on=today, ends_on=today + timedelta(days=400))
    client.force_login(cast.officer)
    answer = client.post(reverse("funding:payment_plan", args=[file.handle]), {"balance": "70 000"})
    assert "reprenez-la" in answer.content.decode()


PAGES = {
    "agreement": {"holder", "mayor", "partner", "officer", "manager", "chair", "signatory", "payer", "funder"},
    "agreement_preview": {"holder", "mayor", "partner", "officer", "manager", "chair", "signatory", "payer", "funder"},
    "payment_plan": {"officer"},
}


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_to_its_roles_alone(cast, file, client, page):
    url = reverse(f"funding:{page}", args=[file.handle])
    assert client.get(url).status_code == 302
    for who in (*cast.people, "reviewer"):
        client.force_login(getattr(cast, who))
        allowed = who in PAGES[page] or (who == "second_payer" and page != "payment_plan")
        assert (client.get(url).status_code == 200) is allowed, who


def test_the_list_of_payments_is_for_those_who_pay(cast, file, client, django_assert_max_num_queries):
    casting.in_force(cast, file)
    client.force_login(cast.officer)
    assert client.get(reverse("funding:payment_list")).status_code == 404
    client.force_login(cast.payer)
    with django_assert_max_num_queries(15):
        answer = client.get(reverse("funding:payment_list"))
    assert answer.status_code == 200
    assert "Le guichet qui roule" in answer.content.decode()
