import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.identifiers import siret_of
from people.models import Membership, Organisation

pytestmark = pytest.mark.django_db
COMPANY = "73282932000074"


@pytest.fixture
def new(browser, cast):
    def post(query="", **data):
        return browser(cast.stranger).post(reverse("people:organisation_new") + query, data)

    return post


def company(**values):
    return {"siret": COMPANY, "name": "Atelier du Moulin", "kind": "company", "size": "small", **values}


class TestCreate:
    def test_a_company(self, new, cast, places):
        answer = new(**company(town="42000"))
        assert answer.status_code == 302
        it = Organisation.objects.get(siret=COMPANY)
        assert (it.siren, it.kind, it.size, it.commune, it.epci) == (
            "732829320", "company", "small", places.town, places.epci,
        )  # fmt: skip
        assert Membership.objects.get(organisation=it, user=cast.stranger).role == "owner"
        assert it.department == places.department
        assert not it.is_public

    def test_a_town_from_the_list(self, new, places):
        siret = siret_of(places.town.siren, 2)
        answer = new("?commune=42218", siret=siret, name="Ville de Saint-Étienne")
        assert answer.status_code == 302
        it = Organisation.objects.get(siret=siret)
        assert (it.kind, it.commune, it.epci, it.size) == (
            "commune", places.town, places.epci, "not_applicable",
        )  # fmt: skip
        assert it.is_public

    def test_its_siren_is_filled_in_and_only_the_rest_is_asked(self, browser, cast, places):
        page = browser(cast.stranger).get(reverse("people:organisation_new") + "?commune=42218").content.decode()
        assert 'value="214\u202f202\u202f186 "' in page
        assert "Ajoutez les cinq derniers" in page

    def test_an_intercommunality(self, new, places):
        siret = siret_of(places.epci.siren, 1)
        assert new("?epci=244200770", siret=siret, name="Métropole").status_code == 302
        it = Organisation.objects.get(siret=siret)
        assert (it.kind, it.epci) == ("epci", places.epci)
        assert it.department == places.department

    def test_an_association_by_its_rna_alone(self, new):
        data = {"siret": "", "rna": "w422001234", "name": "Les Amis", "kind": "association", "size": "micro"}
        assert new(**data).status_code == 302
        assert Organisation.objects.get(rna="W422001234").siret == ""

    @pytest.mark.parametrize(
        ("query", "values", "sentence"),
        [
            ("?commune=42218", {"siret": COMPANY}, "le sien commence par 214\u202f202\u202f186"),
            ("?commune=42218", {"siret": "214 202 186 "}, "Il manque 5 chiffres"),
            ("", {"siret": ""}, "Indiquez le SIRET"),
            ("", {"siret": "73282932000075"}, "ne tombe pas juste"),
            ("", {"size": "not_applicable"}, "Choisissez une taille"),
            ("", {"town": "Atlantide"}, "Aucune commune ne répond"),
            ("", {"rna": "W1"}, "Un numéro RNA est fait"),
            ("", {"siret": "", "kind": "commune"}, "Indiquez le SIRET"),
            ("", {"name": "x" * 201}, "200"),
            ("", {"name": "a\0b"}, "caractère caché"),
        ],
    )
    def test_refused_with_a_sentence_and_nothing_lost(self, new, query, values, sentence, places):
        answer = new(query, **company(**values))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in page, answer.context["form"].errors
        if "name" not in values:
            assert "Atelier du Moulin" in page
        assert not Organisation.objects.filter(siret=COMPANY).exists()

    @pytest.mark.parametrize("query", ["?commune=99999", "?epci=000000000", "?commune=42218'--"])
    def test_a_place_that_does_not_exist(self, browser, cast, query, db):
        assert browser(cast.stranger).get(reverse("people:organisation_new") + query).status_code == 404

    def test_an_existing_one_is_joined_not_doubled(self, new, organisation):
        answer = new(**company(siret=organisation.siret))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert reverse("people:join", args=[organisation.pk]) in page
        assert Organisation.objects.filter(siret=organisation.siret).count() == 1

    def test_a_formula_or_an_emoji_is_a_name_like_another(self, new):
        assert new(**company(name="=1+1 🦀")).status_code == 302


class TestDatabase:
    @pytest.mark.parametrize(
        "facts",
        [
            {"siren": "732829320", "siret": COMPANY + "0"[:0], "name": "Twice"},
            {"siren": "999999999", "siret": "73282932000074", "name": "Other"},
            {"siren": "73282932", "siret": "", "rna": "W1", "name": "Short"},
            {"name": "Nobody"},
        ],
    )
    def test_refuses(self, facts):
        Organisation.objects.create(siren="732829320", siret=COMPANY, name="Once", kind="company")
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.create(**{"kind": "company", **facts})


class TestFind:
    def found(self, browser, cast, q, **headers):
        return browser(cast.stranger).get(reverse("people:organisation_find"), {"q": q}, **headers).content.decode()

    @pytest.mark.parametrize("typed", ["saint etienne", "ST-ETIENNE", "214202186", "21420218600018", "42000"])
    def test_registered_or_to_register(self, browser, cast, organisation, typed):
        page = self.found(browser, cast, typed)
        assert "?commune=42218" in page
        if typed != "42000":
            assert reverse("people:join", args=[organisation.pk]) in page

    def test_a_wrong_number_says_so(self, browser, cast, organisation):
        assert "Il manque un chiffre" in self.found(browser, cast, "2142021860001")

    def test_a_right_number_that_is_not_registered(self, browser, cast, organisation):
        assert f"?siret={COMPANY}" in self.found(browser, cast, "732 829 320 00074")

    def test_only_the_results_for_htmx(self, browser, cast, organisation):
        page = self.found(browser, cast, "saint", headers={"HX-Request": "true"})
        assert "<html" not in page and "Saint-Étienne" in page

    @pytest.mark.parametrize("typed", ["", "   ", "\0", "%", "' or 1=1 --", "x" * 5000, "🦀"])
    def test_any_text_is_answered(self, browser, cast, typed, db):
        assert "<h1>" in self.found(browser, cast, typed)

    def test_members_are_not_shown_to_who_searches(self, browser, cast, organisation):
        assert "odile" not in self.found(browser, cast, "saint etienne").lower()

    def test_the_town_picker_as_fragment_and_as_page(self, browser, cast, places):
        client, url = browser(cast.stranger), reverse("people:towns")
        fragment = client.get(url, {"town": "42000"}, headers={"HX-Request": "true"}).content.decode()
        assert 'value="42218"' in fragment and "<html" not in fragment
        assert "Saint-Étienne" in client.get(url, {"town": "42000"}).content.decode()


class TestEdit:
    def test_the_identity_stays(self, browser, cast, organisation, places):
        url = reverse("people:organisation_edit", args=[organisation.pk])
        page = browser(cast.owner).get(url).content.decode()
        assert 'name="siret"' not in page
        data = {"name": "Ville de Saint-Étienne", "kind": "commune", "town": "Saint-Étienne", "siret": COMPANY}
        assert browser(cast.owner).post(url, data).status_code == 302
        organisation.refresh_from_db()
        assert (organisation.name, organisation.siret) == ("Ville de Saint-Étienne", "21420218600018")
        assert organisation.commune == places.town
        assert list(Organisation.objects.search("ville etienne")) == [organisation]
