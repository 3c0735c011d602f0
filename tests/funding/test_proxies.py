"""A member who is away lends their voice, where the session's own rules allow it."""

import pytest
from django.test import Client

from funding import conflicts
from funding.deliberation import Deliberation
from funding.models import AgendaItem, Ballot, CommitteeSession, Proxy
from funding.papers import committee as papers
from tests import cast as casting
from tests import sitting
from tests.words import plain
from workflows.errors import FormRefused, NotYours, StepRefused
from workflows.models import Transition

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def file(cast):
    return sitting.deliberable(cast, "Le guichet qui roule")


def opened(cast, file, **rules):
    """The second reviewer is away."""
    session = sitting.opened(cast, [file], **{"proxies_each": 1, **rules})
    session.check_out(by=cast.second_reviewer)
    return CommitteeSession.objects.get(pk=session.pk)


def seat(session, person):
    return session.seats.get(user=person)


def voted_on(session, file, cast, **more):
    item = sitting.item_of(session, file)
    return item.put_to_vote(by=cast.chair, outcome="favourable", amount="70000", **more)


def wrong(call, *args, **kwargs):
    with pytest.raises(FormRefused) as caught:
        call(*args, **kwargs)
    return plain(str(caught.value.form.errors))


def test_the_holder_votes_for_each_and_the_minutes_name_the_proxy(cast, file):
    session = opened(cast, file)
    session.give_proxy(by=cast.second_reviewer, holder=seat(session, cast.reviewer).pk)
    item = voted_on(session, file, cast)
    item.vote(by=cast.chair, choice="against")
    item.vote(by=cast.reviewer, choice="for")
    item.vote(by=cast.reviewer, choice="for", seat=seat(session, cast.second_reviewer).pk)
    lent = Ballot.objects.get(seat__user=cast.second_reviewer)
    assert lent.cast_by.user == cast.reviewer and Ballot.objects.exclude(cast_by=None).count() == 1
    item = AgendaItem.objects.get(pk=item.pk).close_vote(by=cast.chair)
    assert (item.rounds[0]["for"], item.rounds[0]["by_proxy"], item.outcome) == (2, 1, "favourable")
    session = CommitteeSession.objects.get(pk=session.pk).close(by=cast.chair)
    told = papers.minutes(session, None)
    assert [(p["giver"], p["holder"]) for p in told["proxies"]] == [
        (cast.second_reviewer.get_full_name(), cast.reviewer.get_full_name())
    ]
    assert "ne compte pas dans le quorum" in told["proxy_rule"] and told["files"][0]["votes"][0]["by_proxy"] == 1
    assert session.snapshot["proxies"]["in_quorum"] is False
    assert not Proxy.objects.running().exists()


def test_none_where_the_session_says_nothing(cast, file):
    session = opened(cast, file, proxies_each=0)
    with pytest.raises(StepRefused):
        session.give_proxy(by=cast.second_reviewer, holder=seat(session, cast.reviewer).pk)
    assert papers.convocation(session, None)["proxy_rule"] == ""


def test_a_proxy_is_in_no_quorum(cast, file):
    session = opened(cast, file, quorum=3)
    session.give_proxy(by=cast.second_reviewer, holder=seat(session, cast.reviewer).pk)
    with pytest.raises(StepRefused, match="quorum"):
        voted_on(session, file, cast)


def test_whoever_is_there_gives_none_and_their_arrival_ends_it(cast, file):
    session = opened(cast, file)
    with pytest.raises(StepRefused, match="votez vous-même"):
        session.give_proxy(by=cast.reviewer, holder=seat(session, cast.chair).pk)
    session.give_proxy(by=cast.second_reviewer, holder=seat(session, cast.reviewer).pk)
    item = voted_on(session, file, cast)
    session.check_in(by=cast.second_reviewer)
    assert not Proxy.objects.running().exists()
    assert "pouvoir" in wrong(item.vote, by=cast.reviewer, choice="for", seat=seat(session, cast.second_reviewer).pk)
    item.vote(by=cast.second_reviewer, choice="for")
    assert Ballot.objects.get().cast_by is None


def test_the_rules_bound_whom_one_may_choose(cast, file):
    session = sitting.prepared(cast, [file], proxies_each=1, proxies_within_college=True)
    sitting.seat(session, cast, "funder", "experts")
    session.convene(by=cast.manager)
    give = session.give_proxy
    assert "même collège" in wrong(give, by=cast.reviewer, holder=seat(session, cast.chair).pk)
    assert "autre personne" in wrong(give, by=cast.reviewer, holder=seat(session, cast.reviewer).pk)
    give(by=cast.reviewer, holder=seat(session, cast.funder).pk)
    assert "déjà autant" in wrong(give, by=cast.second_reviewer, holder=seat(session, cast.funder).pk)
    give(by=cast.reviewer, holder=seat(session, cast.second_reviewer).pk)  # in place of the first
    assert [(p.giver.user, p.holder.user) for p in Proxy.objects.running()] == [(cast.reviewer, cast.second_reviewer)]
    give(by=cast.reviewer)
    assert not Proxy.objects.running().exists()
    with pytest.raises(StepRefused, match="sans voix"):
        give(by=cast.officer, holder=seat(session, cast.funder).pk)


