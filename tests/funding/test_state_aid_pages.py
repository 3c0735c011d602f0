"""State aid as it is read: the papers that cite a check, the officer's page, and who sees why a decision waits."""

from datetime import datetime, timedelta
from decimal import Decimal as D

import pytest

from funding import state_aid
from tests import cast as casting
from tests.funding.aiding import SIREN, award, de_minimis, declare, under_study
from tests.funding.desk import as_, text_of
from workflows import clock, outbox
from workflows.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day():
    with clock.at(datetime(2026, 12, 1, 10, tzinfo=clock.PARIS)):
        yield


@pytest.fixture
def cast():
    return casting.play()


def propose(cast, file, grant):
    return file.propose(by=cast.officer, **award(grant=str(grant), eligible_base=str(file.total_cost)))


def check(cast, file, partner, given):
    return state_aid.record(file, partner, by=cast.officer, given=given)


def awaiting(cast, aid=60_000):
    """A file whose checks are passed."""
    file, partner = under_study(cast)
    declare(partner, by=cast.holder)
    check(cast, file, partner, de_minimis(aid))
    return file, partner


# --- Papers


def test_the_papers_cite_the_check(cast):
    file, partner = awaiting(cast)
    propose(cast, file, 60_000)
    report = Paper.objects.get(template="instruction_report").content
    assert [row["number"] for row in report["checks"]] == [1, 1]
    file.award(by=cast.signatory, consent=True)
    share = state_aid.shares_of(list(file.partners.all()), D(60_000))[partner.pk]
    regime = Paper.objects.get(template="award").content["regime"]
    assert regime["gross_grant_equivalent"] == str(share) and regime["de_minimis"]
    assert "règlement (UE) 2023/2831" in regime["name"] and "2023/2831" in regime["reference"]
    told = Paper.objects.get(template="de_minimis").content
    assert told["undertakings"] == [
        {"name": str(partner.organisation), "siren": SIREN, "gge": str(share),
         "reference": "Règlement (UE) 2023/2831, art. 3"}
    ]  # fmt: skip
    assert told["counts_until"] == "2029-12-01"


def test_without_de_minimis_there_is_no_such_statement(cast):
    casting.awarded(cast)
    assert not Paper.objects.filter(template="de_minimis").exists()
    assert not Paper.objects.get(template="award").content["regime"]["undertaking"]


def test_the_agreement_cites_it_too(cast):
    file, _partner = awaiting(cast)
    propose(cast, file, 60_000)
    file.award(by=cast.signatory, consent=True)
    outbox.drain(but=("mail", "paper"))
    file.agreement.offer(by=cast.officer, starts_on=clock.today(), ends_on=clock.today() + timedelta(days=500))
    content = file.agreement
    from funding.papers import agreement

    assert agreement.facts(content, None)["regime"]["de_minimis"]


# --- Pages


def page(file):
    return f"/dossiers/{file.handle}/aides-d-etat/"


def test_the_page_shows_every_input_rule_and_result(cast):
    file, partner = under_study(cast)
    declare(partner, ("2024-01-15", "100000"), by=cast.holder)
    check(cast, file, partner, de_minimis(60_000))
    for person in (cast.officer, cast.manager, cast.chair, cast.signatory):
        said = text_of(as_(person).get(page(file)))
        for words in (
            "Passé",
            "200 000,00 €",
            "15 janvier 2024",
            "Déclarée",
            "Règlement (UE) 2023/2831",
            "1er janvier 2024",
        ):
            assert words in said, words
    for person in (cast.payer, cast.funder, cast.reviewer, cast.mayor):
        assert as_(person).get(page(file)).status_code == 403
    assert as_(cast.stranger).get(page(file)).status_code == 404


def test_the_officer_checks_on_the_page(cast):
    file, partner = under_study(cast)
    declare(partner, by=cast.holder)
    client, url = as_(cast.officer), f"{page(file)}{partner.pk}/"
    assert client.get(url).status_code == 200
    answer = client.post(url, {"regime": "de_minimis", "aid": "60 000"})
    assert answer.status_code == 422 and "Vérifiez les exclusions" in text_of(answer)
    answer = client.post(url, {"regime": "de_minimis", "aid": "60 000", "no_exclusion": "on"}, follow=True)
    assert "Contrôle n° 1 passé" in text_of(answer)
    assert as_(cast.signatory).get(url).status_code == 403


def test_structures_without_economic_activity_are_recorded_in_one_act(cast):
    file = casting.reviewed(cast).examine(by=cast.officer)
    client = as_(cast.officer)
    assert "2 structures sans activité économique" in text_of(client.get(page(file)))
    assert client.post(page(file), {"justification": " "}).status_code == 422
    assert as_(cast.signatory).post(page(file), {"justification": "x"}).status_code == 403
    answer = client.post(page(file), {"justification": "Service public."}, follow=True)
    assert "Structures contrôlées : 2." in text_of(answer) and "structures sans activité" not in text_of(answer)
    assert state_aid.unchecked(file, amount=D(70_000), on=clock.today()) == ""


def test_the_block_exemption_is_typed_on_the_page(cast):
    file, partner = under_study(cast)
    url = f"{page(file)}{partner.pk}/"
    posted = {"regime": "block_exemption", "aid": "50 000", "scheme": "SA.111723"}
    answer = as_(cast.officer).post(url, posted)
    assert answer.status_code == 422 and "Répartissez les dépenses" in text_of(answer)
    posted |= {"staff": "45", "turnover": "11 000 000", "balance_sheet": "9 900 000", "public_share": "0",
               "cost_industrial_research": "80 000"}  # fmt: skip
    answer = as_(cast.officer).post(url, posted, follow=True)
    assert "Contrôle n° 1 passé" in text_of(answer) and "SA.111723" in text_of(answer)


def test_everyone_who_prepares_the_decision_sees_why_it_waits(cast):
    file, _partner = under_study(cast)
    for person in (cast.officer, cast.signatory, cast.manager):
        assert "le contrôle des aides d’État reste à faire" in text_of(as_(person).get(file.get_absolute_url()))
    assert "le contrôle des aides d’État" not in text_of(as_(cast.funder).get(file.get_absolute_url()))
    said = text_of(as_(cast.officer).get(f"/etapes/application/{file.pk}/propose/"))
    assert "À contrôler" in said
