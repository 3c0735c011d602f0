"""The professional's page of a file: who sees it, who sees which part, and what each part says."""

import pytest

from funding.models import Note
from tests import cast as casting
from tests.funding.desk import PEOPLE, STAFF, as_, queries_of, text_of
from tests.remembered import remembered
from workflows import clock, outbox

pytestmark = pytest.mark.django_db
TABS = ["summary", "answers", "budget", "pieces", "reviews", "decision", "messages", "papers", "journal"]


@pytest.fixture
def cast():
    return casting.play()


def url(file, tab=""):
    return f"/dossiers/{file.handle}/" + (f"?tab={tab}" if tab else "")


def declared(file, *people):
    """Reviewers named and past their declaration: the file is open to them."""
    for person in people:
        file.reviews.create(reviewer=person, assigned_at=clock.now(), no_interest_at=clock.now())


def tabs_of(client, file):
    return [key for key, _label, _on in client.get(url(file)).context["tabs"]]


def test_one_has_to_be_known(client, cast):
    assert "/compte/" in client.get(url(casting.submitted(cast)))["Location"]


@pytest.mark.parametrize("name", PEOPLE)
def test_who_opens_a_filed_file(cast, name):
    file = casting.submitted(cast)
    expected = 404 if name in ("stranger", "reviewer", "second_reviewer") else 200
    assert as_(getattr(cast, name)).get(url(file)).status_code == expected


@pytest.mark.parametrize("name", sorted(STAFF))
def test_drafts_do_not_exist_for_the_administration(cast, name):
    assert as_(getattr(cast, name)).get(url(casting.application(cast))).status_code == 404


@remembered
def delivered(cast, state):
    """So far come, its papers drawn and its people told."""
    file = getattr(casting, state)(cast)
    outbox.drain(but=("mail",))
    return file


@pytest.mark.parametrize("name", ["officer", "manager", "chair", "signatory", "payer", "funder"])
@pytest.mark.parametrize("state", ["submitted", "eligible", "reviewed", "proposed", "awarded"])
def test_every_part_opens_in_every_state(cast, state, name):
    file = delivered(cast, state)
    client = as_(getattr(cast, name))
    for tab in TABS:
        page = text_of(client.get(url(file, tab)))
        assert page.count("<h1") == 1 and "Le guichet qui roule" in page


def test_each_role_has_its_parts(cast):
    file = casting.proposed(cast)
    read = ["summary", "answers", "budget", "pieces"]
    assert tabs_of(as_(cast.officer), file) == [*read, "reviews", "decision", "messages", "papers", "journal"]
    assert tabs_of(as_(cast.signatory), file) == [*read, "reviews", "decision", "papers", "journal"]
    assert tabs_of(as_(cast.funder), file) == [*read, "papers", "journal"]  # reads; the draft decision is not theirs
    assert tabs_of(as_(cast.reviewer), file) == [*read, "reviews"]
    file.award(by=cast.signatory, consent=True)
    assert "decision" in tabs_of(as_(cast.funder), file)


def test_a_part_that_is_not_ones_own_shows_the_first_one(cast):
    file = casting.proposed(cast)
    for tab in ("decision", "reviews", "messages", "nothing", "\x00"):
        page = text_of(as_(cast.funder).get("/dossiers/" + file.handle + "/", {"tab": tab}))
        assert "Le besoin est établi." not in page and "Un projet clair." not in page
        assert "Qui participe" in page


def test_funders_read_and_act_on_nothing(cast):
    page = text_of(as_(cast.funder).get(url(casting.submitted(cast))))
    assert "Rien à faire ici pour vous." in page
    assert page.count("/etapes/") == page.count("/recuse/") == 1  # but stepping aside, if they must


def test_the_ball_says_whose_turn_it_is(cast):
    file = casting.submitted(cast)
    assert "Personne ne suit encore ce dossier" in text_of(as_(cast.officer).get(url(file)))
    file.take_charge(by=cast.officer)
    assert "ball--you" in text_of(as_(cast.officer).get(url(file)))
    assert "Karim Bensaïd vérifie le dossier" in text_of(as_(cast.manager).get(url(file)))
    assert "ball--you" not in text_of(as_(cast.manager).get(url(file)))


def test_why_a_decision_came_back_is_said(cast):
    file = casting.proposed(cast).send_back(by=cast.signatory, reason="Précisez le régime d’aide.")
    page = text_of(as_(cast.officer).get(url(file)))
    assert "Renvoyé par le signataire : Précisez le régime d’aide." in page


def test_the_budget_shows_its_arithmetic(cast):
    page = text_of(as_(cast.officer).get(url(casting.submitted(cast), "budget")))
    assert "80 000" in page and "70 000" in page and "Le calcul de l’aide" in page


