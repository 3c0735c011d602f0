"""What a session projects in the room."""

import pytest
from django.test import Client

from funding import conflicts
from funding.models import AgendaItem
from tests import cast as casting
from tests import sitting
from tests.words import plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def files(cast):
    return [sitting.deliberable(cast, title, value=value) for title, value in (("Le guichet", 4), ("La halle", 3))]


@pytest.fixture
def session(cast, files):
    return sitting.opened(cast, files, envelope=100_000, quorum=1)


def ask(person, session, rest=""):
    client = Client()
    client.force_login(person)
    return client.get(f"/seances/{session.pk}/ecran/{rest}")


def shown(person, session, rest=""):
    answer = ask(person, session, rest)
    assert answer.status_code == 200
    return plain(answer.text)


def test_only_who_runs_the_session_opens_it(cast, session):
    assert {ask(who, session).status_code for who in (cast.chair, cast.officer)} == {200}
    assert {ask(who, session).status_code for who in (cast.reviewer, cast.manager)} == {403}
    assert {ask(who, session, "direct/").status_code for who in (cast.reviewer, cast.manager)} == {403}
    assert ask(cast.stranger, session).status_code == 404
    assert Client().get(f"/seances/{session.pk}/ecran/direct/").status_code == 401


@pytest.mark.parametrize("secret", [False, True])
def test_it_shows_the_motion_then_the_count_and_no_name(cast, session, files, secret):
    item = sitting.item_of(session, files[1])
    item.put_to_vote(by=cast.chair, outcome="favourable", amount="70000", secret=secret)
    item.vote(by=cast.reviewer, choice="against")
    text = shown(cast.officer, session)
    assert "La halle" in text and "70 000,00 €" in text and "1 ont voté" in untagged(text)
    assert "contre" not in text and "reste 100 000 €" in text
    item.vote(by=cast.chair, choice="for")
    item.vote(by=cast.second_reviewer, choice="for")
    AgendaItem.objects.get(pk=item.pk).close_vote(by=cast.chair)
    text = untagged(shown(cast.officer, session, f"direct/?seen=0&item={item.pk}"))
    assert "La halle" in text and "2 pour" in text and "1 contre" in text and "reste 30 000 €" in text
    names = [seat.user.last_name for seat in session.seats.all()]
    assert not [name for name in names if name in text]
    assert "<form" not in text and "<button" not in text


def untagged(text):
    return text.replace("<b>", "").replace("</b>", "")


def test_it_is_sent_again_only_when_something_changed(cast, session, files):
    seen = shown(cast.chair, session).split("seen=")[1].split("&")[0]
    assert ask(cast.chair, session, f"direct/?seen={seen}").status_code == 204
    sitting.item_of(session, files[0]).adjourn(by=cast.chair, reason="À revoir.")
    assert ask(cast.chair, session, f"direct/?seen={seen}").status_code == 200


def test_nothing_of_a_file_while_someone_who_steps_aside_is_in_the_room(cast, session, files):
    conflicts.declare(cast.reviewer, cast.call, kind="link", reason="Un proche.", application=files[0])
    item = sitting.item_of(session, files[0])
    text = shown(cast.officer, session, f"?item={item.pk}")
    assert "Le guichet" not in text and "Point 1" in text and "se déporte de ce dossier" in text
    assert str(cast.reviewer) in text and "reste" not in text
    session.check_out(by=cast.reviewer)
    text = shown(cast.officer, session, f"?item={item.pk}")
    assert "Le guichet" in text and "reste 100 000 €" in text


def test_a_chair_who_steps_aside_projects_nothing_of_the_file(cast, session, files):
    conflicts.declare(cast.chair, cast.call, kind="link", reason="Un proche.", application=files[0])
    session.check_out(by=cast.chair)
    text = shown(cast.chair, session, f"?item={sitting.item_of(session, files[0]).pk}")
    assert "Le guichet" not in text and "La personne qui projette" in text and "reste" not in text
    assert "La halle" in shown(cast.chair, session)


def test_an_empty_agenda_says_so(cast):
    session = sitting.prepared(cast, [])
    casting._force(session, "convened")
    assert "ordre du jour est vide" in shown(cast.chair, session)


def test_the_live_page_opens_it_for_who_runs_the_session(cast, session):
    for person, told in ((cast.officer, True), (cast.reviewer, False)):
        client = Client()
        client.force_login(person)
        assert ("Écran de la salle" in plain(client.get(session.get_absolute_url()).text)) is told
