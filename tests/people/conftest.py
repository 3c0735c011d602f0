"""A small town and its people: an owner, an editor, a viewer, a stranger; an administrator and a manager."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client

from people.models import Commune, Department, Epci, Mandate, Membership, Organisation, Region, User
from workflows import clock

PASSWORD = "quatre mots sans lien"


@pytest.fixture(autouse=True)
def day():
    """Thursday, 5 March 2026, at ten in Paris."""
    with clock.at(datetime(2026, 3, 5, 10)) as moment:
        yield moment


@pytest.fixture(autouse=True)
def no_rate_limit_from_another_test():
    cache.clear()


@pytest.fixture
def person(db):
    def make(first_name, last_name="Durand", **facts):
        email = facts.pop("email", f"{first_name.lower()}@exemple.fr")
        facts.setdefault("password", PASSWORD)
        return User.objects.create_user(email, first_name=first_name, last_name=last_name, **facts)

    return make


@pytest.fixture
def places(db):
    region = Region.objects.create(code="84", name="Auvergne-Rhône-Alpes", zone="metro")
    loire = Department.objects.create(code="42", name="Loire", region=region, zone="metro")
    epci = Epci.objects.create(
        siren="244200770", name="Saint-Étienne Métropole", kind="METRO", department=loire, population=400_000
    )
    town = Commune.objects.create(
        code="42218",
        name="Saint-Étienne",
        siren="214202186",
        department=loire,
        epci=epci,
        population=172_000,
        postcode="42000",
    )
    return SimpleNamespace(region=region, department=loire, epci=epci, town=town)


@pytest.fixture
def organisation(places):
    siret = places.town.siren + "00018"
    return Organisation.objects.create(
        siren=places.town.siren, siret=siret, name="Saint-Étienne", kind="commune", commune=places.town
    )


@pytest.fixture
def cast(person, organisation):
    people = SimpleNamespace(
        owner=person("Odile", "Roux"),
        editor=person("Éric", "Blanc", email="eric@exemple.fr"),
        viewer=person("Vera", "Noir"),
        stranger=person("Simon", "Gris"),
    )
    for role in ("owner", "editor", "viewer"):
        Membership.objects.create(user=getattr(people, role), organisation=organisation, role=role)
    return people


@pytest.fixture
def mandate(db):
    def make(user, role, **facts):
        facts.setdefault("valid_from", date(2026, 1, 1))
        return Mandate.objects.create(user=user, role=role, **facts)

    return make


@pytest.fixture
def administrator(person, mandate):
    user = person("Agnès", "Bleu", email="agnes@exemple.fr")
    mandate(user, "administrator")
    return user


@pytest.fixture
def browser():
    """A client signed in as somebody, or nobody."""

    def open_as(user=None):
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return open_as
