"""An award is withdrawn after its contradictory procedure only: delays, answers, powers, and where the money goes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils.datastructures import MultiValueDict

from funding.models import Withdrawal
from tests import cast as casting
from tests.funding.withdrawing import FACTS, after, fresh, noon, opened, paid_award, sign, sums
from tests.remembered import remembered
from workflows import clock, outbox, ticks
from workflows.errors import FormRefused, NotYours, StepRefused
from workflows.models import Message, Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
@remembered
def file(cast):
    return paid_award(cast)


def test_the_letter_says_facts_rule_measure_delay_and_counsel(cast, file):
    withdrawal = opened(cast, file)
    assert (withdrawal.state, withdrawal.envisaged, withdrawal.total) == ("opened", Decimal(70000), True)
    content = Paper.objects.get(template="observations").content
    assert content["deadline"] == withdrawal.due_on.isoformat() and content["measure"]["total"] is True
    told = set(Message.objects.filter(notice="withdrawal_opened").values_list("to__first_name", flat=True))
    assert {"Martine", "Odile", "Bruno"} == told
    assert fresh(file).state == "awarded" and sums()[0] == 70000, "nothing moved"


@pytest.mark.parametrize("days", [14, 0, -3, 181])
def test_the_delay_is_fifteen_days_at_least(cast, file, days):
    with pytest.raises(FormRefused, match="Six mois" if days > 15 else "quinze jours"):
        opened(cast, file, days=days)


@pytest.mark.parametrize(("amount", "good"), [("70000", True), ("70000.01", False), ("0", False), ("0.01", True)])
def test_no_more_is_withdrawn_than_was_awarded(cast, file, amount, good):
    if good:
        assert opened(cast, file, measure="partial", amount=amount).total is (amount == "70000")
        return
    with pytest.raises(FormRefused):
        opened(cast, file, measure="partial", amount=amount)


@pytest.mark.parametrize("missing", ["facts", "rule", "due_on"])
def test_the_letter_is_whole(cast, file, missing):
    said = {**FACTS, "measure": "total", "due_on": clock.today() + timedelta(days=20)} | {missing: ""}
    with pytest.raises(FormRefused):
        file.open_withdrawal(by=cast.officer, **said)


@pytest.mark.parametrize("person", ["holder", "mayor", "stranger", "signatory", "payer", "manager", "funder"])
def test_only_the_instruction_opens(cast, file, person):
    with pytest.raises(NotYours):
        file.open_withdrawal(
            by=getattr(cast, person), due_on=clock.today() + timedelta(days=20), measure="total", **FACTS
        )


def test_one_procedure_at_a_time(cast, file):
    opened(cast, file)
    with pytest.raises(StepRefused, match="déjà ouverte"):
        opened(cast, file)


def test_nothing_is_withdrawn_before_the_period_is_over(cast, file):
    withdrawal = opened(cast, file)
    with clock.at(noon(withdrawal.due_on)):
        ticks.tick()
        assert fresh(withdrawal).state == "opened", "the last day is theirs"
        with pytest.raises(StepRefused, match="rien ne se décide avant"):
            sign(cast, withdrawal, "70000")
    with after(withdrawal):
        ticks.tick()
        assert fresh(withdrawal).state == "heard"
        assert sign(cast, withdrawal, "70000").state == "withdrawn"


def test_a_letter_deposited_late_gives_its_fifteen_days_all_the_same(cast, file):
    file.open_withdrawal(by=cast.officer, due_on=clock.today() + timedelta(days=15), measure="total", **FACTS)
    withdrawal = file.withdrawals.last()
    with clock.at(noon(withdrawal.due_on + timedelta(days=3))):
        ticks.tick()
        assert fresh(withdrawal).state == "opened", "it was not notified"
        outbox.drain(but=("mail", "paper"))
        assert withdrawal.period_ends == clock.today() + timedelta(days=15)


def test_nothing_to_add_ends_the_period(cast, file):
    withdrawal = opened(cast, file)
    with pytest.raises(NotYours):
        withdrawal.waive(by=cast.holder)
    withdrawal.waive(by=cast.mayor)
    assert sign(cast, withdrawal, "70000").state == "withdrawn"
    assert Paper.objects.get(template="withdrawal").content["heard"]["nothing"] is True


def test_observations_are_answered(cast, file):
    withdrawal = opened(cast, file)
    upload = SimpleUploadedFile("bail.pdf", b"%PDF-1.7 bail")
    withdrawal.observe(by=cast.holder, observations="Le bail est signé.",
                       files=MultiValueDict({"attachments": [upload]}))  # fmt: skip
    withdrawal.observe(by=cast.mayor, observations="L’ouverture est prévue en mai.")
    assert withdrawal.observations == "Le bail est signé.\n\nL’ouverture est prévue en mai."
    with after(withdrawal):
        with pytest.raises(FormRefused):
            sign(cast, withdrawal, "70000")
        sign(cast, withdrawal, "70000", why_not_followed="Le bail n’a pas pris effet.")
    content = Paper.objects.get(template="withdrawal").content
    assert content["heard"]["answer"] == "Le bail n’a pas pris effet." and len(content["heard"]["pieces"]) == 1
    assert content["remedies"]["court"] == "tribunal administratif de Paris"


@pytest.mark.parametrize("facts", [{"reasons": ""}, {"consent": False}, {"amount": "0"}, {"amount": "20000.01"}])
def test_a_withdrawal_says_why_and_never_goes_beyond_the_letter(cast, file, facts):
    withdrawal = opened(cast, file, measure="partial", amount="20000")
    with after(withdrawal), pytest.raises(FormRefused):
        sign(cast, withdrawal, facts.pop("amount", "20000"), **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.filter(pk=withdrawal.pk).update(amount=Decimal("20000.01"))


def test_closed_without_measure_the_file_is_where_it_was(cast, file):
    before = sums()
    withdrawal = opened(cast, file)
    with pytest.raises(FormRefused):
        withdrawal.drop(by=cast.signatory, reasons="")
    withdrawal.drop(by=cast.signatory, reasons="Le lieu a ouvert.")
    assert (withdrawal.state, fresh(file).state, file.agreement.state) == ("dropped", "awarded", "in_force")
    assert sums() == before
    opened(cast, file)  # and another may be opened


def test_who_may_sign(cast, file):
    withdrawal = opened(cast, file)
    scope = ("programme", cast.programme.pk)
    casting.mandate(cast.officer, "signatory", scope=scope)
    low = casting.mandate(casting.user("Petit", "Plafond"), "signatory", ceiling=Decimal("69999.99"), scope=scope)
    far = casting.mandate(casting.user("Ailleurs", "Loin"), "signatory", scope=("programme", 0))
    draft = casting.mandate(casting.user("Pas", "Publiée"), "signatory", scope=scope, published_on=None)
    said = {"amount": "1000", "reasons": "x", "why_not_followed": "", "consent": True}
    with after(withdrawal):
        for person in (cast.officer, far, cast.holder, cast.payer, cast.stranger):
            with pytest.raises(NotYours):
                fresh(withdrawal).withdraw(by=person, **said)
        for person, why in ((low, "s’arrête à"), (draft, "publiée")):
            with pytest.raises(StepRefused, match=why):
                fresh(withdrawal).withdraw(by=person, **said)
        file.recuse(by=cast.signatory, reason="Un cousin.")
        with pytest.raises(NotYours):
            fresh(withdrawal).withdraw(by=cast.signatory, **said)


def test_who_opened_it_does_not_conclude_it(cast, file):
    colleague = casting.user("Deux", "Casquettes")
    for role in ("officer", "signatory"):
        casting.mandate(colleague, role, scope=("programme", cast.programme.pk))
    file.open_withdrawal(by=colleague, due_on=clock.today() + timedelta(days=15), measure="total", **FACTS)
    outbox.drain(but=("mail", "paper"))
    withdrawal = file.withdrawals.get()
    with after(withdrawal):
        for act in (lambda w: w.drop(by=colleague, reasons="x"), lambda w: w.withdraw(by=colleague, amount="1")):
            with pytest.raises(StepRefused, match="quelqu’un d’autre"):
                act(fresh(withdrawal))
