"""Desks of one shape are asked the same SQL, each with its own values."""

import pytest

from funding import worklists
from funding.shapes import shape_of
from funding.worklists import Desk
from tests import cast as casting

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
