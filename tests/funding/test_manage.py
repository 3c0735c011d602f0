"""Managers: programmes whose shares sum to the cent, calls prepared, copied, published, postponed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from funding.models import Call, FormVersion, Programme
from people.models import Mandate
from tests import cast as casting
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


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def manager(cast):
    client = Client()
    client.force_login(cast.manager)
    return client


@pytest.fixture
def chief(cast):
    """Who manages every programme."""
    client = Client()
    client.force_login(casting.mandate(casting.user("Ada", "Chef"), Mandate.Role.MANAGER))
    return client


@pytest.fixture
def draft(cast):
    made = casting.call(cast.programme, clock.now(), code="NEUF", envelope=0)
    casting._force(made, "draft")
    return made


def text_of(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


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


# Programmes

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


# Calls

NEW = {
    "title": "Tiers-lieux", "code": "TL-2027", "kind": "AAP", "summary": "Des lieux.", "description": "Pour tous.",
    "opens_at": "2027-01-04T09:00:00", "closes_at": "2027-03-31T23:59:59", "envelope": "500 000", "aid_rate": "70",
}  # fmt: skip


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


def test_a_call_is_copied_in_two_clicks(manager, cast):
    casting.submitted(cast)
    page = manager.get("/gestion/appels/LIT-2026/copier/")
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    shown |= {name: shown[name].strftime("%Y-%m-%dT%H:%M:%S") for name in ("opens_at", "closes_at")}
    assert shown["code"] == "LIT-2027"
    assert manager.post("/gestion/appels/LIT-2026/copier/", shown).status_code == 302
    made = Call.objects.get(code="LIT-2027")
    assert made.state == "draft"
    assert (made.committed, made.journal_count, made.applications.count()) == (0, 0, 0)
    assert made.aid_rate == cast.call.aid_rate
    assert made.criteria.count() == 9
    assert made.pieces.count() == 1
    version = made.form_versions.get()
    assert (version.number, version.published_at) == (1, None)
    assert version.content == cast.call.form_versions.get().content
    assert cast.call.criteria.count() == 9


def test_publishing_says_what_is_in_the_way(manager, cast):
    manager.post("/gestion/programmes/pia/appels/nouveau/", NEW)
    page = text_of(manager.get("/gestion/appels/TL-2027/"))
    assert "Le formulaire n’a pas encore de question" in page
    assert "Il reste 0,00 € au programme" in page
    call = Call.objects.get(code="TL-2027")
    with pytest.raises(StepRefused) as refused:
        call.publish(by=cast.manager)
    assert len(refused.value.sentences) == 2
    with pytest.raises(NotYours):
        call.publish(by=cast.officer)


def test_a_complete_call_is_published_and_frozen(manager, cast):
    manager.post("/gestion/programmes/pia/appels/nouveau/", NEW | {"envelope": "0"})
    call = Call.objects.get(code="TL-2027")
    FormVersion.objects.filter(call=call).update(content=casting.QUESTIONS)
    with clock.at(call.opens_at - timedelta(days=30)):
        assert manager.post(f"/etapes/call/{call.pk}/publish/").status_code == 302
    call.refresh_from_db()
    assert call.state == "published"
    assert call.form_versions.get().published_at


def test_a_closing_is_postponed_never_advanced(manager, cast):
    closes_at = cast.call.closes_at
    later = closes_at + timedelta(days=7)
    with pytest.raises(FormRefused):
        cast.call.postpone(by=cast.manager, closes_at=closes_at - timedelta(seconds=1), reason="Trop long")
    with pytest.raises(FormRefused):
        cast.call.postpone(by=cast.manager, closes_at=later, reason="")
    with pytest.raises(NotYours):
        cast.call.postpone(by=cast.officer, closes_at=later, reason="Panne")
    cast.call.postpone(by=cast.manager, closes_at=later, reason="Panne")
    assert cast.call.closes_at == later
    assert cast.call.state == "published"
    assert cast.call.journal().last().step == "postpone"
    with clock.at(later), pytest.raises(StepRefused):
        cast.call.postpone(by=cast.manager, closes_at=later + timedelta(days=1), reason="Encore")


def test_the_page_of_a_step_says_what_it_does(manager, cast):
    page = text_of(manager.get(f"/etapes/call/{cast.call.pk}/postpone/"))
    assert "<h1>Reporter la clôture</h1>" in page
    assert "jamais avancée" in page


@pytest.mark.parametrize(
    ("page", "most"),
    [("/gestion/", 12), ("/gestion/programmes/pia/", 14), ("/gestion/appels/LIT-2026/", 22)],
)
def test_as_many_queries_with_three_calls(manager, cast, page, most, django_assert_max_num_queries):
    with django_assert_max_num_queries(most) as one:
        manager.get(page)
    for number in range(2):
        casting.call(cast.programme, clock.now(), code=f"AUTRE-{number}")
    with django_assert_max_num_queries(most) as three:
        manager.get(page)
    assert len(one) == len(three)
