"""Two offers race for a fund's last euros, in processes of their own: one is made, the other reads what is left."""

from decimal import Decimal as D

import pytest

from funding.instruments.guarantees import ledger
from funding.instruments.guarantees.models import Cover, Entry, GuaranteeFund
from funding.models import Application
from tests.instruments.guarantees import playing
from tests.processes import race
from workflows.errors import StepRefused

pytestmark = pytest.mark.django_db(transaction=True)


def attempt(argument):
    step, pk, by, data, model = argument
    try:
        getattr(model.objects.get(pk=pk), step)(by=by, **data)
    except StepRefused as refused:
        return refused.sentences[0]
    return "done"


def grant(scene, n):
    file = playing.declared(playing.submitted(scene, title=f"Prêt {n}"), scene.boss)
    file.propose_delegated(by=scene.maker, consent=True)
    return ("grant_delegated", file.pk, scene.checker, {"consent": True}, Application)


def test_two_offers_race_for_the_last_euros():
    """The fund may guarantee 100,000 € and each loan asks 60,000: of two banks' grants and of a committee's entry, one
    goes through."""
    scene = playing.play()
    tries = [grant(scene, n) for n in range(2)]
    committee = playing.submitted(scene, title="Au comité")
    committee.confirm_loan(by=scene.maker, consent=True)
    committee.take_charge(by=scene.cast.officer)
    names = ("complete", "on_time", "in_scope", "not_started", "no_conflict")
    committee.admit(by=scene.cast.officer, **dict.fromkeys(names, True))
    tries.append(("examine", committee.pk, scene.cast.officer, {}, Application))
    GuaranteeFund.objects.filter(pk=scene.fund.pk).update(multiplier=D("0.05"))
    answers = race(attempt, tries)
    assert answers.count("done") == 1, answers
    said = [a.replace("\u202f", " ").replace("\u00a0", " ") for a in answers if a != "done"]
    assert all("ne peut plus garantir que 40 000 €" in a for a in said), answers
    now = ledger.position(GuaranteeFund.objects.get(pk=scene.fund.pk))
    assert (now.reserved, now.capacity) == (60_000, 40_000)
    assert Entry.objects.filter(kind="reservation").count() == 1


def test_a_provision_is_paid_once_and_calls_share_one_cash():
    """Two releases at once of one provision, and of two calls that the cash cannot both pay."""
    scene = playing.play()
    first = playing.called(scene, title="Premier")
    first.calculate_provision(by=scene.cast.payer, amount=D(50_000))
    tries = [("pay_provision", first.pk, scene.cast.second_payer, {}, Cover)] * 3
    assert race(attempt, tries).count("done") == 1
    assert ledger.position(scene.fund).lost == 50_000
