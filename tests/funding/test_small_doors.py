"""Doors where a stale page, an odd digit or a paper that nobody needs used to do harm."""

from datetime import timedelta

import pytest
from django.test import Client

from funding.models import RequiredPiece
from tests import cast as casting
from workflows import clock
from workflows.errors import FormRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_paper_one_can_do_without_does_not_suspend_the_clock(cast):
    """L114-5-1 CRPA: only an indispensable piece does."""
    RequiredPiece.objects.create(call=cast.call, label="Photos", indispensable=False)
    file = casting.submitted(cast)
    asked = {"message": "Pour illustrer.", "other": "", "due_on": str(clock.today() + timedelta(days=60))}
    photos, needed = cast.call.pieces.get(indispensable=False), cast.call.pieces.get(indispensable=True)
    with pytest.raises(FormRefused, match="Seule une pièce indispensable"):
        file.request_pieces(by=cast.officer, pieces=[photos.pk], **asked)
    assert file.request_pieces(by=cast.officer, pieces=[photos.pk, needed.pk], **asked).state == "incomplete"


def test_confirming_a_part_from_a_stale_page_is_refused_in_words(cast):
    file = casting.submitted(cast)
    part = file.partners.get(is_lead=False)
    assert signed_in(cast.partner).post(f"/dossiers/{file.handle}/partenaires/{part.pk}/engager/").status_code == 409


@pytest.mark.parametrize("odd", ["²", "٣", "1²"])
def test_odd_digits_are_no_accident(cast, odd):
    draft = casting.application(cast)
    page = signed_in(cast.holder).post(f"/dossiers/{draft.handle}/partenaires/ajouter/", {"organisation": odd})
    assert page.status_code < 500
    file = casting.eligible(cast)
    file.assign(by=cast.officer, reviewers=[cast.reviewer], due_on=clock.today().replace(year=2099))
    review = file.reviews.get()
    review.declare(by=cast.reviewer, no_interest=True)
    key = file.call.criteria.first().key
    page = signed_in(cast.reviewer).post(f"/etapes/review/{review.pk}/submit/", {f"mark_{key}": odd})
    assert page.status_code == 422
