"""The committee's pages: what each person sees of a session, live and afterwards."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from funding.models import AgendaItem, Call, CommitteeSession
from funding.room import Room
from tests import cast as casting
from tests import sitting
from tests.words import plain
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def files(cast):
    return [sitting.deliberable(cast, title, value=value) for title, value in (("Le guichet", 4), ("La halle", 3))]


@pytest.fixture
def session(cast, files):
    return sitting.opened(cast, files, envelope=100_000)


def by(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person, path):
    answer = by(person).get(path)
    assert answer.status_code == 200, answer.status_code
    return plain(answer.text)


def test_a_manager_prepares_a_session_from_its_pages(cast, files):
    client = by(cast.manager)
    facts = {
        "starts_at": (clock.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M"), "duration": "120", "place": "Oural",
        "envelope": "100 000", "quorum": "2", "quorum_experts": "1",
    }  # fmt: skip
    answer = client.post(f"/seances/nouvelle/{cast.call.code}/", facts)
    session = CommitteeSession.objects.get()
    assert answer["Location"] == session.get_absolute_url()
    assert (session.envelope, session.quorums) == (100_000, {"experts": 1})
    steps = f"/etapes/committeesession/{session.pk}"
    seats = [("chair", "chair"), ("officer", "secretary"), ("reviewer", "member")]
    for name, function in seats:
        data = {"email": getattr(cast, name).email, "college": "experts", "function": function, "may_vote": "on"}
        assert client.post(f"{steps}/seat_member/", data).status_code == 302
    assert client.post(f"{steps}/add_files/", {"everything": "on"}).status_code == 302
    assert session.items.count() == 2
    assert client.post(f"{steps}/convene/").status_code == 302
    assert "Convoquée" in page(cast.reviewer, session.get_absolute_url())


def test_a_bad_session_says_what_is_wrong(cast):
    facts = {"starts_at": "2020-01-01T10:00", "duration": "5", "envelope": "99999999", "quorum": "0"}
    answer = by(cast.manager).post(f"/seances/nouvelle/{cast.call.code}/", facts)
    assert answer.status_code == 422
    for words in ("Choisissez une date à venir", "dans l’enveloppe de l’appel"):
        assert words in answer.text
    assert not CommitteeSession.objects.exists()


def test_members_follow_and_vote_on_their_own_device(cast, session, files):
    item = sitting.item_of(session, files[0])
    item.put_to_vote(by=cast.chair, outcome="favourable", amount="70000")
    shown = page(cast.reviewer, session.get_absolute_url())
    assert 'hx-trigger="every 4s"' in shown
    assert "70 000,00 €" in shown
    answer = by(cast.reviewer).post(
        f"/etapes/agendaitem/{item.pk}/vote/", {"choice": "for", "next": session.get_absolute_url()}
    )
    assert answer["Location"] == session.get_absolute_url()
    assert 'class="btn btn-outline on" aria-pressed="true"' in page(cast.reviewer, session.get_absolute_url())
    assert "1</b> pour" in page(cast.chair, session.get_absolute_url())


def test_the_live_part_is_sent_only_when_something_changed(cast, session, files):
    live, client = f"/seances/{session.pk}/direct/", by(cast.reviewer)
    from funding.room import version

    assert client.get(live, {"seen": version(session)}).status_code == 204
    sitting.item_of(session, files[0]).put_to_vote(by=cast.chair, outcome="reserve")
    answer = client.get(live, {"seen": version(session)[::-1]})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="room"')
    assert Client().get(live).status_code == 401
    assert by(cast.stranger).get(live).status_code == 404


def test_a_secret_vote_shows_how_many_and_not_how(cast, session, files):
    item = sitting.item_of(session, files[0])
    item.put_to_vote(by=cast.chair, outcome="favourable", amount="70000", secret=True)
    item.vote(by=cast.reviewer, choice="against")
    for person in (cast.chair, cast.reviewer, cast.manager):
        shown = page(person, session.get_absolute_url())
        assert "bulletins secrets" in shown
        assert "<b>1</b> ont voté" in shown
        assert "contre</li>" not in shown


def test_who_steps_aside_sees_nothing_of_the_file(cast, session, files):
    Call.objects.filter(pk=cast.call.pk).update(reviews_wanted=1)
    item = sitting.item_of(session, files[0])
    item.recuse(by=cast.reviewer, reason="Un proche.")
    item.put_to_vote(by=cast.chair, outcome="favourable", amount="61234.56")
    shown = page(cast.reviewer, session.get_absolute_url())
    assert "vous vous êtes déporté" in shown.lower()
    for kept in (files[0].title, "61 234", "4,00", "Voter", "attendus"):
        assert kept not in shown, kept
    assert by(cast.reviewer).get(item.get_absolute_url()).status_code == 404
    assert by(cast.reviewer).post(f"/etapes/agendaitem/{item.pk}/vote/", {"choice": "for"}).status_code == 404
    assert "61 234" in page(cast.second_reviewer, session.get_absolute_url())


def test_who_steps_aside_reads_no_rank_that_a_missing_one_would_explain(cast, session, files):
    Call.objects.filter(pk=cast.call.pk).update(reviews_wanted=1)

    def ranks(person):
        return [row.rank for row in Room(CommitteeSession.objects.get(pk=session.pk), person).ranking]

    assert ranks(cast.second_reviewer) == [1, 2]
    sitting.item_of(session, files[0]).recuse(by=cast.second_reviewer, reason="Un intérêt.")
    assert ranks(cast.second_reviewer) == [None, None]
    assert ranks(cast.chair) == [1, 2]


def test_an_office_that_has_a_link_sees_no_more_than_a_member(cast, session, files):
    """The manager does not sit, but belongs to a partner: the file is closed there too."""
    casting.member(cast.manager, cast.association)
    item = sitting.item_of(session, files[0])
    item.put_to_vote(by=cast.chair, outcome="favourable", amount="61234.56")
    assert "61 234" not in page(cast.manager, session.get_absolute_url())
    assert by(cast.manager).get(item.get_absolute_url()).status_code == 404


def test_another_envelope_is_tried_and_nothing_is_kept(cast, session):
    path = f"/seances/{session.pk}/classement/"
    assert "Enveloppe de 100 000 € : il reste 30 000 €" in page(cast.reviewer, path)
    assert "Enveloppe de" not in page(cast.reviewer, f"{path}?enveloppe=140000").partition("<tbody>")[2]
    assert "Enveloppe de 1 € : il reste 1 €" in page(cast.reviewer, f"{path}?enveloppe=1")
    assert "Écrivez un montant en chiffres" in page(cast.reviewer, f"{path}?enveloppe=beaucoup")
    assert CommitteeSession.objects.get().envelope == 100_000


def test_the_sheet_is_one_page_for_members(cast, session, files):
    item = sitting.item_of(session, files[0])
    item.report(by=cast.officer, rapporteur=cast.second_reviewer.pk, opinion="À suivre de près.", proposed="65000")
    shown = page(cast.second_reviewer, item.get_absolute_url())
    for words in ("À suivre de près.", "65 000,00 €", "4,00", "Un guichet itinérant."):
        assert words in shown


def test_the_minutes_are_read_again_before_they_are_signed(cast, session, files):
    for file in files:
        sitting.item_of(session, file).adjourn(by=cast.chair, reason="À revoir.")
    path = f"/seances/{session.pk}/proces-verbal.pdf"
    assert by(cast.chair).get(path).status_code == 404
    session.close(by=cast.chair)
    answer = by(cast.chair).get(path)
    assert answer.content.startswith(b"%PDF")
    assert session.fingerprint in page(cast.reviewer, session.get_absolute_url())
    assert "Signer le procès-verbal" in page(cast.officer, "/accueil/")


def test_a_record_that_was_touched_is_shown(cast, session, files):
    for file in files:
        sitting.item_of(session, file).adjourn(by=cast.chair, reason="À revoir.")
    session.close(by=cast.chair)
    CommitteeSession.objects.filter(pk=session.pk).update(snapshot=session.snapshot | {"spent": "1"})
    assert "ne correspond plus à son empreinte" in page(cast.chair, session.get_absolute_url())


def test_pages_cost_the_same_for_three_files_as_for_one(cast, files):
    more = [sitting.deliberable(cast, f"Projet {n}") for n in range(2)]
    one, three = sitting.opened(cast, files[:1]), sitting.opened(cast, [*files[1:], *more])
    counts = []
    for session in (one, three):
        with CaptureQueriesContext(connection) as caught:
            page(cast.chair, session.get_absolute_url())
        counts.append(len(caught))
    assert counts[0] == counts[1], counts
    assert AgendaItem.objects.count() == 4
