"""No award without its checks and assessments, whatever the detour; no one judges the file of their own structure."""

from datetime import timedelta

import pytest
from django.test import Client

from funding.models import Review
from people import tokens
from tests import cast as casting
from workflows import clock, ticks
from workflows.errors import NotYours, StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def silent(file):
    with clock.at(clock.now() + timedelta(days=63)):
        ticks.tick()
    file.refresh_from_db()
    assert file.state == "implicitly_rejected"
    return file


@pytest.mark.parametrize(
    ("far", "step", "state"),
    [
        (casting.submitted, "resume_check", "submitted"),
        (casting.eligible, "resume_review", "eligible"),
        (casting.proposed, "resume", "under_due_diligence"),
    ],
    ids=["submitted", "eligible", "proposed"],
)
def test_a_file_is_taken_up_again_where_silence_found_it(cast, far, step, state):
    file = silent(far(cast))
    with clock.at(clock.now() + timedelta(days=64)):
        for other in {"resume_check", "resume_review", "resume"} - {step}:
            with pytest.raises(StepRefused):
                getattr(file, other)(by=cast.officer)
        assert getattr(file, step)(by=cast.officer).state == state


@pytest.mark.parametrize(
    ("far", "step", "state"),
    [
        (casting.submitted, "send_back_to_check", "submitted"),
        (casting.eligible, "send_back_to_review", "eligible"),
        (lambda cast: casting.reviewed(cast).examine(by=cast.officer), "send_back", "under_due_diligence"),
    ],
    ids=["submitted", "eligible", "examined"],
)
def test_a_project_sent_back_returns_to_where_it_was_drawn_up(cast, far, step, state):
    """Else a refusal proposed before any assessment, then sent back, would end as an award without one."""
    file = far(cast)
    if state == "under_due_diligence":
        file.propose(by=cast.officer, kind="rejection", reasons="Hors champ.")
    else:
        file.propose_refusal(by=cast.officer, reasons="Hors champ.")
    for other in {"send_back", "send_back_to_review", "send_back_to_check"} - {step}:
        with pytest.raises(StepRefused):
            getattr(file, other)(by=cast.signatory, reason="Revoyez.")
    assert getattr(file, step)(by=cast.signatory, reason="Revoyez.").state == state


def test_a_review_comes_too_late_once_the_decision_is_signed(cast):
    file = casting.eligible(cast)
    third = casting.mandate(casting.user("Nour", "Haddad"), "reviewer", scope=("programme", cast.programme.pk))
    people = [cast.reviewer, cast.second_reviewer, third]
    file.assign(by=cast.officer, reviewers=people, due_on=clock.today() + timedelta(days=21))
    for review in file.reviews.exclude(reviewer=third):
        review.submit(by=review.reviewer, **casting.marks(file, 4))
    file.examine(by=cast.officer)
    file.propose(by=cast.officer, kind="rejection", reasons="Hors champ.")
    file.reject(by=cast.signatory, consent=True)
    with pytest.raises(StepRefused):
        file.reviews.get(reviewer=third).submit(by=third, **casting.marks(file, 5))
    assert file.reviews.filter(state="submitted").count() == 2


@pytest.mark.parametrize("office", ["officer", "signatory", "chair", "finance"])
def test_nobody_holds_an_office_on_the_file_of_a_structure_they_belong_to(cast, office):
    """Law 2013-907, art. 2: an elected member of a partner who also instructs, chairs, signs or pays steps aside."""
    file = casting.proposed(cast)
    judge = casting.user("Jean", "Deux-Casquettes")
    casting.mandate(judge, office, scope=("programme", cast.programme.pk))
    assert file.roles_of(judge)
    casting.member(judge, cast.association, "viewer")
    assert {role.code for role in file.roles_of(judge)} == {"partner"}
    with pytest.raises(NotYours):
        file.award(by=judge, consent=True)
    assert not Review.objects.visible_to(judge).exists()
    assert file.handle not in signed_in(judge).get("/decisions/").content.decode()


@pytest.mark.parametrize("reader", ["reviewer", "funder", "payer"])
def test_a_project_of_decision_is_not_told_before_it_is_signed(cast, reader):
    """Reviewers, funders and payers learn the outcome with everyone: not from the API, nor from the file's page."""
    file, person = casting.proposed(cast), cast.people[reader]
    key = tokens.create(person, "tests")[1]
    answer = Client().get(f"/api/applications/{file.handle}", HTTP_AUTHORIZATION=f"Bearer {key}")
    assert answer.json()["decision"] is None
    page = signed_in(person).get(file.get_absolute_url()).content.decode()
    assert "attribution" not in page.lower()


@pytest.mark.parametrize("reader", ["reviewer", "funder"])
def test_why_the_signatory_sent_it_back_stays_among_those_who_prepare_it(cast, reader):
    file = casting.proposed(cast).send_back(by=cast.signatory, reason="Baissez le montant de moitié.")
    for person, told in ((cast.officer, True), (cast.people[reader], False)):
        page = signed_in(person).get(file.get_absolute_url()).content.decode()
        assert ("Baissez le montant" in page) is told
