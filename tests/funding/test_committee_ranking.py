"""AT-K1 to AT-K3 through the session: scores without the recused, thresholds, the cut, and what the ranking settles."""

from datetime import timedelta
from decimal import Decimal

import pytest

from funding import conflicts
from funding.deliberation import Deliberation
from funding.models import AgendaItem, Call, Criterion
from people.models import Mandate
from tests import cast as casting
from tests import sitting
from workflows import clock
from workflows.errors import StepRefused

pytestmark = pytest.mark.django_db

A, B, C = (4, 5, 3), (3, 4, 4), (5, 3, 2)
KEYS = ("need", "impact", "feasibility")


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def jury(cast):
    """The grid of AT-K1 (need 2, impact 3, feasibility 1, at least 3.00), and three reviewers who sit."""
    cast.call.criteria.all().delete()
    for position, (key, weight) in enumerate(zip(KEYS, (2, 3, 1), strict=True)):
        threshold = Decimal(3) if key == "feasibility" else None
        Criterion.objects.create(
            call=cast.call, position=position, key=key, name=key, weight=Decimal(weight), threshold=threshold
        )
    Call.objects.filter(pk=cast.call.pk).update(reviews_wanted=3)
    cast.call.refresh_from_db()
    third = casting.user("Carole", "Tiers")
    cast.people["third"] = casting.mandate(
        third, Mandate.Role.REVIEWER, scope=("programme", cast.programme.pk)
    )  # fmt: skip
    conflicts.declare(third, cast.call, kind="none")
    return cast


def marks(*given):
    return {
        name: dict(zip(KEYS, values, strict=True))
        for name, values in zip(("reviewer", "second_reviewer", "third"), given, strict=True)
    }


def scored(session, file):
    return Deliberation(session).scores[sitting.item_of(session, file).pk]


def test_AT_K1_and_K2_through_the_session(jury):
    """3.83; feasibility passes exactly; C steps aside: 4.00, and a call that wants three scores ranks it no more."""
    file = sitting.deliberable(jury, "Un lieu", reviewers=marks(A, B, C))
    session = sitting.prepared(jury, [file])
    sitting.seat(session, jury, "third", "citizens")
    session.convene(by=jury.manager)
    found = scored(session, file)
    assert found.score == Decimal("3.83")
    assert found.means["feasibility"] == Decimal("3.00")
    assert found.rankable
    sitting.item_of(session, file).recuse(by=jury.third, reason="J’ai conseillé ce porteur.")
    found = scored(session, file)
    assert found.score == Decimal("4.00")
    assert "2 sur 3" in found.refusals[0].sentence
    Call.objects.filter(pk=jury.call.pk).update(reviews_wanted=2)
    session = type(session).objects.get(pk=session.pk)
    assert scored(session, file).rankable


def test_a_file_that_cannot_be_ranked_is_not_proposed(jury):
    file = sitting.deliberable(jury, "Infaisable", reviewers=marks((5, 5, 2), (5, 5, 3), (5, 5, 3)))
    session = sitting.opened(jury, [file])
    item = sitting.item_of(session, file)
    with pytest.raises(StepRefused) as caught:
        item.put_to_vote(by=jury.chair, outcome="favourable", amount="1000")
    assert "2,66" in caught.value.sentences[0]  # 8/3: never rounded up to the threshold
    assert item.put_to_vote(by=jury.chair, outcome="unfavourable").state == "voting"


def proposals(cast, envelope, *thousands, allow_skip=False):
    """Files in the order of their scores; the call would give so much to each."""
    Call.objects.filter(pk=cast.call.pk).update(
        envelope=1_000_000, max_aid=None, max_total_cost=None, allow_skip=allow_skip
    )
    cast.call.refresh_from_db()
    files = [sitting.deliberable(cast, f"Projet {n}", cost=1_000_000, value=4 - n) for n in range(len(thousands))]
    session = sitting.opened(cast, files, envelope=Decimal(envelope))
    for file, amount in zip(files, thousands, strict=True):
        sitting.item_of(session, file).report(by=cast.officer, proposed=str(amount * 1000), opinion="Bien.")
    return session


