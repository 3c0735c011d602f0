"""What a bank, a borrower or a manager may type wrong: refused at the page and by the API, and nothing is written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from funding.instruments.guarantees.models import BankAgreement, Claim, Entry, Report
from people.models import Organisation
from tests import cast as casting
from tests.house.doors import signed_in
from tests.house.refusing import refused, written
from tests.instruments.guarantees import playing
from tests.words import plain
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"loan": 1_000_001}, "s’arrête à 1 000 000 €"),
        ({"loan_months": "85"}, "s’arrête à 84 mois"),
        ({"loan_months": "0"}, "au moins un mois"),
    ],
)
def test_a_loan_beyond_the_agreement_is_not_filed(scene, answers, said):
    file, entries = playing.draft(scene, **answers), Entry.objects.count()
    assert said in refused(scene.boss, file, "submit", certified="on")
    assert file.partners.count() == 1 and Entry.objects.count() == entries  # the bank was not taken in


def test_the_longest_loan_of_the_agreement_is_filed(scene):
    """Else the refusals above would prove nothing of their limits."""
    file = playing.draft(scene, loan=1_000_000, loan_months="84")
    page = signed_in(scene.boss).post(f"/etapes/application/{file.pk}/submit/", {"certified": "on"})
    assert page.status_code == 302


def test_eighty_five_months_are_no_amendment_either(scene):
    cover = playing.active(scene)
    said = refused(scene.maker, cover, "ask_amendment", months="85", grace="0", reason="Étaler.")
    assert "85 mois" in said and "84" in said
    assert not cover.amendments.exists()


@pytest.mark.parametrize(
    ("rate", "said"), [("0", "supérieure à zéro"), ("76", "moins que le risque qu’elle doit garder")]
)
def test_a_rate_of_zero_or_that_leaves_no_risk_makes_no_agreement(scene, rate, said):
    bank = casting.organisation("Caisse du Morin", Organisation.Kind.BANK, "38012986646850", scene.cast.commune)
    typed = {"siren": bank.siren, "reference": "CP-9", "signed_on": "2026-01-05", "rate": rate, "fee_basis": "flat",
             "fee_rate": "2,5",
             "max_guaranteed": "50000", "max_months": "84", "waiting_months": "2", "min_retention": "25",
             "notice_days": "60", "report_months": "3"}  # fmt: skip
    address = f"{scene.fund.get_absolute_url()}conventions/nouvelle/"
    answer = signed_in(scene.cast.manager).post(address, typed)
    assert answer.status_code == 422
    assert said in plain(answer.text)
    assert not BankAgreement.objects.filter(bank=bank).exists()


def test_a_call_in_the_waiting_period_is_not_made(scene):
    cover, entries = playing.defaulted(scene, days=40), Entry.objects.count()
    cover.prepare_call(by=scene.maker, estimated_loss="100000", securities="Aucune.")
    assert "délai de carence" in refused(scene.checker, cover, "call", consent="on")
    assert Claim.objects.get().called_at is None and Entry.objects.count() == entries


def test_more_is_not_recovered_than_was_lost(scene):
    cover = playing.settled(scene, loss=100_000)
    entries = Entry.objects.count()
    assert "il reste 100 000" in refused(scene.maker, cover, "report_recovery", gross="100000.01", costs="0")
    assert not cover.recoveries.exists() and Entry.objects.count() == entries


def test_another_bank_s_loan_in_a_report(scene):
    theirs, deal = playing.active(scene), BankAgreement.objects.get(bank=scene.other_bank)
    before = written(theirs)
    file = SimpleUploadedFile("mars.csv", playing.sheet([(theirs, "1000", "0", "", "")]))
    typed = {"as_of": clock.today().isoformat(), "file": file}
    answer = signed_in(scene.rival).post(f"/garanties/banques/{deal.pk}/compte-rendu/", typed)
    assert answer.status_code == 422
    assert "n’est pas une garantie en cours de votre banque" in plain(answer.text)
    assert not Report.objects.exists() and written(theirs) == before


@pytest.mark.parametrize("step", ["calculate_provision", "pay_provision", "calculate_settlement", "report_recovery"])
def test_a_payment_on_a_guarantee_that_nobody_called_is_refused_in_words(scene, step):
    """Its form and its conditions speak of a call, and there is none."""
    cover = playing.delegated(scene)
    person = scene.maker if step == "report_recovery" else scene.cast.payer
    assert "pas possible ici : Garantie offerte" in refused(person, cover, step)
    assert signed_in(person).get(f"/etapes/cover/{cover.pk}/{step}/").status_code == 200
