"""An award is withdrawn after its contradictory procedure only: delays, answers, powers, and where the money goes."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils.datastructures import MultiValueDict

from funding import portfolio
from funding.models import Call, Decision, Withdrawal
from funding.rules import withdrawals as rules
from tests import cast as casting
from workflows import clock, journal, outbox, ticks
from workflows.errors import FormRefused, NotYours, StepRefused
from workflows.models import Message, Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def file(cast):
    """70 000 € awarded, contracted; the advance of 21 000 € is paid."""
    file = casting.awarded(cast)
    outbox.drain(but=("mail", "paper"))
    agreement = casting.in_force(cast, file)
    advance = agreement.disbursements.first().order(by=cast.payer, basis="Service fait")
    advance.release(by=cast.second_payer)
    return fresh(file)


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=clock.PARIS)


FACTS = {"facts": "Le lieu n’a pas ouvert.", "rule": "L’article 4 de la décision n’est pas respecté."}


def opened(cast, file, days=15, **facts):
    measure = facts or {"measure": "total"}
    file.open_withdrawal(by=cast.officer, due_on=clock.today() + timedelta(days=days), **FACTS, **measure)
    outbox.drain(but=("mail", "paper"))
    return file.withdrawals.last()


def sign(cast, withdrawal, amount, **facts):
    said = {"reasons": "Le lieu reste fermé.", "why_not_followed": "", "consent": True} | facts
    return fresh(withdrawal).withdraw(by=cast.signatory, amount=amount, **said)


def after(withdrawal):
    return clock.at(noon(withdrawal.period_ends + timedelta(days=1)))


def sums():
    call = Call.objects.get()
    assert list(portfolio.recount()) == []
    return call.committed, call.contracted, call.paid


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


@pytest.mark.parametrize("offered", [True, False])
def test_nobody_withdraws_while_something_waits_for_a_signature(cast, offered):
    file = casting.awarded(cast)
    outbox.drain(but=("mail", "paper"))
    withdrawal = opened(cast, file)
    if offered:
        today = clock.today()
        file.agreement.offer(by=cast.officer, starts_on=today, ends_on=today + timedelta(days=500))
    else:
        casting.in_force(cast, file).disbursements.first().order(by=cast.payer, basis="x")
    with after(withdrawal), pytest.raises(StepRefused, match="convention attend" if offered else "est ordonné"):
        sign(cast, withdrawal, "70000")


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
