"""Several members act at the same moment, in processes of their own: the session holds."""

import pytest

from funding.models import AgendaItem, Ballot, CommitteeSession
from tests import cast as casting
from tests import sitting
from tests.processes import race
from workflows.errors import StepRefused
from workflows.models import Transition

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    return casting.play()


def attempt(argument):
    """What one process does: one step; what it read, or "done"."""
    model, pk, step, by, data = argument
    try:
        getattr(model.objects.get(pk=pk), step)(by=by, **data)
    except StepRefused as refused:
        return str(refused.sentences[0])
    return "done"


def test_two_chairs_close_at_once(cast):
    """The chair on two screens and the secretary: closed once, frozen once, one notice to each member."""
    file = sitting.deliberable(cast, "Un projet")
    session = sitting.opened(cast, [file])
    sitting.carried(sitting.item_of(session, file), cast)
    people = (cast.chair, cast.chair, cast.officer, cast.officer)
    acts = [(CommitteeSession, session.pk, "close", by, {}) for by in people]
    answers = race(attempt, acts)
    assert answers.count("done") == 1, answers
    assert all("a été plus rapide" in answer for answer in answers if answer != "done")
    assert Transition.objects.filter(step="close").count() == 1
    assert CommitteeSession.objects.get(pk=session.pk).intact


def test_closing_and_putting_to_the_vote_do_not_cross(cast):
    """Whoever is first, no closed session has a vote that runs."""
    file = sitting.deliberable(cast, "Un projet")
    session = sitting.opened(cast, [file])
    item = sitting.carried(sitting.item_of(session, file), cast)
    motion = {"outcome": "favourable", "amount": "50000"}
    race(attempt, [
        (CommitteeSession, session.pk, "close", cast.chair, {}),
        (AgendaItem, item.pk, "put_to_vote", cast.officer, motion),
    ])  # fmt: skip
    session, item = CommitteeSession.objects.get(pk=session.pk), AgendaItem.objects.get(pk=item.pk)
    assert (session.state, item.state) in (("closed", "heard"), ("open", "voting"))


def test_everyone_votes_in_secret_at_once_and_every_ballot_counts(cast):
    file = sitting.deliberable(cast, "Un projet")
    session = sitting.opened(cast, [file])
    item = sitting.item_of(session, file)
    item.put_to_vote(by=cast.chair, outcome="favourable", amount="50000", secret=True)
    voters = (cast.chair, cast.reviewer, cast.second_reviewer)
    twice = [(AgendaItem, item.pk, "vote", by, {"choice": "for"}) for by in voters for _again in range(2)]
    answers = race(attempt, twice)
    assert answers.count("done") == 3, answers
    item = AgendaItem.objects.get(pk=item.pk)
    assert (item.secret_for, Ballot.objects.filter(item=item).count()) == (3, 3)


def test_two_files_race_for_the_last_euros(cast):
    """Both motions fit alone; of two counts at once, one carries and the other reads what is left."""
    files = [sitting.deliberable(cast, f"Projet {n}") for n in range(2)]
    session = sitting.opened(cast, files, envelope=100_000)
    items = [sitting.item_of(session, file) for file in files]
    for item in items:
        item.put_to_vote(by=cast.chair, outcome="favourable", amount="60000")
        item.vote(by=cast.chair, choice="for")
    answers = race(attempt, [(AgendaItem, item.pk, "close_vote", cast.chair, {}) for item in items])
    assert answers.count("done") == 1, answers
    assert any("Il reste 40" in answer for answer in answers)
