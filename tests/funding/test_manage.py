"""Managers: whose pages they are; calls prepared, copied, published, postponed."""

# ruff: noqa: F401, F811 (fixtures come by their name)

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from funding.models import Call, FormVersion
from people.models import Mandate
from tests import cast as casting
from tests.funding.managing import NEW, cast, chief, draft, manager, text_of
from workflows import clock
from workflows.errors import FormRefused, NotYours, StepRefused

pytestmark = pytest.mark.django_db
OTHERS = ["holder", "mayor", "partner", "stranger", "officer", "reviewer", "chair", "signatory", "payer", "funder"]
PAGES = [
    "/gestion/", "/gestion/programmes/pia/", "/gestion/programmes/pia/modifier/",
    "/gestion/programmes/pia/appels/nouveau/",
    "/gestion/appels/LIT-2026/", "/gestion/appels/LIT-2026/copier/", "/gestion/appels/LIT-2026/questions/",
    "/gestion/appels/LIT-2026/questions/apercu/", "/gestion/appels/LIT-2026/presentation/",
    "/gestion/appels/LIT-2026/regles/", "/gestion/appels/LIT-2026/pieces/", "/gestion/appels/LIT-2026/grille/",
    "/gestion/appels/LIT-2026/questions/partie/", "/gestion/appels/LIT-2026/questions/partie/need/",
    "/gestion/appels/LIT-2026/questions/question/people/", "/gestion/appels/LIT-2026/questions/partie/need/ajouter/",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_the_managers_own(cast, manager, chief, page):
    assert manager.get(page).status_code == 200
    assert chief.get(page).status_code == 200
    anonymous = Client().get(page)
    assert anonymous.status_code == 302
    assert "/compte/" in anonymous["Location"]
    for name in OTHERS:
        other = Client()
        other.force_login(getattr(cast, name))
        assert other.get(page).status_code in (403, 404), name


@pytest.mark.parametrize("page", ["/gestion/programmes/pia/", "/gestion/programmes/pia/modifier/"])
def test_a_programme_does_not_exist_for_those_without_office(cast, client, page):
    client.force_login(cast.stranger)
    assert client.get(page).status_code == 404
    client.force_login(cast.officer)
    assert client.get(page).status_code == 403


def test_a_draft_call_does_not_exist_for_those_without_office(cast, client, draft):
    client.force_login(cast.stranger)
    assert client.get("/gestion/appels/NEUF/").status_code == 404
    client.force_login(cast.officer)
    assert client.get("/gestion/appels/NEUF/").status_code == 403


def test_a_mandate_on_one_call_edits_that_call_only(cast, client, draft):
    person = casting.user("Un", "Seul")
    casting.mandate(person, Mandate.Role.MANAGER, scope=("call", draft.pk))
    client.force_login(person)
    assert client.get("/gestion/appels/NEUF/").status_code == 200
    assert client.get("/gestion/programmes/pia/").status_code == 200
    assert client.get("/gestion/appels/LIT-2026/").status_code == 403
    assert client.get("/gestion/appels/NEUF/copier/").status_code == 403
    assert client.get("/gestion/programmes/pia/modifier/").status_code == 403
    assert client.get("/gestion/programmes/pia/appels/nouveau/").status_code == 403
    page = text_of(client.get("/gestion/programmes/pia/"))
    assert "NEUF" in page
    assert "LIT-2026" not in page


def test_who_manages_everything_sees_drafts(chief, draft):
    """An empty condition would vanish from « published or mine »."""
    assert chief.get("/gestion/appels/NEUF/").status_code == 200
    assert chief.get("/appels/NEUF/").status_code == 200
    assert "NEUF" in text_of(chief.get("/gestion/"))


def test_an_ended_mandate_opens_nothing(cast, client):
    person = casting.user("An", "Cien")
    casting.mandate(person, Mandate.Role.MANAGER, valid_to=clock.today() - timedelta(days=1))
    client.force_login(person)
    assert client.get("/gestion/").status_code == 403


def test_a_call_is_made_with_the_nine_mechanisms(manager, cast):
    assert manager.post("/gestion/programmes/pia/appels/nouveau/", NEW).status_code == 302
    call = Call.objects.get(code="TL-2027")
    assert call.state == "draft"
    assert call.aid_rate == Decimal("0.7")
    assert call.criteria.count() == 9
    assert call.closes_at.isoformat() == "2027-03-31T21:59:59+00:00"  # summer time in Paris
    assert call.form_versions.get().published_at is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"closes_at": "2027-01-04T09:00:00"}, "La clôture vient après l’ouverture"),
        ({"closes_at": ""}, "seul un appel ouvert toute l’année"),
        ({"opens_at": "demain"}, "Écrivez une date et une heure"),
        ({"code": "LIT-2026"}, "Un appel porte déjà ce code"),
        ({"code": "lit-2026"}, "Un appel porte déjà ce code"),
        ({"code": "a b"}, "Des lettres sans accent"),
        ({"envelope": "-1"}, "Un montant ne peut pas être négatif"),
        ({"aid_rate": "101"}, "Un pourcentage va de 0 à 100"),
        ({"aid_rate": "-1"}, "Un pourcentage va de 0 à 100"),
        ({"aid_rate": "NaN"}, "Écrivez un pourcentage"),
        ({"description": "x" * 10_001}, "la limite est de 10 000"),
        ({"title": ""}, "Il manque : titre"),
    ],
)
def test_a_wrong_call_is_not_made(manager, cast, wrong, sentence):
    response = manager.post("/gestion/programmes/pia/appels/nouveau/", NEW | wrong)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert Call.objects.count() == 1


