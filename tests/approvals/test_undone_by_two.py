"""Where two authorities decide, two undo (parallelism of forms): answers to appeals, withdrawals of awards."""

from decimal import Decimal

import pytest

from funding import worklists
from funding.models import ApprovalRules
from people.models import Mandate
from tests import cast as casting
from tests.funding.desk import as_, text_of
from tests.funding.withdrawing import after, fresh, opened, sums
from workflows import engine, outbox
from workflows.errors import StepRefused
from workflows.models import Message, Paper

pytestmark = pytest.mark.django_db
SAID = {"reasons": "Le lieu reste fermé.", "why_not_followed": "", "consent": True}


@pytest.fixture
def cast():
    cast = casting.play()
    region = casting.organisation("Région Île-de-France", "region", "23750007900312", cast.commune)
    ApprovalRules.objects.create(call=cast.call, second_authority=region)
    president = casting.user("Paul", "Régional", "Président")
    casting.mandate(president, Mandate.Role.SIGNATORY, scope=("programme", cast.programme.pk), organisation=region)
    cast.people["president"] = president
    return cast


def told():
    outbox.drain(but=("mail", "paper"))


def contested(cast):
    file = casting.proposed(cast, "rejection").sign_first(by=cast.president, consent=True)
    file = file.reject(by=cast.signatory, consent=True)
    told()
    file.lodge_appeal(by=cast.holder, reasons="Le budget est couvert.")
    told()
    return file.appeals.get()


def awarded(cast):
    file = casting.proposed(cast).sign_first(by=cast.signatory, consent=True).award(by=cast.president, consent=True)
    told()
    return fresh(file)


def opens(thing, person):
    return {door.name for door in engine.doors(thing, person)}


def waits(person):
    return [task.kind for task in worklists.tasks(worklists.Desk(person)) if task.kind == "decision"]


@pytest.mark.parametrize("order", [("signatory", "president"), ("president", "signatory")])
@pytest.mark.parametrize(("sense", "state"), [("confirm", "confirmed"), ("grant", "granted")])
def test_both_answer_an_appeal(cast, order, sense, state):
    first, second = (cast.people[name] for name in order)
    appeal = contested(cast)
    assert opens(appeal, first) == {"sign_first"}
    with pytest.raises(StepRefused):
        getattr(appeal, sense)(by=first, answer="Le budget est couvert.", consent=True)
    assert waits(first) == waits(second) == ["decision"]
    appeal.sign_first(by=first, sense=sense, answer="Le budget est relu.", consent=True)
    assert (appeal.state, appeal.number, appeal.answer) == ("lodged", None, "")
    assert waits(first) == [] and waits(second) == ["decision"]
    assert opens(appeal, second) == {"send_back", sense}
    assert "attend une seconde signature" in text_of(as_(second).get(appeal.application.get_absolute_url()))
    told()
    assert Message.objects.filter(notice="second_signature", to=second).exists()
    assert not Message.objects.filter(notice="second_signature", to=first).exists()
    with pytest.raises(StepRefused, match="seconde"):
        getattr(appeal, sense)(by=first, consent=True)
    getattr(appeal, sense)(by=second, answer="Autre chose.", consent=True)
    assert (appeal.state, appeal.answer) == (state, "Le budget est relu."), "both sign the same words"
    assert appeal.first_mandate != appeal.mandate
    content = Paper.objects.get(template="appeal_answer").content
    names = [content[key]["last_name"] for key in ("signature", "second_signature")]
    assert names == [first.last_name, second.last_name]


def test_two_of_one_authority_do_not_make_two(cast):
    other = casting.mandate(casting.user("Léa", "Seconde"), Mandate.Role.SIGNATORY, scope=("call", cast.call.pk))
    appeal = contested(cast)
    appeal.sign_first(by=cast.signatory, sense="confirm", answer="Non.", consent=True)
    with pytest.raises(StepRefused, match="délégation de celle qui doit encore signer"):
        fresh(appeal).confirm(by=other, consent=True)