# --- reviews


def test_the_grid_gives_marks_mean_and_spread(cast):
    file = casting.eligible(cast)
    file.assign(by=cast.officer, reviewers=[cast.reviewer, cast.second_reviewer], due_on=clock.today())
    reviews = {review.reviewer: review for review in file.reviews.all()}
    reviews[cast.reviewer].submit(by=cast.reviewer, **casting.marks(file, 4))
    low = casting.marks(file, 1) | {f"comment_{c.key}": "Trop vague." for c in file.call.criteria.all()}
    reviews[cast.second_reviewer].submit(by=cast.second_reviewer, **low)
    answer = as_(cast.officer).get(url(file, "reviews"))
    line = answer.context["grid"]["lines"][0]
    assert (str(line["mean"]), line["spread"], line["divergent"]) == ("2.50", 3, True)
    assert "Trop vague." in text_of(answer) and "Rouvrir l’évaluation" in text_of(answer)


def test_a_reviewer_reads_the_others_once_their_own_is_final(cast):
    file = casting.eligible(cast)
    file.assign(by=cast.officer, reviewers=[cast.reviewer, cast.second_reviewer], due_on=clock.today())
    first, second = file.reviews.order_by("id")
    first.submit(by=first.reviewer, **casting.marks(file, 4) | {"opinion": "Avis du premier"})
    second.declare(by=second.reviewer, no_interest=True)
    page = text_of(as_(second.reviewer).get(url(file, "reviews")))
    assert "Avis du premier" not in page and str(first.reviewer) not in page
    assert "Avis du premier" in text_of(as_(first.reviewer).get(url(file, "reviews")))
    assert "Avis du second" not in text_of(as_(first.reviewer).get(url(file, "reviews")))  # nothing to read yet
    second.submit(by=second.reviewer, **casting.marks(file, 3))
    assert "Avis du premier" in text_of(as_(second.reviewer).get(url(file, "reviews")))


def test_applicants_never_read_the_reviews(cast):
    file = casting.reviewed(cast)
    for name in ("holder", "mayor", "partner"):
        page = text_of(as_(getattr(cast, name)).get(url(file, "reviews")))
        assert "Un projet clair." not in page and "Yann Le Goff" not in page


# --- pieces


def test_the_officer_accepts_a_piece_and_takes_it_back(cast):
    file = casting.submitted(cast)
    document = file.documents.get()
    address = f"/dossiers/{file.handle}/pieces/{document.pk}/accepter/"
    answer = as_(cast.officer).post(address, follow=True)
    assert "Pièce acceptée : deliberation.pdf" in text_of(answer)
    document.refresh_from_db()
    assert document.accepted_at is not None
    as_(cast.officer).post(address)
    document.refresh_from_db()
    assert document.accepted_at is None


def test_nobody_else_accepts_pieces(client, cast):
    file = casting.submitted(cast)
    document = file.documents.get()
    address = f"/dossiers/{file.handle}/pieces/{document.pk}/accepter/"
    for name in PEOPLE:
        expected = 404 if name in ("stranger", "reviewer", "second_reviewer") else 403
        if name != "officer":
            assert as_(getattr(cast, name)).post(address).status_code == expected, name
    other = casting.submitted(cast, title="Un autre")
    assert as_(cast.officer).post(f"/dossiers/{other.handle}/pieces/{document.pk}/accepter/").status_code == 404
    assert as_(cast.officer).get(address).status_code == 405
    assert client.post(address).status_code == 302


def test_the_desk_answers_the_holder(cast):
    file = casting.submitted(cast).take_charge(by=cast.officer)
    client = as_(cast.officer)
    client.post(f"/dossiers/{file.handle}/messages/", {"body": "Bonjour, <i>tout</i> est là ?"})
    assert Note.objects.get().by_applicant is False
    assert "&lt;i&gt;tout&lt;/i&gt;" in text_of(client.get(url(file, "messages")))


@pytest.mark.parametrize("tab", TABS)
def test_a_part_costs_the_same_whatever_it_holds(cast, tab):
    """Three reviews, partners and papers cost what one does, but for the doors of each review."""
    client = as_(cast.manager)
    small, large = casting.eligible(cast), casting.proposed(cast)
    for row in range(3):
        person = casting.user(f"Expert{row}", "Trois")
        large.reviews.create(reviewer=person, assigned_at=clock.now(), state="declined")
    few, many = queries_of(client, url(small, tab)), queries_of(client, url(large, tab))
    assert many <= few + (12 if tab in ("reviews", "decision") else 8), (few, many)
    assert few <= 40