def test_a_permanent_call_has_no_closing(manager, cast):
    assert (
        manager.post("/gestion/programmes/pia/appels/nouveau/", NEW | {"kind": "PERM", "closes_at": ""}).status_code
        == 302
    )


RULES = {
    "envelope": "300 000", "min_total_cost": "10 000", "max_total_cost": "", "min_aid": "", "max_aid": "150 000",
    "aid_rate": "66,67", "grant_share_of_aid": "100", "max_grant_rate": "", "own_funding_floor": "20",
    "advance_rate": "30", "eligible_kinds": ["commune", "epci"], "min_months": "12", "max_months": "24",
    "departments": "77", "categories": "Salaires\nÉtudes\nVoyages", "rate_micro": "80",
}  # fmt: skip


def test_rules_are_written(manager, draft):
    response = manager.post("/gestion/appels/NEUF/regles/", RULES)
    assert response.status_code == 302, text_of(response)
    draft.refresh_from_db()
    assert draft.aid_rate == Decimal("0.666700")
    assert draft.rates_by_size == {"micro": "0.8"}
    assert draft.eligible_departments == ["77"]
    keys = {c["label"]: c["key"] for c in draft.cost_categories}
    assert keys["Salaires"] == "staff"  # an amount already typed hangs on the key
    assert keys["Voyages"] == "voyages"
    assert 'value="66,67"' in text_of(manager.get("/gestion/appels/NEUF/regles/"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"min_aid": "200 000"}, "échangez les deux bornes"),
        ({"min_months": "25"}, "échangez les deux bornes"),
        ({"min_months": "0"}, "Écrivez un nombre entier de 1 à 240"),
        ({"advance_rate": "31"}, "L’avance est de 30 % au plus"),
        ({"departments": "77, 999"}, "Codes inconnus : 999"),
        ({"categories": "A\nA"}, "Un poste figure deux fois"),
        ({"categories": ""}, "Il manque : postes de dépenses payés"),
        ({"max_aid": "-1"}, "Un montant ne peut pas être négatif"),
    ],
)
def test_wrong_rules_are_refused(manager, draft, wrong, sentence):
    response = manager.post("/gestion/appels/NEUF/regles/", RULES | wrong)
    assert response.status_code == 422
    assert sentence in text_of(response)


def grid(*rows, **stages):
    data = {"reviews_wanted": "2", "silence_months": "2", "grid-TOTAL_FORMS": str(len(rows)), "grid-INITIAL_FORMS": "0"}
    for index, (key, name, weight, threshold) in enumerate(rows):
        data |= {f"grid-{index}-key": key, f"grid-{index}-name": name, f"grid-{index}-weight": weight}
        data[f"grid-{index}-threshold"] = threshold
    return data | stages


def test_the_grid_is_written(manager, draft):
    posted = grid(
        ("change", "Changer", "2,5", "3"), ("", "Écologie", "1", ""), ("know", "", "1", ""), with_shortlist="on"
    )
    assert manager.post("/gestion/appels/NEUF/grille/", posted).status_code == 302
    draft.refresh_from_db()
    assert draft.with_shortlist
    assert list(draft.criteria.values_list("key", "name", "weight")) == [
        ("change", "Changer", Decimal("2.50")), ("ecologie", "Écologie", Decimal("1.00")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("", "Écologie", "0", ""), "Le poids est supérieur à zéro"),
        (("", "Écologie", "-1", ""), "Le poids est supérieur à zéro"),
        (("", "Écologie", "", ""), "Le poids est supérieur à zéro"),
        (("", "Écologie", "lourd", ""), "Écrivez un nombre"),
        (("", "Écologie", "1", "6"), "Un seuil est une note de 0 à 5"),
        (("", "", "", ""), "La grille compte au moins un critère"),
    ],
)
def test_a_wrong_grid_is_refused(manager, draft, row, sentence):
    response = manager.post("/gestion/appels/NEUF/grille/", grid(row))
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert draft.criteria.count() == 9


def test_pieces_are_written(manager, draft):
    posted = {
        "pieces-TOTAL_FORMS": "3", "pieces-INITIAL_FORMS": "0", "pieces-0-label": "Statuts",
        "pieces-0-asked_of": "association", "pieces-1-label": "<b>Devis</b>", "pieces-1-indispensable": "on",
    }  # fmt: skip
    assert manager.post("/gestion/appels/NEUF/pieces/", posted).status_code == 302
    assert list(draft.pieces.values_list("label", "indispensable", "for_kinds")) == [
        ("Statuts", False, ["association"]), ("<b>Devis</b>", True, []),
    ]  # fmt: skip
    assert "<b>Devis" not in manager.get("/gestion/appels/NEUF/pieces/").content.decode()
    assert "<b>Devis" not in manager.get("/appels/NEUF/").content.decode()


@pytest.mark.parametrize("part", ["regles", "pieces", "grille"])
def test_published_rules_never_change(manager, cast, part):
    posted = RULES | grid(("", "Autre", "1", "")) | {"pieces-TOTAL_FORMS": "0", "pieces-INITIAL_FORMS": "0"}
    assert manager.post(f"/gestion/appels/LIT-2026/{part}/", posted).status_code == 302
    cast.call.refresh_from_db()
    assert cast.call.aid_rate == Decimal("0.7")
    assert cast.call.criteria.count() == 9
    assert cast.call.pieces.count() == 1


def test_published_texts_still_change(manager, cast):
    opens_at = cast.call.opens_at
    posted = {"title": "Nouveau titre", "summary": "S", "description": "D", "opens_at": "2020-01-01T00:00", "code": "X"}
    assert manager.post("/gestion/appels/LIT-2026/presentation/", posted).status_code == 302
    cast.call.refresh_from_db()
    assert cast.call.title == "Nouveau titre"
    assert cast.call.opens_at == opens_at