def outcomes(session):
    return [
        (item.outcome, int(item.amount)) for item in AgendaItem.objects.filter(session=session).order_by("position")
    ]


@pytest.mark.parametrize(
    ("allow_skip", "fourth", "spent"), [(False, ("reserve", 0), 750_000), (True, ("favourable", 200_000), 950_000)]
)
def test_AT_K3_the_ranking_settles_what_nobody_voted_on(cast, allow_skip, fourth, spent):
    session = proposals(cast, 1_000_000, 400, 350, 300, 200, allow_skip=allow_skip)
    session.adopt_ranking(by=cast.chair, consent=True)
    assert outcomes(session) == [("favourable", 400_000), ("favourable", 350_000), ("reserve", 0), fourth]
    session.close(by=cast.chair)
    assert Decimal(session.snapshot["spent"]) == spent
    assert [row["rank"] for row in session.snapshot["files"]] == [1, 2, 3, 4]


@pytest.mark.parametrize(("places", "listed"), [(0, 0), (1, 1), (2, 2), (9, 3)])
def test_the_reserve_list_holds_as_many_as_the_chair_says(cast, places, listed):
    session = proposals(cast, 400_000, 400, 350, 300, 200)
    session.adopt_ranking(by=cast.chair, consent=True, reserve=places)
    below = [("reserve", 0)] * listed + [("unfavourable", 0)] * (3 - listed)
    assert outcomes(session) == [("favourable", 400_000), *below]


def test_a_place_given_by_a_vote_is_one_of_the_reserve_list(cast):
    session = proposals(cast, 400_000, 400, 350, 300, 200)
    sitting.carried(AgendaItem.objects.get(session=session, position=4), cast, "reserve", "0")
    session.adopt_ranking(by=cast.chair, consent=True, reserve=2)
    assert [outcome for outcome, _amount in outcomes(session)] == ["favourable", "reserve", "unfavourable", "reserve"]


def test_what_the_committee_voted_comes_out_of_the_envelope_first(cast):
    """The last of the ranking was retained by a vote: what is left is 650 000 €, and the second no longer fits."""
    session = proposals(cast, 1_000_000, 400, 350, 300, 350)
    item = AgendaItem.objects.get(session=session, position=4)
    sitting.carried(item, cast, amount="350000")
    session.adopt_ranking(by=cast.chair, consent=True)
    assert outcomes(session) == [("favourable", 400_000), ("reserve", 0), ("reserve", 0), ("favourable", 350_000)]


def test_the_first_tie_break_that_differs_is_written_in_the_minutes(cast):
    early = sitting.deliberable(cast, "Le premier")
    with clock.at(clock.now() + timedelta(hours=1)):
        late = sitting.deliberable(cast, "Le second")
        session = sitting.opened(cast, [late, early])
        session.adopt_ranking(by=cast.chair, consent=True)
        session.close(by=cast.chair)
    rows = {row["title"]: row for row in session.snapshot["files"]}
    assert (rows["Le premier"]["rank"], rows["Le second"]["rank"]) == (1, 2)
    assert rows["Le second"]["decided_by"] == "earliest"


def test_the_line_moves_with_the_envelope_that_is_tried(cast):
    session = proposals(cast, 1_000_000, 400, 350, 300, 200)
    sitting_now = Deliberation(session)
    tried = {0: 0, 399_999: 0, 400_000: 1, 1_250_000: 4}
    assert {amount: len(sitting_now.cut(Decimal(amount)).awarded) for amount in tried} == tried


def test_reading_a_session_costs_the_same_for_three_files_as_for_one(cast, django_assert_num_queries):
    files = [sitting.deliberable(cast, f"Projet {n}") for n in range(3)]
    one, three = sitting.prepared(cast, files[:1]), sitting.prepared(cast, files[1:])
    for session in (one, three):
        sitting_now = Deliberation(session)
        with django_assert_num_queries(10):
            assert len(sitting_now.places) == len(sitting_now.items)
            assert sitting_now.quorum_sentences()
