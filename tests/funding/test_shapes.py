"""Desks of one shape are asked the same SQL, each with its own values."""

from datetime import timedelta

import pytest

from funding import conflicts, worklists
from funding.models import Call
from funding.shapes import shape_of
from funding.worklists import Desk
from tests import cast as casting
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def neighbour(cast):
    """The same place as the holder's, in another structure."""
    known = cast.holder.memberships.get(organisation=cast.town)
    person = casting.user("Odile", "Sansnom")
    return casting.member(person, cast.association, known.role, known.may_bind)


def titles(person):
    return [task.title for task in worklists.tasks(Desk(person))]


def test_who_has_the_same_shape_reads_their_own(cast, neighbour):
    casting.application(cast, title="De la ville")
    assert shape_of(Desk(cast.holder))[0] == shape_of(Desk(neighbour))[0]
    assert titles(cast.holder) == ["De la ville"]
    assert titles(neighbour) == [] and worklists.count(Desk(neighbour)) == 0


def test_who_belongs_to_several_structures_reads_of_each_what_they_are_there(cast, neighbour):
    casting.application(cast, title="De la ville")
    casting.member(neighbour, cast.town, "viewer")
    assert titles(neighbour) == []  # a viewer has nothing to finish
    neighbour.memberships.filter(organisation=cast.town).update(role="editor")
    assert titles(neighbour) == ["De la ville"]


def test_the_hour_is_not_kept_with_the_question(cast):
    """A call closes at noon: a minute before and a minute after, of the same day."""
    file = casting.application(cast)
    noon = clock.now().astimezone(clock.PARIS).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    Call.objects.filter(pk=cast.call.pk).update(closes_at=noon)
    for minutes, waits in ((-1, [file.title]), (1, []), (-2, [file.title])):
        with clock.at(noon + timedelta(minutes=minutes)):
            assert titles(cast.holder) == waits and worklists.count(Desk(cast.holder)) == len(waits)


def test_a_conflict_of_one_closes_nothing_to_another_of_the_same_shape(cast):
    file = casting.submitted(cast)
    other = casting.user("Aimé", "Sansnom")
    for mandate in cast.officer.mandates.all():
        casting.mandate(other, mandate.role, scope=(mandate.scope_kind, mandate.scope_id))
    assert shape_of(Desk(cast.officer))[0] == shape_of(Desk(other))[0]
    conflicts.declare(cast.officer, file.call, kind="link", reason="Un lien.", application=file)
    assert titles(cast.officer) == [] and titles(other) == [file.title]


def test_an_office_ends_with_its_mandate(cast):
    file = casting.submitted(cast)
    assert titles(cast.officer) == [file.title]
    cast.officer.mandates.all().delete()
    assert titles(cast.officer) == [] and worklists.count(Desk(cast.officer)) == 0


def test_a_mandate_over_another_call_is_another_shape(cast):
    file = casting.submitted(cast)
    other = casting.call(cast.programme, cast.call.opens_at, code="AUT-2026")
    cast.officer.mandates.update(scope_kind="call", scope_id=str(other.pk))
    assert titles(cast.officer) == []
    cast.officer.mandates.update(scope_kind="call", scope_id=str(cast.call.pk))
    assert titles(cast.officer) == [file.title]
