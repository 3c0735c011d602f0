"""Assignment of a whole call: proposed, changed, sent file by file; who is absent replaced; reminders in their time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from funding import assigning, conflicts
from funding.models import AssignmentPlan, Review, ReviewerProfile
from people.models import Mandate
from tests import cast as casting
from tests.funding.desk import PEOPLE, as_, queries_of, text_of
from workflows import clock, outbox, ticks
from workflows.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """Four reviewers in the pool, three files to assign."""
    cast = casting.play()
    everywhere = ("programme", cast.programme.pk)
    for first, last in (("Théo", "Blin"), ("Zoé", "Caron")):
        cast.people[first] = casting.mandate(casting.user(first, last), Mandate.Role.REVIEWER, scope=everywhere)
    cast.files = [
        casting.eligible(cast, title=title) for title in ("La mobilité douce", "Santé au village", "Un tiers-lieu")
    ]
    return cast


def due():
    return clock.today() + timedelta(days=20)


def page(cast, part=""):
    return f"/appels/{cast.call.code}/affectation/{part}"


def propose(cast):
    return assigning.draw_up(cast.call, by=cast.officer, wanted=2, due_on=due())


def test_each_file_gets_its_reviewers_and_loads_are_even(cast):
    plan = propose(cast)
    assert plan.rows.count() == 6 and not Review.objects.exists()
    loads = sorted(member.planned for member in assigning.pool(cast.call, plan))
    assert loads == [1, 1, 2, 2]


def test_expertise_is_read_in_the_files_words(cast):
    ReviewerProfile.objects.create(user=cast.reviewer, themes=["mobilités"], departments=["77"], capacity=1)
    plan = propose(cast)
    row = plan.rows.get(reviewer=cast.reviewer)
    assert row.application.title == "La mobilité douce" and row.matched == ["mobilités", "77"]


def test_no_conflict_no_absent_and_nobody_over_capacity(cast):
    conflicts.declare(cast.reviewer, cast.call, kind="link", reason="Candidate.")
    ReviewerProfile.objects.create(user=cast.second_reviewer, away_from=clock.today(), away_until=due())
    casting.member(cast.people["Théo"], cast.association)  # bars from these files
    plan = propose(cast)
    assert set(plan.rows.values_list("reviewer", flat=True)) == {cast.people["Zoé"].pk}
    ReviewerProfile.objects.create(user=cast.people["Zoé"], capacity=2)
    assert propose(cast).rows.count() == 2 and AssignmentPlan.objects.count() == 1


def test_what_looks_like_a_link_is_not_proposed_but_may_be_chosen_by_hand(cast):
    """The same mail domain as a member of the association: a person decides, not the product."""
    cast.people["Zoé"].email = "zoe@roulemabrie.example"
    cast.people["Zoé"].save()
    cast.partner.email = "bruno@roulemabrie.example"
    cast.partner.save()
    plan = propose(cast)
    assert not plan.rows.filter(reviewer=cast.people["Zoé"]).exists()
    client = as_(cast.officer)
    url = page(cast, f"{cast.files[0].pk}/")
    shown = text_of(client.get(url))
    assert "même domaine (roulemabrie.example)" in shown
    chosen = [cast.people["Zoé"].pk, cast.reviewer.pk]
    client.post(url, {"reviewer": [*chosen, cast.stranger.pk]})  # who is not in the pool is not put there
    assert sorted(plan.rows.filter(application=cast.files[0]).values_list("reviewer", flat=True)) == sorted(chosen)


def test_sending_goes_file_by_file_and_one_refusal_stops_no_other(cast):
    plan = propose(cast)
    client = as_(cast.officer)
    barred = plan.rows.filter(application=cast.files[1]).first().reviewer
    conflicts.declare(barred, cast.call, kind="link", reason="Son frère.", application=cast.files[1])
    cast.files[2].withdraw(by=cast.mayor)
    assert client.post(page(cast, "envoyer/")).status_code == 302
    assert client.post(page(cast, "envoyer/")).status_code == 302  # twice sends once
    outbox.drain(but=("paper",))
    assert Review.objects.count() == 2 == cast.files[0].reviews.count()
    assert set(cast.files[0].reviews.values_list("due_on", flat=True)) == {plan.due_on}
    shown = text_of(client.get(page(cast)))
    assert "1 dossiers affectés sur 3" in shown and "lien d’intérêt" in shown and cast.files[2].reference in shown


def test_each_reviewer_reads_one_message_for_all_their_files(cast):
    plan = propose(cast)
    busiest = max(assigning.pool(cast.call, plan), key=lambda member: member.planned).user
    assigning.send(plan, by=cast.officer)
    outbox.drain(but=("paper",))
    told = Message.objects.filter(to=busiest)
    assert [message.notice for message in told] == ["reviews_assigned"]
    assert told.get().subject.startswith("2 dossiers")


def test_the_digest_waits_for_every_file(cast):
    plan = propose(cast)
    assigning.send(plan, by=cast.officer)
    assert not outbox.deliver(f"funding.plan.{plan.pk}.digest")
    assert not Message.objects.filter(notice="reviews_assigned").exists()


def test_a_second_proposal_asks_only_for_what_is_missing(cast):
    assigning.send(propose(cast), by=cast.officer)
    outbox.drain(but=("paper",))
    review = cast.files[0].reviews.first()
    review.stand_down(by=review.reviewer, reason="En congé.")
    again = propose(cast)
    row = again.rows.get()
    assert row.application_id == cast.files[0].pk and row.reviewer != review.reviewer


def test_who_is_absent_is_replaced_in_bulk(cast):
    assigning.send(propose(cast), by=cast.officer)
    outbox.drain(but=("paper",))
    absent = Review.objects.first().reviewer
    owed = Review.objects.filter(reviewer=absent).count()
    Message.objects.all().delete()
    client = as_(cast.officer)
    url = f"/appels/{cast.call.code}/evaluateurs/{absent.pk}/remplacer/"
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "En arrêt.", "until": due().isoformat()}).status_code == 302
    outbox.drain(but=("paper",))
    assert not Review.objects.active().filter(reviewer=absent).exists()
    assert Message.objects.filter(to=absent).count() == 1  # one message, not one for each file
    again = propose(cast)
    assert again.rows.count() == owed and not again.rows.filter(reviewer=absent).exists()
    absent_client = as_(absent)
    assert absent_client.get(cast.files[0].get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", PEOPLE)
def test_only_the_officer_assigns(cast, name):
    propose(cast)
    client = as_(getattr(cast, name))
    expected = 200 if name == "officer" else 403
    for part in ("", f"{cast.files[0].pk}/"):
        assert client.get(page(cast, part)).status_code == expected
    for part in ("proposer/", "envoyer/", "abandonner/"):
        if name != "officer":
            assert client.post(page(cast, part)).status_code == 403
    assert AssignmentPlan.objects.get().sent_at is None


def test_a_file_closed_to_the_officer_is_neither_shown_nor_assigned(cast):
    cast.files[0].recuse(by=cast.officer, reason="Mon conjoint y travaille.")
    plan = propose(cast)
    assert not plan.rows.filter(application=cast.files[0]).exists()
    shown = text_of(as_(cast.officer).get(page(cast)))
    assert "La mobilité douce" not in shown and "2 dossiers manquent" in shown


def test_the_page_costs_the_same_with_three_files_and_with_six(cast):
    propose(cast)
    client = as_(cast.officer)
    before = queries_of(client, page(cast))
    for number in range(3):
        casting.eligible(cast, title=f"Encore {number}")
    propose(cast)
    assert queries_of(client, page(cast)) == before <= 26


def test_the_profile_is_ones_own_to_write(cast):
    client = as_(cast.reviewer)
    typed = {"words": "Mobilité, santé,, mobilité", "places": "77", "capacity": "4", "away_from": "", "away_until": ""}
    assert client.post("/evaluations/profil/", typed).status_code == 302
    profile = cast.reviewer.reviewer_profile
    assert (profile.themes, profile.departments, profile.capacity) == (["mobilité", "santé"], ["77"], 4)
    assert client.post("/evaluations/profil/", typed | {"places": "99"}).status_code == 422
    assert client.post("/evaluations/profil/", typed | {"away_from": "2026-05-02"}).status_code == 422
    assert as_(cast.officer).get("/evaluations/profil/").status_code == 404


@pytest.mark.parametrize("wanted", ["0", "11", "deux", ""])
def test_a_proposal_of_nonsense_is_refused(cast, wanted):
    as_(cast.officer).post(page(cast, "proposer/"), {"wanted": wanted, "due_on": due().isoformat()})
    as_(cast.officer).post(page(cast, "proposer/"), {"wanted": "2", "due_on": clock.today().isoformat()})
    assert not AssignmentPlan.objects.exists()


def test_reminders_come_seven_days_and_one_day_before_once_each(cast):
    """N02, by the clock: J−7, J−1; a minute later nothing more is said, and nothing once the sheet is given."""
    file, ten = cast.files[0], clock.now().astimezone(clock.PARIS).replace(hour=10)
    with clock.at(ten):
        file.assign(by=cast.officer, reviewers=[cast.reviewer, cast.second_reviewer], due_on=due())
    given = file.reviews.get(reviewer=cast.second_reviewer)
    given.submit(by=cast.second_reviewer, **casting.marks(file, 4))
    said = []
    for day in range(22):
        for hour in (1, 2):
            with clock.at(ten + timedelta(days=day, hours=hour)):
                ticks.tick()
                outbox.drain(but=("paper",))
        said.append(Message.objects.filter(notice="review_due", to=cast.reviewer).count())
    assert [day for day in range(1, 22) if said[day] > said[day - 1]] == [13, 19]
    assert not Message.objects.filter(notice="review_due", to=cast.second_reviewer).exists()
