from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from people import mandates as office
from people import scopes
from people.models import Mandate

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 5)


@pytest.fixture
def signatory(person):
    return person("Sonia", "Vert")


@pytest.fixture
def calls(monkeypatch):
    """As funding registers them: call 7 belongs to programme 1."""
    monkeypatch.setattr(scopes, "registry", {})
    scopes.register("programme", options=lambda user: [(1, "Territoires d’innovation")])
    scopes.register("call", options=lambda user: [(7, "Laboratoires 2026")], parents=lambda pk: [("programme", 1)])


@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2026, 3, 9), False),
        (date(2026, 3, 10), True),
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
    ],
)
def test_first_and_last_day_included(signatory, mandate, on, held):
    given = mandate(signatory, "signatory", valid_from=date(2026, 3, 10), valid_to=date(2026, 3, 31))
    assert Mandate.objects.in_force(on).exists() is held
    assert given.is_in_force(on) is held


def test_not_before_its_publication(signatory, mandate):
    given = mandate(signatory, "signatory", published_on=date(2026, 3, 6))
    assert not Mandate.objects.in_force(MARCH).exists()
    assert not given.is_in_force(MARCH)
    assert Mandate.objects.in_force(date(2026, 3, 6)).exists()


def test_nor_for_a_closed_account(signatory, mandate):
    mandate(signatory, "signatory")
    signatory.is_active = False
    signatory.save()
    assert not Mandate.objects.in_force(MARCH).exists()


def test_scopes(signatory, mandate):
    everywhere = mandate(signatory, "officer")
    on_programme = mandate(signatory, "officer", scope_kind="programme", scope_id="1")
    on_call = mandate(signatory, "officer", scope_kind="call", scope_id="7")
    mandate(signatory, "officer", scope_kind="call", scope_id="1")  # same number, another thing
    found = Mandate.objects.for_scope(("call", 7), ("programme", 1))
    assert set(found) == {everywhere, on_programme, on_call}
    assert list(Mandate.objects.for_scope()) == [everywhere]
    assert on_programme.covers([("call", 7), ("programme", 1)])
    assert not on_call.covers([("call", 8), ("programme", 1)])


def test_ceiling(signatory, mandate):
    given = mandate(signatory, "signatory", ceiling=Decimal("100000.00"))
    assert Mandate.objects.up_to(Decimal("100000.00")).exists() and given.allows(Decimal("100000.00"))
    assert not Mandate.objects.up_to(Decimal("100000.01")).exists()
    assert not given.allows(Decimal("100000.01"))


