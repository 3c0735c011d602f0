"""The size of an undertaking with its group: declared with figures, added up on the page, read by the check."""

from __future__ import annotations

import pytest

from funding import state_aid
from funding.models import AidDeclaration
from tests import cast as casting
from tests.funding.aiding import LINKED, SIREN, exempted, under_study
from tests.funding.desk import as_, text_of
from tests.funding.test_aid_declaration import sending, url

pytestmark = pytest.mark.django_db
BEFORE = {"before-staff": "40", "before-turnover": "8 000 000", "before-balance_sheet": "7 000 000"}
OWN = {"own-staff": "45", "own-turnover": "9 000 000", "own-balance_sheet": "9 000 000"}


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def studied(cast):
    file, partner = under_study(cast)
    boss = casting.member(casting.user("Lise", "Roy", "Gérante"), partner.organisation, may_bind=True)
    return file, partner, boss


def row(n=0, **facts):
    known = {"siren": "443 061 841", "name": "Filiale", "share": "100", "staff": "20", "turnover": "3 000 000",
             "balance_sheet": "2 000 000"} | facts  # fmt: skip
    return {f"group-{n}-{key}": value for key, value in known.items()}


def told(studied, *rows):
    file, partner, boss = studied
    posted = sending(**OWN)
    for one in rows:
        posted |= one
    return as_(boss).post(url(file, partner), posted)


def test_the_group_is_declared_and_added_up_on_the_page(cast, studied):
    file, partner, boss = studied
    half = row(1, siren="732829320", name="Associée", share="30", staff="10", turnover="1", balance_sheet="1")
    assert told(studied, row(), half).status_code == 302
    kept = AidDeclaration.objects.get()
    assert kept.figures == {"staff": "45", "turnover": "9000000", "balance_sheet": "9000000"}
    assert [(e["siren"], e["share"]) for e in kept.enterprises] == [(LINKED, "1"), ("732829320", "0.3")]
    shown = text_of(as_(boss).get(url(file, partner)))
    assert "liée à 100 % : comptée entière" in shown and "partenaire à 30 %" in shown and "68,00" in shown
    assert "Entreprise moyenne" in shown and "seule : petite entreprise" in shown


def test_the_check_counts_the_group_and_shows_its_arithmetic(cast, studied):
    """Alone 45 people and 9 M€: small, 70 %. With a linked firm of 20 people: medium, 60 %."""
    file, partner, _boss = studied
    given = exempted(60_000, {"industrial_research": "85715"}, turnover="9000000", balance_sheet="9000000")
    alone = state_aid.record(file, partner, by=cast.officer, given=given)
    assert alone.passed
    told(studied, row())
    stale = next(s for s in state_aid.standing(file) if s.partner.pk == partner.pk)
    assert stale.trouble
    found = state_aid.record(file, partner, by=cast.officer, given=given)
    assert not found.passed and found.ceiling < alone.ceiling
    lines = {line["label"]: (line["formula"], line["value"]) for line in found.lines}
    assert lines["Effectif du groupe"] == ("45 + 20 (Filiale)", "65")
    assert lines["Taille avec son groupe"][1].startswith("Entreprise moyenne")
    shown = text_of(as_(cast.officer).get(f"/dossiers/{file.handle}/aides-d-etat/"))
    assert "45 + 20 (Filiale)" in shown and "Entreprise du groupe" in shown


def test_the_officer_starts_from_the_declared_figures(cast, studied):
    file, partner, _boss = studied
    told(studied, row(), BEFORE)
    page = as_(cast.officer).get(f"/dossiers/{file.handle}/aides-d-etat/{partner.pk}/")
    assert "La taille, avec le groupe" in text_of(page)
    assert page.context["form"]["staff"].value() == 45


