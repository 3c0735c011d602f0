"""The undertaking declares what it received over three years, for itself and those it is one with."""

from datetime import timedelta

import pytest

from funding import declaring, state_aid
from funding.desk import Desk
from funding.models import AidDeclaration
from tests import cast as casting
from tests.funding.aiding import LINKED, SIREN, de_minimis, declare, under_study
from tests.funding.desk import as_, text_of
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def studied(cast):
    """A file under study, its company's partner row, and the company's own manager."""
    file, partner = under_study(cast)
    boss = casting.member(casting.user("Lise", "Roy", "Gérante"), partner.organisation, may_bind=True)
    return file, partner, boss


def url(file, partner):
    return f"/dossiers/{file.handle}/aides-d-etat/{partner.pk}/declaration/"


def sending(companies=(), aids=(), **facts):
    posted = {"companies-TOTAL_FORMS": "3", "companies-INITIAL_FORMS": "0", "aids-TOTAL_FORMS": "4",
              "aids-INITIAL_FORMS": "0",
              "group-TOTAL_FORMS": "3", "group-INITIAL_FORMS": "0", "certified": "on"}  # fmt: skip
    for n, row in enumerate(companies):
        posted |= {f"companies-{n}-{key}": value for key, value in row.items()}
    for n, row in enumerate(aids):
        posted |= {f"aids-{n}-{key}": value for key, value in row.items()}
    return posted | facts


def test_the_company_is_asked_on_its_file_and_declares(cast, studied):
    file, partner, boss = studied
    assert "Déclarez les aides de minimis de" in text_of(as_(boss).get(file.get_absolute_url()))
    assert "Déclarez les aides de minimis de" not in text_of(as_(cast.holder).get(file.get_absolute_url()))
    company = {"siren": "443 061 841", "name": "Filiale", "control": "votes"}
    aids = [{"granted_on": "2025-06-01", "gge": "100 000", "regime": "general", "authority": "Région"},
            {"granted_on": "2025-07-01", "gge": "5000", "regime": "general", "siren": LINKED}]  # fmt: skip
    answer = as_(boss).post(url(file, partner), sending([company], aids), follow=True)
    assert "Votre déclaration est enregistrée" in text_of(answer)
    assert "Déclarez les aides de minimis de" not in text_of(answer)
    told = AidDeclaration.objects.get()
    assert [(aid["siren"], aid["gge"]) for aid in told.aids] == [(SIREN, "100000"), (LINKED, "5000")]
    found = state_aid.record(file, partner, by=cast.officer, given=de_minimis(60_000))
    assert found.passed and found.headroom == 195_000 and found.facts["group"] == sorted([SIREN, LINKED])


def test_nothing_received_is_a_declaration(cast, studied):
    file, partner, boss = studied
    assert as_(boss).post(url(file, partner), sending()).status_code == 302
    assert AidDeclaration.objects.get().aids == []


@pytest.mark.parametrize("posted, said", [
    (sending(certified=""), "Cochez la case"),
    (sending([{"siren": "443061842", "name": "x"}]), "Ce SIREN ne tombe pas juste"),
    (sending([{"name": "Sans numéro"}]), "Indiquez le SIREN"),
    (sending(aids=[{"gge": "100"}]), "Indiquez le jour"),
    (sending(aids=[{"granted_on": "2025-06-01"}]), "Indiquez le montant"),
    (sending(aids=[{"granted_on": "2999-06-01", "gge": "1"}]), "Cette date est à venir"),
    (sending(aids=[{"granted_on": "2025-06-01", "gge": "1", "siren": LINKED}]), "Nommez d’abord cette entreprise"),
    ({"certified": "on"}, "Déclarer"),
])  # fmt: skip
def test_what_does_not_fit_is_said_beside_it(cast, studied, posted, said):
    file, partner, boss = studied
    answer = as_(boss).post(url(file, partner), posted)
    assert answer.status_code == 422 and said in text_of(answer)
    assert not AidDeclaration.objects.exists()


def test_only_the_undertaking_itself_declares(cast, studied):
    file, partner, boss = studied
    assert as_(boss).get(url(file, partner)).status_code == 200
    for person in (cast.holder, cast.officer):
        assert as_(person).post(url(file, partner), sending()).status_code == 403
    assert as_(cast.stranger).get(url(file, partner)).status_code == 404
    viewer = casting.member(casting.user("Vue", "Seule"), partner.organisation, "viewer")
    assert as_(viewer).get(url(file, partner)).status_code == 403


def test_a_new_declaration_replaces_the_last_which_stays(cast, studied):
    file, partner, boss = studied
    declare(partner, ("2025-06-01", "100000"), by=boss)
    page = text_of(as_(boss).get(url(file, partner)))
    assert "2025-06-01" in page and "l’ancienne reste au dossier" in page
    declare(partner, by=boss)
    evidence = state_aid.Evidence(file, clock.today())
    assert evidence.known_aids(partner) == () and AidDeclaration.objects.count() == 2


def test_once_decided_the_declaration_does_not_change(cast, studied):
    file, partner, boss = studied
    file.withdraw(by=cast.mayor)
    answer = as_(boss).post(url(file, partner), sending())
    assert answer.status_code == 409 and "La décision est prise" in text_of(answer)
    assert declaring.awaited_of(Desk(boss), file, [partner]) == []


def test_the_page_is_read_in_a_few_queries_whatever_the_partners(cast, studied):
    file, partner, _boss = studied
    declare(partner, ("2025-06-01", "100000"), by=cast.holder)
    state_aid.record(file, partner, by=cast.officer, given=de_minimis(60_000))
    from tests.funding.desk import queries_of

    count = queries_of(as_(cast.officer), f"/dossiers/{file.handle}/aides-d-etat/")
    with clock.at(clock.now() + timedelta(minutes=1)):
        for _again in range(3):
            state_aid.record(file, partner, by=cast.officer, given=de_minimis(60_000))
    assert queries_of(as_(cast.officer), f"/dossiers/{file.handle}/aides-d-etat/") == count <= 25
