"""Managers: programmes whose shares sum to the cent."""

# ruff: noqa: F401, F811 (fixtures come by their name)

from decimal import Decimal

import pytest

from funding.models import Programme
from tests.funding.managing import cast, chief, manager, text_of

pytestmark = pytest.mark.django_db

PROGRAMME = {
    "name": "Fonds des idées", "code": "idees", "instrument": "grants", "legal_basis": "Loi n° 1", "summary": "",
    "envelope": "1 000 000,00", "starts_on": "2026-01-01", "ends_on": "", "authority": "21590350100017",
    "service": "Bureau", "address": "1 rue X", "email": "a@exemple.fr", "phone": "01", "court": "TA de Paris",
    "shares-TOTAL_FORMS": "2", "shares-INITIAL_FORMS": "0",
    "shares-0-funder": "Secrétariat à l’innovation publique", "shares-0-amount": "600 000",
    "shares-1-funder": "Université de la Brie (35600000000048)", "shares-1-amount": "400000,00",
}  # fmt: skip


def test_a_programme_is_made_with_its_shares(chief):
    response = chief.post("/gestion/programmes/nouveau/", PROGRAMME)
    assert response.status_code == 302, text_of(response)
    made = Programme.objects.get(code="idees")
    assert made.shares_total == made.envelope == Decimal("1000000.00")
    assert made.shares.count() == 2


def test_only_who_manages_everything_makes_a_programme(manager):
    assert manager.get("/gestion/programmes/nouveau/").status_code == 403
    assert manager.post("/gestion/programmes/nouveau/", PROGRAMME).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"shares-1-amount": "399 999,99"}, "Il manque 0,01 €"),
        ({"shares-1-amount": "400 000,01"}, "Il y a 0,01 € de trop"),
        ({"shares-1-amount": "-5"}, "Un montant ne peut pas être négatif"),
        ({"shares-1-amount": ""}, "Indiquez la part de ce financeur"),
        ({"shares-1-funder": ""}, "Indiquez qui apporte cette somme"),
        ({"shares-1-funder": "21590350100017"}, "Un financeur figure deux fois"),
        ({"shares-1-funder": "00000000000000"}, "Aucune structure inscrite"),
        ({"envelope": "-1"}, "Un montant ne peut pas être négatif"),
        ({"envelope": "9" * 18}, "Ce montant est trop grand"),
        ({"authority": "Personne"}, "Aucune structure inscrite"),
        ({"ends_on": "2025-01-01"}, "La fin du programme vient après son début"),
        ({"code": "nouveau"}, "Ce code est réservé"),
        ({"name": "x" * 10_001}, "Ce texte compte 10 001 caractères"),
        ({"name": ""}, "Il manque : nom du programme"),
        ({"name": "a\x00b"}, "caractère nul"),
    ],
)
def test_what_is_wrong_is_said_and_kept(chief, wrong, sentence):
    response = chief.post("/gestion/programmes/nouveau/", PROGRAMME | wrong)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert "1 rue X" in text_of(response)
    assert not Programme.objects.filter(code="idees").exists()


def test_the_sum_is_shown_while_one_types(manager, cast):
    page = manager.post("/gestion/programmes/parts/", PROGRAMME | {"shares-1-amount": "390 000"})
    assert "Il manque 10 000,00 €" in text_of(page)
    assert "exactement l’enveloppe" in text_of(manager.post("/gestion/programmes/parts/", PROGRAMME))
    bare = manager.post("/gestion/programmes/pia/modifier/", PROGRAMME | {"recalculate": "1", "shares-1-amount": "x"})
    assert "Il manque 400 000,00 €" in text_of(bare)


def test_an_envelope_never_goes_under_its_calls(manager, cast):
    response = manager.post(
        "/gestion/programmes/pia/modifier/", PROGRAMME | {"envelope": "999 999,99", "shares-1-amount": "399 999,99"}
    )
    assert "Les appels publiés se partagent déjà 1 000 000,00 €" in text_of(response)
