"""Questions whose SQL is written once: they give what the queryset gives, with the values of each call."""

from datetime import date, timedelta
from threading import Thread

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from funding.models import Application, Call, Decision
from people.models import Membership
from tests import cast as casting
from workflows import clock
from workflows.models import Seal
from workflows.prepared import prepared, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


def test_things_come_as_the_queryset_gives_them(cast, django_assert_num_queries):
    file = casting.submitted(cast)

    def build(reference):
        return Application.objects.select_related("call__programme", "commune").filter(reference=reference)

    (asked,) = build(file.reference)
    (found,) = prepared(build)(file.reference)
    assert found == asked
    assert type(found) is type(asked)
    assert {f.attname: getattr(found, f.attname) for f in found._meta.concrete_fields} == {
        f.attname: getattr(asked, f.attname) for f in asked._meta.concrete_fields
    }
    with django_assert_num_queries(0):
        assert (found.call.programme, found.commune) == (asked.call.programme, asked.commune)


def test_each_call_has_its_own_values(cast):
    built = []

    @prepared
    def seats(user, organisation):
        built.append(1)
        return Membership.objects.filter(user=user, organisation=organisation).values_list("user", "may_bind")

    assert seats(cast.mayor.pk, cast.town.pk) == [(cast.mayor.pk, True)]
    assert seats(cast.holder.pk, cast.town.pk) == [(cast.holder.pk, False)]
    assert seats(cast.stranger.pk, cast.town.pk) == []
    assert seats(None, cast.town.pk) == []
    assert built == [1]


def test_python_cannot_look_at_a_value_that_is_not_there_yet():
    with pytest.raises(TypeError, match="no value yet"):
        prepared(lambda number: Decision.objects.filter(number=str(number)))("A-1")


def test_a_parameter_that_nothing_asks_is_refused():
    with pytest.raises(TypeError, match="asks nothing of parameter 1"):
        prepared(lambda number, sense: Decision.objects.filter(number=number))("A-1", "award")


def test_what_would_come_back_without_its_addition_is_refused(cast):
    with pytest.raises(TypeError, match="values_list"):
        prepared(lambda pk: Application.objects.filter(pk=pk).prefetch_related("partners"))(1)


@pytest.mark.django_db(transaction=True)
def test_a_row_is_locked_within_a_transaction_or_not_at_all(cast):
    file = casting.submitted(cast)  # it was locked, so the question is written
    with pytest.raises(TransactionManagementError):
        type(file).locked(file.pk)


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_on_its_own_connection(cast):
    found = []

    @prepared
    def here(pk):
        return Membership.objects.filter(pk=pk)

    def ask():
        found.append((here(seat.pk), id(connection.connection)))
        connection.close()

    seat = Membership.objects.first()
    assert here(seat.pk) == [seat]
    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found[0][0] == [seat]
    assert found[0][1] != id(connection.connection)


def test_what_is_found_depends_on_the_offices_of_the_day(cast):
    file = casting.submitted(cast)
    model, today = type(file)._meta.concrete_model, clock.today()
    assert model.seen_by(cast.stranger, file.pk) is None
    casting.mandate(cast.stranger, "officer", valid_to=today)
    assert model.seen_by(cast.stranger, file.pk) == file
    with clock.at(clock.now() + timedelta(days=1)):
        assert model.seen_by(cast.stranger, file.pk) is None


def test_those_who_hold_the_same_offices_are_asked_the_same_question(cast):
    built = []
    file = casting.submitted(cast)

    @seen
    def found(user, pk):
        built.append(user.offices)
        return type(file).objects.visible_to(user).filter(pk=pk)

    assert (found(cast.mayor, file.pk), found(cast.stranger, file.pk)) == ([file], [])
    assert len(built) == 1
    assert found(cast.officer, file.pk) == [file]
    assert len(built) == 2


def test_nobody_is_shown_what_is_public_and_asks_nothing_of_the_rest(cast):
    file = casting.submitted(cast)
    assert Call.seen_by(AnonymousUser(), cast.call.pk) == cast.call
    with CaptureQueriesContext(connection) as asked:
        assert Application.seen_by(AnonymousUser(), file.pk) is None
    assert not asked.captured_queries


@pytest.mark.django_db(transaction=True)
def test_a_plan_that_a_migration_outdates_is_made_again():
    """A process that serves while a column changes asks once more, on a connection that remembers nothing."""
    sealed = prepared(lambda day: Seal.objects.filter(day=day))
    Seal.objects.create(day=date(2027, 5, 1), upto=0, hash="0" * 64, at=clock.now())
    for _ in range(8):
        assert [seal.hash for seal in sealed(date(2027, 5, 1))] == ["0" * 64]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%workflows_seal%'")
        assert cursor.fetchone()[0] == 1
    elsewhere = connection.copy()
    try:
        with elsewhere.cursor() as cursor:
            cursor.execute("ALTER TABLE workflows_seal ALTER COLUMN hash TYPE varchar(65)")
        assert [seal.hash for seal in sealed(date(2027, 5, 1))] == ["0" * 64]
    finally:
        with elsewhere.cursor() as cursor:
            cursor.execute("ALTER TABLE workflows_seal ALTER COLUMN hash TYPE varchar(64)")
        elsewhere.close()
