"""The law as dated rows: shipped, read by the rules, edited in versions, frozen once published, refused if absent."""

from datetime import date, datetime
from decimal import Decimal as D

import pytest
from django.db import DatabaseError, connection, transaction

from funding import law
from funding.budget import own_share_of
from funding.models import LawVersion
from funding.rules import de_minimis, intensities, own_funding, size
from funding.rules.dated import NoLawInForce
from people.models import Mandate
from tests import cast as casting
from tests.funding.desk import as_, text_of
from workflows import clock

pytestmark = pytest.mark.django_db
LIST = "/gestion/regles-du-droit/"


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def steward(cast):
    """A manager of every programme."""
    return casting.mandate(casting.user("Iris", "Morel"), Mandate.Role.MANAGER)


@pytest.mark.parametrize("name", law.SHIPPED)
def test_what_is_shipped_is_written_and_read_without_a_digit_lost(name):
    for row in law.SHIPPED[name].rows:
        assert law.read(name, law.written(name, row.value)) == row.value


def test_the_rows_say_what_the_code_said_on_a_day(cast):
    book, on = law.Book.of(date(2026, 6, 1)), date(2026, 6, 1)
    assert book.table(law.BLOCK_EXEMPTION).at(on).value == intensities.BLOCK_EXEMPTION.at(on).value
    assert book.table(law.SIZE).at(on).value == size.SIZES.at(on).value
    general = book.ceilings(de_minimis.Regime.GENERAL)
    assert {regime: table.at(on).value for regime, table in general.items()} == {
        regime: de_minimis.CEILINGS[regime].at(on).value for regime in general
    }
    assert law.own_funding_floor(on).at(on).value == own_funding.OWN_FUNDING_FLOOR.at(on).value


def test_seeding_twice_adds_nothing(cast):
    before = LawVersion.objects.count()
    law.seed(LawVersion)
    assert LawVersion.objects.count() == before > 0


def test_a_day_without_a_version_says_what_to_do(cast):
    book = law.Book.of(date(2027, 1, 1))
    with pytest.raises(NoLawInForce) as missing:
        book.table(law.BLOCK_EXEMPTION)
    assert "1 janvier 2027" in missing.value.refusal.sentence
    assert "publie d’abord" in missing.value.refusal.sentence


def test_of_two_versions_that_cover_the_day_the_later_holds(cast, steward):
    draft = LawVersion.draft_of("de_minimis_general", by=steward)
    LawVersion.objects.filter(pk=draft.pk).update(value={"value": "350000"})
    assert law.Book.of(date(2026, 6, 1)).row("de_minimis_general").number != draft.number  # a draft holds nothing
    LawVersion.objects.get(pk=draft.pk).publish(by=steward)
    assert law.Book.of(date(2026, 6, 1)).table("de_minimis_general").at(date(2026, 6, 1)).value == D(350_000)


def test_a_published_version_is_frozen_in_the_database_too(cast):
    for sql in ("UPDATE funding_lawversion SET value = '{}'", "DELETE FROM funding_lawversion"):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_own_funding_floor_of_a_town_is_read_from_the_rows(cast, steward):
    draft = LawVersion.draft_of("own_funding", by=steward)
    LawVersion.objects.filter(pk=draft.pk).update(value={"value": "0.3"})
    LawVersion.objects.get(pk=draft.pk).publish(by=steward)
    assert own_share_of(cast.call, "commune", own=D(20), public=D(80)).missing == D(10)
    assert own_share_of(cast.call, "association", own=D(20), public=D(80)).missing == 0


# --- Pages


def posted(row, **facts):
    """The form as the page fills it in."""
    from funding.forms.law import LawForm

    form = LawForm(instance=row)
    values = {name: form[name].value() for name in form.fields}
    shown = {name: form.fields[name].prepare_value(value) for name, value in values.items() if value is not None}
    shown |= {"valid_from": str(row.valid_from), "valid_to": str(row.valid_to or "")}
    return {name: str(value) for name, value in (shown | facts).items() if value is not False}


@pytest.mark.parametrize("table", LawVersion.Table.values)
def test_a_new_version_starts_from_the_last_and_is_published_once(cast, steward, table):
    client = as_(steward)
    answer = client.post(f"{LIST}{table}/nouvelle/")
    draft = LawVersion.objects.drafts().get()
    assert answer["Location"] == draft.get_absolute_url()
    assert client.post(f"{LIST}{table}/nouvelle/")["Location"] == draft.get_absolute_url()  # never two in preparation
    facts = {"legal_basis": "Règlement à venir", "valid_from": "2031-01-01", "valid_to": "2037-12-31"}
    assert client.get(draft.get_absolute_url()).status_code == 200
    answer = client.post(draft.get_absolute_url(), posted(draft, publish="1", **facts), follow=True)
    assert "est publiée" in text_of(answer) and "Règlement à venir" in text_of(answer)
    before = LawVersion.objects.get(pk=draft.pk)
    last = LawVersion.objects.filter(table=table).order_by("-number")[1]
    assert law.read(table, before.value) == law.read(table, last.value)
    answer = client.post(draft.get_absolute_url(), posted(draft, legal_basis="Autre"), follow=True)
    assert "elle ne change plus" in text_of(answer)
    assert LawVersion.objects.get(pk=draft.pk).legal_basis == "Règlement à venir"


def test_what_does_not_read_is_said_and_nothing_is_published(cast, steward):
    draft = LawVersion.draft_of("de_minimis_general", by=steward)
    wrong = posted(draft, publish="1", value="beaucoup", valid_from="2027-02-01", valid_to="2027-01-01")
    answer = as_(steward).post(draft.get_absolute_url(), wrong)
    assert answer.status_code == 422
    assert "La fin vient après le début." in text_of(answer) and "Écrivez un montant" in text_of(answer)
    assert LawVersion.objects.get(pk=draft.pk).is_draft


def test_who_reads_and_who_edits(cast, steward):
    draft = LawVersion.draft_of("size", by=steward)
    for person in (cast.officer, cast.signatory, cast.manager, cast.funder):
        assert as_(person).get(LIST).status_code == 200
        assert as_(person).get(LawVersion.objects.published()[0].get_absolute_url()).status_code == 200
        assert as_(person).get(draft.get_absolute_url()).status_code == 404
        assert as_(person).post(f"{LIST}size/nouvelle/").status_code == 403
    assert as_(cast.mayor).get(LIST).status_code == 403
    assert as_(steward).post(f"{LIST}nothing/nouvelle/").status_code == 404


def test_the_list_says_what_nothing_covers(cast, steward):
    with clock.at(datetime(2027, 2, 1, 9)):
        assert "Rien aujourd’hui" in text_of(as_(steward).get(LIST))
