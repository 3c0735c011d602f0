"""Reviewers' pages: the declaration before any content, the draft that is never lost, the sheet handed in."""

from datetime import timedelta

import pytest

from funding.models import Review
from tests import cast as casting
from tests.funding.desk import PEOPLE, as_, queries_of, text_of
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def review(cast):
    file = casting.eligible(cast)
    file.assign(by=cast.officer, reviewers=[cast.reviewer, cast.second_reviewer], due_on=clock.today())
    return file.reviews.get(reviewer=cast.reviewer)


@pytest.fixture
def open_review(review, cast):
    return review.declare(by=cast.reviewer, no_interest=True)


def step(review, name):
    return f"/etapes/review/{review.pk}/{name}/"


def sheet(review, value="4", **changes):
    marks = {f"mark_{c.key}": value for c in review.application.call.criteria.all()}
    return marks | {"opinion": "Un projet clair."} | changes


def first_key(review):
    return review.application.call.criteria.first().key


def test_one_has_to_be_known(client, review):
    for url in ("/evaluations/", review.get_absolute_url()):
        assert "/compte/" in client.get(url)["Location"]
    assert "/compte/" in client.post(f"/evaluations/{review.pk}/brouillon/")["Location"]


@pytest.mark.parametrize("name", PEOPLE)
def test_who_opens_a_review(cast, review, name):
    answer = as_(getattr(cast, name)).get(review.get_absolute_url())
    if name == "reviewer":
        assert answer.status_code == 200
    elif name in ("officer", "manager", "chair"):
        assert answer["Location"].endswith("?tab=reviews")
    else:
        assert answer.status_code == 404  # another reviewer's is not one's own


def test_nothing_of_the_content_before_the_declaration(cast, review):
    client, file = as_(cast.reviewer), review.application
    page = text_of(client.get(review.get_absolute_url()))
    assert "Avant de lire ce dossier" in page and "Roule ma Brie" in page
    for secret in ("Le service public s’éloigne", "guichet itinérant", "80 000"):
        assert secret not in page
        assert secret not in text_of(client.get(step(review, "submit")))
    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.get(file.documents.get().get_absolute_url()).status_code == 404
    assert client.post(f"/evaluations/{review.pk}/brouillon/", sheet(review)).status_code == 404


def test_the_declaration_is_dated_and_opens_the_file(cast, review):
    client = as_(cast.reviewer)
    assert client.post(step(review, "declare"), {}).status_code == 422
    page = text_of(client.post(step(review, "declare"), {"no_interest": "on"}, follow=True))
    assert "Le service public s’éloigne" in page and "Aucun lien d’intérêt, déclaré" in page
    review.refresh_from_db()
    assert review.no_interest_at and review.journal().last().step == "declare"
    assert client.get(review.application.get_absolute_url()).status_code == 200
    assert client.post(step(review, "declare"), {"no_interest": "on"}).status_code == 409  # once


def test_stepping_aside_closes_the_file(cast, open_review):
    client = as_(cast.reviewer)
    assert client.post(step(open_review, "decline"), {"reason": ""}).status_code == 422
    answer = client.post(step(open_review, "decline"), {"reason": "J’y ai travaillé."}, follow=True)
    assert answer.status_code == 200 and "ne vous est plus ouvert" in text_of(answer)
    assert client.get(open_review.application.get_absolute_url()).status_code == 404
    assert client.get(open_review.get_absolute_url()).status_code == 404
    assert open_review.application.interests.get(user=cast.reviewer).kind == "link"


def test_standing_down_is_no_link(cast, open_review):
    client = as_(cast.reviewer)
    answer = client.post(step(open_review, "stand_down"), {"reason": "En congé."}, follow=True)
    assert "n’évaluez plus" in text_of(answer)
    assert not open_review.application.interests.filter(user=cast.reviewer).exists()
    assert client.get(open_review.application.get_absolute_url()).status_code == 404


def test_the_call_comes_before_its_files(cast, review):
    """Domain K: a declaration for the call, then per file."""
    cast.reviewer.interests.all().delete()
    client = as_(cast.reviewer)
    answer = client.get(review.get_absolute_url())
    assert answer["Location"] == f"/appels/{cast.call.code}/interets/?next={review.pk}"
    assert client.post(step(review, "declare"), {"no_interest": "on"}).status_code == 409
    assert client.post(step(review, "submit"), sheet(review, no_interest="on")).status_code == 409
    page, said = answer["Location"], {"kind": "link", "reason": "", "next": str(review.pk)}
    assert client.post(page, said).status_code == 422
    assert client.post(page, said | {"kind": "none"})["Location"] == review.get_absolute_url()
    assert client.get(review.get_absolute_url()).status_code == 200
    assert client.post(page, said | {"kind": "link", "reason": "Je suis candidate."}).status_code == 302
    review.refresh_from_db()
    assert review.state == "declined" and client.get(review.get_absolute_url()).status_code == 404


def test_a_sheet_after_its_day_or_after_the_decision_is_refused(cast, open_review):
    client, tomorrow = as_(cast.reviewer), clock.now() + timedelta(days=1, hours=12)
    with clock.at(tomorrow):
        answer = client.post(step(open_review, "submit"), sheet(open_review))
        assert answer.status_code == 409 and "ne peut plus être remise" in text_of(answer)
    open_review.extend(by=cast.officer, due_on=clock.today() + timedelta(days=9))
    casting._force(open_review.application, "decision_proposed")
    answer = client.post(step(open_review, "submit"), sheet(open_review))
    assert answer.status_code == 409 and "est close" in text_of(answer)


