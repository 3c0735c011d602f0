"""What the papers of a session say to whoever steps aside from one of its files: nothing of it."""

import pytest
from django.test import Client

from funding import conflicts, notices
from funding.models import CommitteeSession
from funding.papers import committee
from tests import cast as casting
from tests import sitting
from tests.words import plain
from workflows.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def files(cast):
    return [sitting.deliberable(cast, title) for title in ("Le fablab", "Le bus de santé")]


def step_aside(cast, person, file):
    conflicts.declare(person, cast.call, kind="link", reason="Un proche y travaille.", application=file)


def opened(cast, files):
    """A member who scored nothing sits too: their stepping aside leaves the scores as they are."""
    session = sitting.prepared(cast, files)
    sitting.seat(session, cast, "funder", "elected")
    session.convene(by=cast.manager)
    session.mark_arrivals(by=cast.officer, seats=[seat.pk for seat in session.seats.all()])
    return session.open(by=cast.chair)


def signed(cast, session):
    session.adopt_ranking(by=cast.chair, consent=True)
    session = CommitteeSession.objects.get(pk=session.pk).close(by=cast.chair)
    session.sign_secretary(by=cast.officer, consent=True)
    return session.sign(by=cast.chair, consent=True)


def client_of(person):
    made = Client()
    made.force_login(person)
    return made


def opens(person, paper):
    Paper.objects.filter(pk=paper.pk).update(made_at=None)  # still to be made: 202 for who may read it
    return client_of(person).get(paper.get_absolute_url()).status_code


def test_the_convocation_names_only_what_all_of_them_deliberate_on(cast, files):
    step_aside(cast, cast.reviewer, files[0])
    session = sitting.prepared(cast, files).convene(by=cast.manager)
    agenda = Paper.objects.get(template="convocation").content["agenda"]
    assert [(row["position"], row["title"]) for row in agenda] == [(1, ""), (2, "Le bus de santé")]
    assert agenda[0]["lead"] == agenda[0]["asked"] == agenda[0]["rapporteur"] == ""
    shown = client_of(cast.second_reviewer).get(session.get_absolute_url()).content.decode()
    assert "Le fablab" in shown  # whom nothing bars reads it where the session is held


def test_the_minutes_are_shut_to_who_steps_aside_but_for_those_who_sign(cast, files):
    step_aside(cast, cast.funder, files[0])
    step_aside(cast, cast.manager, files[0])
    paper = Paper.objects.get(subject_id=signed(cast, opened(cast, files)).pk, template="minutes")
    assert any("Le fablab" in row["title"] for row in paper.content["files"])
    assert {opens(who, paper) for who in (cast.funder, cast.manager)} == {404}
    assert {opens(who, paper) for who in (cast.second_reviewer, cast.chair, cast.officer, cast.signatory)} == {202}


def test_the_page_says_why_they_are_not_there(cast, files):
    step_aside(cast, cast.funder, files[0])
    session = signed(cast, opened(cast, files))
    for person, told in ((cast.funder, True), (cast.second_reviewer, False)):
        shown = client_of(person).get(session.get_absolute_url()).content.decode()
        assert ("Lire un extrait" in shown) is told
        assert ("Procès-verbal du comité" in shown) is not told


def test_an_extract_leaves_out_the_file_and_what_tells_of_it(cast, files):
    step_aside(cast, cast.funder, files[0])
    step_aside(cast, cast.manager, files[0])
    session = opened(cast, files)
    assert client_of(cast.funder).get(f"/seances/{session.pk}/extrait/").status_code == 404  # not over
    session.write_note(by=cast.chair, note="Le fablab est loué.")
    session = signed(cast, session)
    for person in (cast.funder, cast.manager):
        shown = plain(client_of(person).get(f"/seances/{session.pk}/extrait/").content.decode())
        assert "Le bus de santé" in shown and "70 000,00 €" in shown and "Sans le point 1" in shown
        assert "Le fablab" not in shown and files[0].reference not in shown and "140 000" not in shown
        assert "Un proche y travaille" not in shown and plain(session.fingerprint) in shown
    for person in (cast.chair, cast.second_reviewer, cast.stranger):  # they read the minutes, or nothing
        assert client_of(person).get(f"/seances/{session.pk}/extrait/").status_code == 404


def test_a_chair_who_steps_aside_signs_what_they_read(cast, files):
    session = opened(cast, files)
    step_aside(cast, cast.chair, files[0])
    session.adopt_ranking(by=cast.chair, consent=True)
    session = CommitteeSession.objects.get(pk=session.pk).close(by=cast.officer)
    assert client_of(cast.chair).get(f"/seances/{session.pk}/proces-verbal.pdf").status_code == 200
    step_aside(cast, cast.funder, files[1])
    assert client_of(cast.funder).get(f"/seances/{session.pk}/proces-verbal.pdf").status_code == 404
    assert committee.minutes(session, None)["files"]


def test_the_end_of_a_session_is_told_to_its_offices_but_for_a_link_with_the_call(cast, files):
    """A link with one of its files, or with a file whose key is the session's, closes nothing of the session."""
    session = opened(cast, files)
    step_aside(cast, cast.officer, files[0])
    assert {cast.officer, cast.manager, cast.signatory} <= set(notices.offices_of_session(session, None))
    conflicts.declare(cast.manager, cast.call, kind="link", reason="Un intérêt dans l’appel.")
    told = set(notices.offices_of_session(session, None))
    assert cast.manager not in told and cast.officer in told
