"""A call's reviews: spreads and habits for chair and officer; the debate for those whose own opinion is final."""

from __future__ import annotations

import pytest

from funding import conflicts
from funding.models import Remark
from tests import cast as casting
from tests.funding.desk import PEOPLE, as_, queries_of, text_of
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


def judged(cast, title, first, second):
    file = casting.eligible(cast, title=title)
    file.assign(by=cast.officer, reviewers=[cast.reviewer, cast.second_reviewer], due_on=clock.today())
    for person, mark in ((cast.reviewer, first), (cast.second_reviewer, second)):
        given = casting.marks(file, mark)
        given |= {name.replace("mark_", "comment_"): "Voilà." for name in given if name.startswith("mark_")}
        file.reviews.get(reviewer=person).submit(by=person, **given)
    return file


def page(cast):
    return f"/appels/{cast.call.code}/evaluations/"


def test_mean_median_spread_and_divergence(cast):
    judged(cast, "D’accord", 4, 3)
    judged(cast, "Pas d’accord", 5, 2)
    client = as_(cast.chair)
    shown = client.get(page(cast)).context["lines"]
    assert [(str(x.spread.mean), str(x.spread.median), x.spread.gap, x.divergent) for x in shown] == [
        ("3.50", "3.50", 1, False), ("3.50", "3.50", 3, True),
    ]  # fmt: skip
    only = text_of(client.get(page(cast) + "?state=divergent"))
    assert "Pas d’accord" in only and "D’accord" not in only.replace("Pas d’accord", "")


def test_who_scores_unlike_the_others_is_said(cast):
    for number in range(5):
        judged(cast, f"Projet {number}", 5, 2)
    habits = {line.user: line.habit for line in as_(cast.chair).get(page(cast)).context["reviewers"]}
    assert str(habits[cast.reviewer].bias) == "3.00" and habits[cast.reviewer].unlike


@pytest.mark.parametrize("name", PEOPLE)
def test_who_reads_a_calls_reviews(cast, name):
    judged(cast, "Un projet", 4, 3)
    expected = 200 if name in ("officer", "manager", "chair", "signatory") else 403
    assert as_(getattr(cast, name)).get(page(cast)).status_code == expected


def test_a_file_closed_to_the_chair_counts_nowhere(cast):
    file = judged(cast, "Le mien", 5, 0)
    judged(cast, "L’autre", 4, 3)
    conflicts.declare(cast.chair, cast.call, kind="link", reason="Le mien.", application=file)
    found = as_(cast.chair).get(page(cast))
    assert "Le mien" not in text_of(found) and len(found.context["lines"]) == 1
    assert {line.habit.files for line in found.context["reviewers"]} == {1}


def test_the_page_costs_the_same_with_one_file_and_with_three(cast):
    judged(cast, "Un", 4, 3)
    client = as_(cast.chair)
    before = queries_of(client, page(cast))
    judged(cast, "Deux", 4, 3)
    judged(cast, "Trois", 4, 3)
    assert queries_of(client, page(cast)) == before <= 22


def test_the_debate_opens_with_ones_own_opinion(cast):
    file = casting.eligible(cast)
    file.assign(by=cast.officer, reviewers=[cast.reviewer, cast.second_reviewer], due_on=clock.today())
    first, second = file.reviews.order_by("id")
    first.submit(by=first.reviewer, **casting.marks(file, 4))
    second.declare(by=second.reviewer, no_interest=True)
    url = f"/dossiers/{file.handle}/debat/"
    assert as_(second.reviewer).post(url, {"body": "Moi d’abord."}).status_code == 403
    assert as_(first.reviewer).post(url, {"body": "Le budget est faible."}).status_code == 302
    assert as_(cast.chair).post(url, {"body": " "}).status_code == 302
    assert [remark.body for remark in Remark.objects.all()] == ["Le budget est faible."]
    tab = f"{file.get_absolute_url()}?tab=reviews"
    assert "budget est faible" in text_of(as_(cast.chair).get(tab))
    assert "budget est faible" not in text_of(as_(second.reviewer).get(tab))
    for name in ("holder", "mayor", "stranger", "payer", "funder"):
        assert "budget est faible" not in text_of(as_(getattr(cast, name)).get(tab))
        assert as_(getattr(cast, name)).post(url, {"body": "x"}).status_code in (403, 404)


# --- Calls judged without names


@pytest.fixture
def veiled(cast):
    type(cast.call).objects.filter(pk=cast.call.pk).update(blind=True)
    cast.call.refresh_from_db()
    summary = "Roule ma Brie et Bruno Castel montent un guichet."
    file = casting.eligible(cast, title="Le guichet de Roule ma Brie", summary=summary)
    file.assign(by=cast.officer, reviewers=[cast.reviewer, cast.second_reviewer], due_on=clock.today())
    return file


NAMES = ("Roule ma Brie", "Bruno Castel", "La Ferté", "deliberation.pdf", "Martine Delorme")


def test_a_reviewer_reads_no_name_where_the_call_says_so(cast, veiled):
    client, review = as_(cast.reviewer), veiled.reviews.get(reviewer=cast.reviewer)
    before = [text_of(client.get(url)) for url in ("/accueil/", "/evaluations/", review.get_absolute_url())]
    review.declare(by=cast.reviewer, no_interest=True)
    desk = text_of(client.get(review.get_absolute_url()))
    assert "[nom masqué] et [nom masqué] montent un guichet" in desk and "Partenaire 2" in desk
    form = text_of(client.post(f"/etapes/review/{review.pk}/submit/", {}))
    tabs = [
        text_of(client.get(f"{veiled.get_absolute_url()}?tab={tab}")) for tab in ("", "summary", "budget", "pieces")
    ]
    for shown in (*before, desk, form, *tabs):
        assert not [name for name in NAMES if name in shown]
    assert client.get(f"/dossiers/{veiled.handle}/fichiers.zip").status_code == 404
    assert client.get(f"/api/applications/{veiled.handle}").status_code == 404
    assert "Roule ma Brie" in text_of(as_(cast.officer).get(veiled.get_absolute_url()))


def test_where_it_does_not_names_are_read(cast):
    file = casting.eligible(cast, title="Le guichet de Roule ma Brie")
    file.assign(by=cast.officer, reviewers=[cast.reviewer], due_on=clock.today())
    shown = text_of(as_(cast.reviewer).get(file.reviews.get().get_absolute_url()))
    assert "Roule ma Brie" in shown