def test_the_secretary_notes_a_proxy_that_came_on_paper(cast, file):
    session = opened(cast, file)
    away, here = seat(session, cast.second_reviewer).pk, seat(session, cast.reviewer).pk
    assert "giver" in wrong(session.record_proxy, by=cast.officer, giver=here, holder=away)
    session.record_proxy(by=cast.officer, giver=away, holder=here)
    assert Proxy.objects.running().get().holder.user == cast.reviewer
    with pytest.raises(NotYours):
        session.record_proxy(by=cast.reviewer, giver=away, holder=here)


@pytest.mark.parametrize("who", ["reviewer", "second_reviewer"])
def test_who_steps_aside_neither_gives_nor_holds_on_the_file(cast, file, who):
    session = opened(cast, file, quorum=1)
    session.give_proxy(by=cast.second_reviewer, holder=seat(session, cast.reviewer).pk)
    conflicts.declare(getattr(cast, who), cast.call, kind="link", reason="Un lien.", application=file)
    item = sitting.item_of(session, file)
    assert Deliberation(session, [item]).lent(item) == {}
    item.put_to_vote(by=cast.chair, outcome="unfavourable")
    lent = seat(session, cast.second_reviewer).pk
    with pytest.raises((FormRefused, NotYours)):
        item.vote(by=cast.reviewer, choice="for", seat=lent)
    assert not Ballot.objects.exists()


def test_a_holder_who_leaves_lends_nothing_and_who_voted_for_another_stays(cast, file):
    session = opened(cast, file, quorum=1)
    session.give_proxy(by=cast.second_reviewer, holder=seat(session, cast.reviewer).pk)
    item = voted_on(session, file, cast)
    lent = seat(session, cast.second_reviewer).pk
    session.check_out(by=cast.reviewer)
    assert wrong_or_refused(item.vote, by=cast.reviewer, choice="for", seat=lent)
    session.check_in(by=cast.reviewer)
    item.vote(by=cast.reviewer, choice="for", seat=lent)
    for gone in (cast.reviewer, cast.second_reviewer):
        with pytest.raises(StepRefused, match="déjà voté"):
            item.recuse(by=gone, reason="Un lien.")


def wrong_or_refused(call, **given):
    with pytest.raises((FormRefused, StepRefused)):
        call(**given)
    return True


def test_a_secret_ballot_by_proxy_is_cast_once_and_tells_nothing(cast, file):
    session = opened(cast, file)
    session.give_proxy(by=cast.second_reviewer, holder=seat(session, cast.reviewer).pk)
    item, lent = voted_on(session, file, cast, secret=True), seat(session, cast.second_reviewer).pk
    item.vote(by=cast.reviewer, choice="for")
    item.vote(by=cast.reviewer, choice="against", seat=lent)
    with pytest.raises(StepRefused, match="ne se reprend pas"):
        item.vote(by=cast.reviewer, choice="for", seat=lent)
    assert set(Ballot.objects.values_list("choice", "cast_at")) == {("", None)}
    told = [entry.inputs for entry in Transition.objects.filter(step="vote")]
    assert len(told) == 2 and not any("choice" in inputs for inputs in told)


def test_the_live_page_has_buttons_for_each_voice(cast, file):
    session = opened(cast, file)
    session.give_proxy(by=cast.second_reviewer, holder=seat(session, cast.reviewer).pk)
    item, lent = voted_on(session, file, cast), seat(session, cast.second_reviewer)
    client = Client()
    client.force_login(cast.reviewer)
    shown = plain(client.get(session.get_absolute_url()).text)
    assert f"Pour {lent}, dont vous tenez le pouvoir" in shown and f"pouvoir à {cast.reviewer}" in shown
    sent = {"choice": "abstain", "seat": lent.pk, "next": session.get_absolute_url()}
    assert client.post(f"/etapes/agendaitem/{item.pk}/vote/", sent).status_code == 302
    assert Ballot.objects.get().seat == lent
    other = Client()
    other.force_login(cast.chair)
    assert "dont vous tenez" not in plain(other.get(session.get_absolute_url()).text)
    assert other.post(f"/etapes/agendaitem/{item.pk}/vote/", sent).status_code == 422