@pytest.mark.parametrize(
    "rows, said",
    [
        ([row(staff="")], "zéro s’il est nul"), ([row(siren="443061842")], "ne tombe pas juste"),
        ([row(siren="")], "Indiquez le SIREN"), ([row(), row(1)], "déjà comptée"), ([row(siren=SIREN)], "déjà comptée"),
        ([row(share="101")], "pourcent"), ([row(share="abc")], "pourcentage"), ([row(), {"own-staff": ""}], "zéro"),
        ([row(), {"own-staff": "", "own-turnover": "", "own-balance_sheet": ""}], "zéro"),
        ([{"own-turnover": ""}], "zéro s’il est nul"), ([row(staff="beaucoup")], "effectif en chiffres"),
    ],
)  # fmt: skip
def test_what_is_missing_or_impossible_is_said(cast, studied, rows, said):
    answer = told(studied, *rows)
    assert answer.status_code == 422 and said in text_of(answer), text_of(answer)
    assert not AidDeclaration.objects.exists()


def test_the_size_may_be_left_for_later(cast, studied):
    file, partner, boss = studied
    assert as_(boss).post(url(file, partner), sending()).status_code == 302
    assert AidDeclaration.objects.get().figures == {} and "La taille, avec" not in text_of(
        as_(boss).get(url(file, partner))
    )


def test_two_closed_years_keep_the_class_and_the_arithmetic_is_shown(cast, studied):
    """Medium this year with its group, small the year before: still small, 70 %."""
    file, partner, boss = studied
    assert told(studied, row(), BEFORE).status_code == 302
    kept = AidDeclaration.objects.get().figures["before"]
    assert kept == {"staff": "40", "turnover": "8000000", "balance_sheet": "7000000"}
    shown = text_of(as_(boss).get(url(file, partner)))
    assert "Exercice précédent" in shown and "catégorie précédente gardée" in shown and "Petite entreprise" in shown
    given = exempted(60_000, {"industrial_research": "85715"}, turnover="9000000", balance_sheet="9000000")
    found = state_aid.record(file, partner, by=cast.officer, given=given)
    assert found.passed
    lines = {line["label"]: (line["formula"], line["value"]) for line in found.lines}
    assert lines["Taille avec son groupe"][1].startswith("Entreprise moyenne")
    for label in ("Taille", "Taille l’exercice précédent", "Taille retenue"):
        assert lines[label][1].startswith("Petite entreprise")
    assert "article 4" in lines["Taille retenue"][0]
    page = text_of(as_(cast.officer).get(f"/dossiers/{file.handle}/aides-d-etat/"))
    assert "Exercice précédent, groupe compris" in page and "40 / 8 000 000,00 €" in page


def test_one_year_alone_is_said_to_be_one(cast, studied):
    file, partner, boss = studied
    told(studied)
    assert "un seul exercice déclaré" in text_of(as_(boss).get(url(file, partner)))
    given = exempted(60_000, {"industrial_research": "85715"}, turnover="9000000", balance_sheet="9000000")
    lines = {line["label"]: line for line in state_aid.record(file, partner, by=cast.officer, given=given).lines}
    assert "un seul exercice déclaré" in lines["Taille retenue"]["formula"]
    assert "Taille l’exercice précédent" not in lines


def test_the_year_before_needs_the_last_one_and_all_its_figures(cast, studied):
    blank = {"own-staff": "", "own-turnover": "", "own-balance_sheet": ""}
    for sent in ({**BEFORE, "before-turnover": ""}, {**BEFORE, **blank}):
        answer = told(studied, sent)
        assert answer.status_code == 422 and "zéro s’il est nul" in text_of(answer)
    assert not AidDeclaration.objects.exists()


def test_an_older_check_tells_its_class_in_words(cast, studied):
    file, partner, _boss = studied
    given = exempted(60_000, {"industrial_research": "85715"}, turnover="9000000", balance_sheet="9000000")
    made = state_aid.record(file, partner, by=cast.officer, given=given)
    made.lines[0]["value"] = "medium"
    assert made.told_lines[0]["value"].startswith("Entreprise moyenne") and made.told_lines[1:] == made.lines[1:]