@pytest.mark.parametrize("mark", ["3.5", "6", "-1", "3,5", "trois", ""])
def test_a_mark_is_a_whole_number(cast, open_review, mark):
    answer = as_(cast.reviewer).post(step(open_review, "submit"), sheet(open_review, mark))
    assert answer.status_code == 422


def test_a_draft_keeps_marks_and_words_and_nothing_else(cast, open_review):
    key, client = first_key(open_review), as_(cast.reviewer)
    typed = {f"mark_{key}": "5", f"comment_{key}": "Bien\x00vu <b>", "opinion": "", "state": "submitted", "mark_x": "3"}
    answer = client.post(f"/evaluations/{open_review.pk}/brouillon/", typed, follow=True)
    assert "n’est pas encore remise" in text_of(answer)
    open_review.refresh_from_db()
    assert open_review.draft == {f"mark_{key}": "5", f"comment_{key}": "Bienvu <b>", "opinion": ""}
    assert open_review.state == "assigned"
    page = text_of(client.get(open_review.get_absolute_url()))
    assert "Bienvu &lt;b&gt;" in page and f'id="mark_{key}-5" value="5" checked' in page and "5,0" in page
    client.post(f"/evaluations/{open_review.pk}/brouillon/", {f"mark_{key}": "9", f"comment_{key}": "x" * 9000})
    open_review.refresh_from_db()
    assert f"mark_{key}" not in open_review.draft and len(open_review.draft[f"comment_{key}"]) == 4000


def test_saving_in_passing_answers_with_the_hour(cast, open_review):
    answer = as_(cast.reviewer).post(
        f"/evaluations/{open_review.pk}/brouillon/", sheet(open_review), headers={"HX-Request": "true"}
    )
    page = text_of(answer)
    assert "Enregistré à" in page and 'hx-swap-oob="true"' in page and "<html" not in page


def test_only_its_reviewer_saves_a_draft(cast, open_review):
    for name in PEOPLE:
        if name != "reviewer":
            answer = as_(getattr(cast, name)).post(f"/evaluations/{open_review.pk}/brouillon/", sheet(open_review))
            assert answer.status_code == 404, name
    assert as_(cast.reviewer).get(f"/evaluations/{open_review.pk}/brouillon/").status_code == 405


def test_an_unfinished_sheet_comes_back_with_everything_typed(cast, open_review):
    key = first_key(open_review)
    posted = sheet(open_review, "4", **{f"mark_{key}": "1", "opinion": "Presque."})
    answer = as_(cast.reviewer).post(step(open_review, "submit"), posted)
    page = text_of(answer)
    assert answer.status_code == 422 and "écrivez pourquoi" in page and "Presque." in page
    assert "panes" in page and "Le service public s’éloigne" in page  # the same desk, the file still beside
    assert f'id="mark_{key}-1" value="1" checked' in page


def test_a_sheet_is_handed_in_through_the_gate(cast, open_review):
    client = as_(cast.reviewer)
    answer = client.post(step(open_review, "submit"), sheet(open_review), follow=True)
    assert answer.status_code == 200 and "Votre évaluation" in text_of(answer)
    open_review.refresh_from_db()
    assert open_review.state == "submitted" and open_review.scores.count() == 9 and open_review.draft == {}
    again = client.post(step(open_review, "submit"), sheet(open_review, "2"))
    assert again.status_code == 409 and "plus rapide" in text_of(again)
    client.post(f"/evaluations/{open_review.pk}/brouillon/", sheet(open_review, "2"))
    open_review.refresh_from_db()
    assert open_review.draft == {} and set(open_review.scores.values_list("value", flat=True)) == {4}


def test_the_next_of_the_pile(cast, open_review):
    other = casting.eligible(cast, title="Le suivant")
    other.assign(by=cast.officer, reviewers=[cast.reviewer], due_on=clock.today())
    following = other.reviews.get()
    client = as_(cast.reviewer)
    answer = client.post(f"/evaluations/{open_review.pk}/brouillon/", {"next_file": "1"})
    assert answer["Location"] == following.get_absolute_url()
    assert "Le suivant" in text_of(client.get(open_review.get_absolute_url()))


def test_ones_reviews_are_listed_and_nobody_elses(cast, review):
    assert "Le guichet qui roule" in text_of(as_(cast.reviewer).get("/evaluations/"))
    for name in ("stranger", "officer", "holder"):
        assert "Le guichet qui roule" not in text_of(as_(getattr(cast, name)).get("/evaluations/"))


def test_the_pages_cost_the_same_with_one_file_and_with_three(cast, open_review):
    client = as_(cast.reviewer)
    desk, pile = queries_of(client, open_review.get_absolute_url()), queries_of(client, "/evaluations/")
    for title in ("Deux", "Trois"):
        other = casting.eligible(cast, title=title)
        other.assign(by=cast.officer, reviewers=[cast.reviewer], due_on=clock.today())
    assert queries_of(client, open_review.get_absolute_url()) == desk <= 25
    assert queries_of(client, "/evaluations/") == pile <= 13
    assert Review.objects.count() == 4
