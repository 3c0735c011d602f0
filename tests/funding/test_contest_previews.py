"""Before one signs an answer, a letter or a withdrawal: the paper as it would be, marked PROJET, nothing kept."""

from datetime import timedelta

import pytest

from funding import previewing
from tests import cast as casting
from tests.funding.desk import as_, text_of
from tests.funding.withdrawing import FACTS, after, fresh, opened, paid_award
from workflows import clock, outbox, papers, pdf
from workflows.models import Counter, Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def file(cast):
    return paid_award(cast)


@pytest.fixture
def drafts(monkeypatch):
    """The facts of each draft, as they would be printed."""
    found = []

    def keep(kind, content, moment, *, draft=False):
        found.append(content | {"draft": draft, "kind": kind.name})
        return b"%PDF"

    monkeypatch.setattr(papers, "_render", keep)
    monkeypatch.setattr(pdf, "available", lambda: None)
    return found


@pytest.fixture
def appeal(cast):
    refused = casting.proposed(cast, "rejection").reject(by=cast.signatory, consent=True)
    outbox.drain(but=("mail", "paper"))
    refused.lodge_appeal(by=cast.holder, reasons="Le budget est couvert.")
    return refused.appeals.get()


def address(thing, name):
    return f"/projets/{thing.subject_kind()}/{thing.pk}/{name}.pdf"


@pytest.mark.parametrize(("name", "granted"), [("confirm", False), ("grant", True)])
def test_an_answer_as_it_is_being_typed(cast, appeal, drafts, name, granted):
    before = fresh(appeal)
    answer = as_(cast.signatory).post(address(appeal, name), {"answer": "Le budget est relu."})
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    (content,) = drafts
    assert (content["kind"], content["draft"], content["reference"]) == ("appeal_answer", True, "PROJET")
    assert content["granted"] is granted and content["recitals"] == ["que le budget est relu"]
    assert bool(content["court_until"]) is not granted
    assert vars(fresh(appeal)).keys() == vars(before).keys() and fresh(appeal).answer == ""
    assert fresh(appeal).state == "lodged" and not Counter.objects.filter(name__startswith="decision/").count() > 1


def test_a_withdrawal_says_what_would_be_left_and_come_back(cast, file, drafts):
    withdrawal = opened(cast, file)
    with after(withdrawal):
        posted = {"amount": "60000", "reasons": "Le lieu reste fermé."}
        as_(cast.signatory).post(address(withdrawal, "withdraw"), posted)
    measure = drafts[0]["measure"]
    assert drafts[0]["draft"] and (measure["amount"], measure["left"]) == ("60000.00", "10000.00")
    assert (measure["to_repay"], measure["total"]) == ("11000.00", False)
    assert fresh(withdrawal).amount == 0 and fresh(withdrawal).decision.withdrawn == 0


def test_the_letter_of_observations(cast, file, drafts):
    day = clock.today() + timedelta(days=20)
    as_(cast.officer).post(address(file, "open_withdrawal"), FACTS | {"measure": "total", "due_on": day.isoformat()})
    as_(cast.officer).post(address(file, "open_withdrawal"), {"measure": "partial", "amount": "1000"})
    as_(cast.officer).post(address(file, "open_withdrawal"), {"measure": "partial", "amount": "90000"})
    whole, part, beyond = drafts
    assert beyond["measure"] == whole["measure"]
    assert whole["facts"] == FACTS["facts"] and whole["deadline"] == day.isoformat()
    assert whole["measure"] == {"total": True, "amount": "70000.00", "left": "0.00"}
    assert part["measure"]["amount"] == "1000.00" and part["facts"] == "…"
    assert not file.withdrawals.exists() and not Paper.objects.filter(template="observations").exists()


def test_it_is_read_from_the_page_where_one_signs(cast, appeal):
    page = text_of(as_(cast.signatory).get(f"/etapes/appeal/{appeal.pk}/confirm/"))
    assert f'formaction="{address(appeal, "confirm")}"' in page and "Relire le projet (PDF)" in page
    assert "formaction" not in text_of(as_(cast.officer).get(f"/etapes/appeal/{appeal.pk}/advise/"))


@pytest.mark.parametrize(
    ("person", "status"),
    [("signatory", 200), ("officer", 403), ("holder", 403), ("stranger", 404), ("reviewer", 404)],
)
def test_by_whoever_may_sign_alone(cast, appeal, drafts, person, status):
    assert as_(getattr(cast, person)).get(address(appeal, "grant")).status_code == status


def test_not_of_a_step_without_a_paper_nor_once_it_is_over(cast, appeal, drafts):
    assert as_(cast.officer).get(address(appeal, "advise")).status_code == 404
    appeal.confirm(by=cast.signatory, answer="Non.", consent=True)
    assert as_(cast.signatory).get(address(appeal, "confirm")).status_code == 404


def test_each_is_a_pdf(cast, file, appeal):
    if why := pdf.available():
        pytest.skip(why)
    assert previewing.PREVIEWS["application", "open_withdrawal"](file, {}).startswith(b"%PDF")
    assert previewing.PREVIEWS["appeal", "grant"](appeal, {}).startswith(b"%PDF")
    withdrawal = opened(cast, file)
    assert previewing.PREVIEWS["withdrawal", "withdraw"](withdrawal, {}).startswith(b"%PDF")
