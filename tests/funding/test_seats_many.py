"""Many members of a session are seated in one send."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from funding import conflicts, seating
from funding.models import CommitteeSession
from tests import cast as casting
from tests import sitting
from tests.words import plain
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


def empty_session(cast):
    return CommitteeSession.objects.create(
        call=cast.call, starts_at=clock.now() + timedelta(days=3), place="Oural", envelope=Decimal(1), quorum=1,
        created_by=cast.manager,
    )  # fmt: skip


def page_of(session):
    return f"/etapes/committeesession/{session.pk}/seat_members/"


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def line(person, college="", function="member", votes=True):
    sent = {f"seat_{person.pk}": "on", f"college_{person.pk}": college, f"function_{person.pk}": function}
    return sent | ({f"votes_{person.pk}": "on"} if votes else {})


def test_the_pool_and_earlier_sessions_are_ticked_in_one_send(cast):
    sitting.prepared(cast, [])
    session = empty_session(cast)
    told = {one.user: one for one in seating.candidates(session, cast.manager)}
    assert set(told) == {cast.chair, cast.officer, cast.reviewer, cast.second_reviewer}
    assert (told[cast.officer].college, told[cast.officer].may_vote) == ("administration", False)
    client = client_of(cast.officer)
    assert "Séances précédentes" in plain(client.get(page_of(session)).text)
    sent = line(cast.chair, "elected", "chair") | line(cast.officer, "administration", "secretary", votes=False)
    sent |= line(cast.reviewer) | {"college_before": "experts"}
    assert client.post(page_of(session), sent).status_code == 302
    found = {s.user: (s.college, s.is_chair, s.is_secretary, s.may_vote) for s in session.seats.all()}
    assert found == {
        cast.chair: ("elected", True, False, True), cast.officer: ("administration", False, True, False),
        cast.reviewer: ("experts", False, False, True),
    }  # fmt: skip
    assert {one.user for one in seating.candidates(session, cast.manager)} == {cast.second_reviewer}


def test_what_is_wrong_is_said_on_its_line_and_nothing_typed_is_lost(cast):
    session = empty_session(cast)
    assert {one.group for one in seating.candidates(session, cast.manager)} == {"pool"}
    client = client_of(cast.manager)
    sent = line(cast.reviewer, "", "chair", votes=False) | line(cast.second_reviewer, "citizens", "chair")
    answer = client.post(page_of(session), sent)
    said = plain(answer.text)
    assert answer.status_code == 422 and not session.seats.exists()
    assert "Choisissez son collège" in said and "a déjà cette fonction" in said and "cochez la case" in said
    form = answer.context["form"]
    assert set(form.errors) == {
        f"college_{cast.reviewer.pk}", f"votes_{cast.reviewer.pk}", f"function_{cast.second_reviewer.pk}"
    }  # fmt: skip
    assert form[f"college_{cast.second_reviewer.pk}"].value() == "citizens"
    assert form[f"seat_{cast.reviewer.pk}"].value() is True
    assert "Cochez au moins une personne" in plain(client.post(page_of(session), {}).text)


def test_a_link_with_the_call_or_a_session_one_may_not_see_offers_nobody(cast):
    sitting.prepared(cast, [])
    session = empty_session(cast)
    conflicts.declare(cast.reviewer, cast.call, kind="link", reason="Un intérêt dans l’appel.")
    assert cast.reviewer not in {one.user for one in seating.candidates(session, cast.manager)}
    assert {one.user for one in seating.candidates(session, cast.stranger)} == {cast.second_reviewer}


def test_a_function_held_by_someone_who_sits_is_taken(cast):
    session = empty_session(cast)
    sitting.seat(session, cast, "chair", "elected", "chair")
    answer = client_of(cast.manager).post(page_of(session), line(cast.reviewer, "experts", "chair"))
    assert answer.status_code == 422 and "a déjà cette fonction" in plain(answer.text)
    assert session.seats.count() == 1