def test_the_second_sends_back_what_it_does_not_sign(cast):
    appeal = contested(cast)
    appeal.sign_first(by=cast.signatory, sense="confirm", answer="Non.", consent=True)
    appeal.send_back(by=cast.president, reason="La Région suit le porteur.")
    told()
    message = Message.objects.get(notice="first_signature_dropped")
    assert message.to == cast.signatory and "La Région suit le porteur." in message.body
    assert opens(appeal, cast.president) == {"sign_first"}
    appeal.sign_first(by=cast.president, sense="grant", answer="Oui.", consent=True)
    assert fresh(appeal).grant(by=cast.signatory, consent=True).state == "granted"


def test_what_one_signed_is_read_by_the_offices_alone(cast):
    appeal = contested(cast)
    appeal.sign_first(by=cast.signatory, sense="grant", answer="Un mot de la directrice.", consent=True)
    page = f"{appeal.application.get_absolute_url()}?tab=appeals"
    assert "Un mot de la directrice." in text_of(as_(cast.president).get(page))
    assert "Un mot de la directrice." in text_of(as_(cast.president).get(f"/etapes/appeal/{appeal.pk}/grant/"))
    for path in (page, f"/api/appeals/{appeal.pk}"):
        assert "Un mot de la directrice." not in text_of(as_(cast.holder).get(path))


def test_a_grant_that_nobody_could_sign_second_is_not_signed_first(cast):
    file = awarded(cast)
    file.lodge_appeal(by=cast.holder, reasons="Trop peu.")
    appeal = file.appeals.get()
    agreement = file.agreement
    agreement.offer(by=cast.officer, starts_on="2030-01-01", ends_on="2031-01-01")
    with pytest.raises(StepRefused, match="reprenez-la"):
        appeal.sign_first(by=cast.signatory, sense="grant", answer="Oui.", consent=True)
    appeal.sign_first(by=cast.signatory, sense="confirm", answer="Non.", consent=True)


@pytest.mark.parametrize("order", [("signatory", "president"), ("president", "signatory")])
def test_both_withdraw_an_award(cast, order):
    first, second = (cast.people[name] for name in order)
    file = awarded(cast)
    withdrawal = opened(cast, file, measure="partial", amount="20000")
    with after(withdrawal):
        assert "withdraw" not in opens(withdrawal, first)
        withdrawal.sign_first(by=first, amount="15000", **SAID)
        assert (withdrawal.state, withdrawal.amount, sums()[0]) == ("opened", 0, 70000), "no act by itself"
        with pytest.raises(StepRefused, match="seconde"):
            fresh(withdrawal).withdraw(by=first, consent=True)
        page = text_of(as_(second).get(f"/etapes/withdrawal/{withdrawal.pk}/withdraw/"))
        assert "Le lieu reste fermé." in page
        withdrawal = fresh(withdrawal).withdraw(by=second, amount="1", consent=True)
        assert (withdrawal.state, withdrawal.amount) == ("withdrawn", Decimal(15000))
        assert withdrawal.reasons == "Le lieu reste fermé." and sums()[0] == 55000
    content = Paper.objects.get(template="withdrawal").content
    assert content["second_signature"]["last_name"] == second.last_name


def test_what_the_beneficiary_adds_undoes_the_first_signature(cast):
    withdrawal = opened(cast, awarded(cast))
    with after(withdrawal):
        withdrawal.sign_first(by=cast.signatory, amount="70000", **SAID)
        withdrawal.observe(by=cast.holder, observations="Le bail est signé.")
        assert opens(withdrawal, cast.president) >= {"sign_first"} and withdrawal.first_said == {}
        said = SAID | {"why_not_followed": "Il n’est pas signé."}
        withdrawal.sign_first(by=cast.signatory, amount="70000", **said)
        withdrawal = fresh(withdrawal).withdraw(by=cast.president, consent=True)
        assert withdrawal.why_not_followed == "Il n’est pas signé."


def test_one_may_close_it(cast):
    """Nothing is undone by it: one signature is enough."""
    withdrawal = opened(cast, awarded(cast))
    with after(withdrawal):
        withdrawal.sign_first(by=cast.signatory, amount="70000", **SAID)
        withdrawal.drop(by=cast.president, reasons="Le lieu a ouvert.")
        assert (withdrawal.state, withdrawal.first_signed_at) == ("dropped", None)
