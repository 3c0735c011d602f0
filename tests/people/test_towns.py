"""The real list of France: found however it is typed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people import territories
from people.forms import TownPicker
from people.forms.towns import find
from people.models import Commune, Department, Epci, Region
from people.names import key_of, sort_key_of


@pytest.fixture(scope="module", autouse=True)
def france(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with CaptureQueriesContext(connection) as statements:
            first = territories.load()
        yield first, len(statements)
        for model in (Commune, Epci, Department, Region):
            model.objects.all().delete()


pytestmark = pytest.mark.django_db


def test_loaded_whole_in_few_statements(france):
    loaded, statements = france
    assert loaded["people.Commune"] == (34_969, 34_969)
    assert Commune.objects.count() == 34_969
    assert Epci.objects.count() == 1_255
    assert statements < 60  # a thousand towns at a time


def test_loading_again_changes_only_what_differs():
    Commune.objects.filter(pk="59350").update(population=1)
    again = territories.load()
    assert again["people.Commune"] == (34_969, 1)
    assert Commune.objects.get(pk="59350").population > 200_000


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("saint etienne", "42218"),
        ("St-Étienne", "42218"),
        ("SAINT  ÉTIENNE", "42218"),
        ("42000", "42218"),
        ("l'haÿ", "94038"),
        ("L’Hay les roses", "94038"),
        ("59350", "59527"),  # a postcode, though also the INSEE code of Lille
        ("215903501", "59350"),  # a SIREN
        ("21590350100017", "59350"),  # the SIREN inside a SIRET
        ("2a004", "2A004"),
        ("ferte jouarre", "77183"),  # two words of four
        ("paris", "75056"),
        ("œuilly", "51410"),
    ],
)
def test_first_found(typed, code):
    found, _note = find(typed)
    assert found[0].pk == code


def test_a_postcode_that_the_list_does_not_know():
    found, note = find("42100")
    assert found[0].pk == "42218"
    assert "42100" in note
    assert found[-1].pk == "42100"  # whose INSEE code it is


def test_an_insee_code_is_found_after_the_postcode():
    assert [town.pk for town in find("59350")[0]] == ["59527", "59350"]


@pytest.mark.parametrize("typed", ["zzzz", "00000", "%", "_", "' or 1=1 --", "\U0001f980"])
def test_nothing_found_says_what_to_try(typed):
    found, note = find(typed)
    assert found == []
    assert "code postal" in note


def test_the_list_is_short_and_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        found, _note = find("saint")
        assert [str(town.department) for town in found]
    assert len(found) == 12


def test_names_are_sorted_as_in_a_gazetteer():
    assert sort_key_of("L’Haÿ-les-Roses") == "hay les roses l"
    assert key_of("Œuilly-sur-St-Jean") == "oeuilly sur saint jean"
    assert key_of("Ste-Foy") == "sainte foy"


class TestPicker:
    def test_one_answer_is_taken(self):
        form = TownPicker({"town": "42000"})
        assert form.is_valid()
        assert form.cleaned_data["commune"].pk == "42218"

    def test_several_answers_ask_to_choose(self):
        form = TownPicker({"town": "saint denis"})
        assert not form.is_valid()
        assert "choisissez" in form.errors["town"][0]
        assert len(form.town_choices) > 2

    def test_the_choice_among_them_is_taken(self):
        form = TownPicker({"town": "saint denis", "commune": "93066"})
        assert form.is_valid()
        assert form.cleaned_data["commune"].name == "Saint-Denis"

    def test_a_choice_of_before_one_typed_something_else_is_dropped(self):
        form = TownPicker({"town": "42000", "commune": "93066"})
        assert form.is_valid()
        assert form.cleaned_data["commune"].pk == "42218"

    def test_nothing_typed(self):
        assert TownPicker({}).is_valid()