@pytest.mark.parametrize(
    "facts",
    [
        {"valid_to": date(2025, 12, 31)},
        {"ceiling": Decimal(0)},
        {"scope_kind": "call", "scope_id": ""},
        {"scope_kind": "", "scope_id": "7"},
    ],
)
def test_the_database_refuses_nonsense(signatory, mandate, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        mandate(signatory, "signatory", **facts)


class TestEnd:
    def test_last_day_is_still_in_force(self, signatory, administrator, mandate):
        given = mandate(signatory, "signatory")
        given.end(by=administrator, on=MARCH)
        assert Mandate.objects.in_force(MARCH).filter(pk=given.pk).exists()
        assert not Mandate.objects.in_force(date(2026, 3, 6)).filter(pk=given.pk).exists()
        assert given.ended_by == administrator

    def test_the_past_is_not_rewritten(self, signatory, administrator, mandate):
        with pytest.raises(ValidationError, match="signé reste signé"):
            mandate(signatory, "signatory").end(by=administrator, on=date(2026, 3, 4))

    def test_one_that_never_begins_is_withdrawn(self, signatory, administrator, mandate):
        given = mandate(signatory, "signatory", valid_from=date(2026, 4, 1))
        given.end(by=administrator, on=MARCH)
        assert not signatory.mandates.exists()

    def test_nor_prolonged(self, signatory, administrator, mandate):
        given = mandate(signatory, "signatory", valid_to=date(2026, 6, 30))
        with pytest.raises(ValidationError, match="accordez-en un autre"):
            given.end(by=administrator, on=date(2026, 7, 1))

    def test_a_person_with_a_mandate_cannot_be_deleted(self, signatory, mandate):
        mandate(signatory, "signatory")
        with pytest.raises(IntegrityError), transaction.atomic():
            signatory.delete()


class TestWhoGives:
    def test_a_manager_names_officers_on_the_calls_of_the_programme_only(self, signatory, mandate, calls):
        mandate(signatory, "manager", scope_kind="programme", scope_id="1")
        assert office.may_give(signatory, role="officer", scope_kind="call", scope_id="7")
        assert not office.may_give(signatory, role="officer", scope_kind="programme", scope_id="2")
        assert not office.may_give(signatory, role="officer", scope_kind="", scope_id="")
        for role in ("signatory", "finance", "manager", "administrator"):
            assert not office.may_give(signatory, role=role, scope_kind="call", scope_id="7")

    def test_a_manager_of_yesterday_gives_nothing(self, signatory, mandate, calls):
        mandate(signatory, "manager", valid_to=date(2026, 3, 4))
        assert not office.may_give(signatory, role="officer", scope_kind="call", scope_id="7")

    def test_visible(self, signatory, administrator, person, mandate):
        other = person("Paul")
        mandate(signatory, "manager", scope_kind="programme", scope_id="1")
        seen = mandate(other, "officer", scope_kind="programme", scope_id="1")
        mandate(other, "officer", scope_kind="programme", scope_id="2")
        assert Mandate.objects.visible_to(administrator).count() == 4
        assert Mandate.objects.visible_to(signatory).count() == 2
        assert set(Mandate.objects.visible_to(other)) == set(other.mandates.all()) and seen in other.mandates.all()


class TestPages:
    def form(self, **values):
        return {
            "person": "sonia@exemple.fr", "role": "signatory", "scope": "call:7", "valid_from": "2026-03-05",
            "reference": "Arrêté n° 2026-14", "ceiling": "250000", **values,
        }  # fmt: skip

    def test_an_administrator_gives_a_mandate(self, browser, administrator, signatory, calls):
        answer = browser(administrator).post(reverse("people:mandate_new"), self.form())
        assert answer.status_code == 302
        given = signatory.mandates.get()
        assert (given.scope_kind, given.scope_id, given.ceiling) == ("call", "7", Decimal(250000))
        assert given.granted_by == administrator
        page = browser(administrator).get(reverse("people:mandates")).content.decode()
        assert "Laboratoires 2026" in page and "Sonia Vert" in page

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"person": "agnes@exemple.fr"}, "On ne se donne pas un mandat à soi-même"),
            ({"person": "nobody@exemple.fr"}, "Aucun compte avec cette adresse"),
            ({"reference": ""}, "Nommez l’acte"),
            ({"valid_to": "2026-03-04"}, "Le dernier jour vient après le premier"),
            ({"ceiling": "0"}, "Le plafond est supérieur à zéro"),
            ({"ceiling": "999999999999999999"}, "12"),
            ({"scope": "organisation"}, "Indiquez la structure que le mandat couvre"),
            ({"on_behalf": "21420218600019"}, "Ce SIRET ne tombe pas juste"),
        ],
    )
    def test_refused_with_a_sentence_and_nothing_lost(self, browser, administrator, signatory, calls, values, sentence):
        answer = browser(administrator).post(reverse("people:mandate_new"), self.form(**values))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in page
        assert not signatory.mandates.exists()
        assert values.get("reference", "Arrêté n° 2026-14") in page

    def test_on_an_organisation(self, browser, administrator, signatory, organisation, calls):
        values = self.form(role="funder", scope="organisation", on_behalf=organisation.siret, ceiling="")
        assert browser(administrator).post(reverse("people:mandate_new"), values).status_code == 302
        assert signatory.mandates.get().scope_id == str(organisation.pk)

    def test_a_manager_is_not_offered_a_signatory(self, browser, signatory, mandate, calls, person):
        person("Paul")
        mandate(signatory, "manager", scope_kind="programme", scope_id="1")
        client, url = browser(signatory), reverse("people:mandate_new")
        assert "signatory" not in client.get(url).content.decode()
        assert client.post(url, self.form(person="paul@exemple.fr")).status_code == 422
        values = self.form(person="paul@exemple.fr", role="officer", scope="call:7")
        assert client.post(url, values).status_code == 302
        assert client.post(url, {**values, "scope": ""}).status_code == 422

    def test_end(self, browser, administrator, signatory, mandate):
        given = mandate(signatory, "signatory")
        url = reverse("people:mandate_end", args=[given.pk])
        assert browser(administrator).post(url, {"last_day": "2026-03-01"}).status_code == 422
        assert browser(administrator).post(url, {"last_day": "2026-03-31"}).status_code == 302
        given.refresh_from_db()
        assert given.valid_to == date(2026, 3, 31)

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_costs_the_same_for_any_length(
        self, browser, administrator, signatory, mandate, calls, count, django_assert_max_num_queries
    ):
        for _i in range(count):
            mandate(signatory, "officer", scope_kind="call", scope_id="7")
        client = browser(administrator)
        with django_assert_max_num_queries(11):  # the header reads five of them
            client.get(reverse("people:mandates"))
