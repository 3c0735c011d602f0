"""Legal days are days in Paris: at 23:30 UTC on 31 December it is already the new year there."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from funding.models import Call
from funding.papers import after, decisions
from tests import cast as casting
from workflows import clock, outbox
from workflows.papers import papers_of

pytestmark = pytest.mark.django_db

LATE = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


@pytest.fixture
def awarded():
    cast = casting.play()
    Call.objects.update(opens_at=LATE - timedelta(days=10), closes_at=LATE + timedelta(days=20))
    cast.call.refresh_from_db()
    with clock.at(LATE):
        file = casting.awarded(cast)
        outbox.drain(but=("paper", "mail"))
    return cast, file


def test_the_decision_and_its_paper_bear_the_day_of_paris(awarded):
    _cast, file = awarded
    assert file.decision.number.startswith("D-2027-")
    act = decisions.award(file, file.journal().last())
    assert any("reçue le 1er\u00a0janvier 2027" in visa for visa in act["visas"])
    assert act["period"]["eligible_from"] == "2027-01-01"
    assert act["date"] == "2027-01-01"


def test_so_do_the_agreement_and_the_payment_order(awarded):
    cast, file = awarded
    with clock.at(LATE):
        agreement = casting.in_force(cast, file)
        paper = after.agreement(agreement, None)
        advance = agreement.disbursements.first()
        advance.order(by=cast.payer, basis="Convention signée.")
    assert paper["decision"]["date"] == "2027-01-01"
    assert paper["visas"][-1].endswith("du 1er\u00a0janvier 2027")
    assert advance.number.startswith("OP-2027-")
    order = after.payment_order(advance, None)
    assert order["basis"][0]["value"].endswith("du 1er\u00a0janvier 2027")
    assert order["basis"][1]["value"].endswith("du 1er\u00a0janvier 2027")


def test_an_act_is_in_french_whatever_language_its_author_reads(awarded):
    """Facts are gathered in the request of who signs: their screen must not leak into the act."""
    cast, _file = awarded
    with clock.at(LATE), override("en"):
        file = casting.awarded(cast)
        papers = {paper.kind: paper for paper in papers_of(file)}
    assert papers["D07"].title == "Décision attributive"
    assert any("janvier 2027" in visa for visa in papers["D07"].content["visas"])
    assert papers["D03"].content["checks"][0]["finding"].endswith("(commune)")
