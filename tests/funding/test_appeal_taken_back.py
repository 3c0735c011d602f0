"""Its author takes an appeal back before the answer (désistement): nothing is awaited any more, and its clocks end."""

from datetime import timedelta

import pytest

from funding import worklists
from tests import cast as casting
from tests.funding.desk import as_, text_of
from tests.funding.withdrawing import fresh, noon
from tests.remembered import remembered
from workflows import clock, journal, outbox, ticks
from workflows.errors import NotYours, StepRefused
from workflows.models import Message, Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
@remembered
def appeal(cast):
    refused = casting.proposed(cast, "rejection").reject(by=cast.signatory, consent=True)
    outbox.drain(but=("mail", "paper"))
    refused.lodge_appeal(by=cast.holder, reasons="Le budget est couvert.")
    outbox.drain(but=("mail", "paper"))
    return refused.appeals.get()


@pytest.mark.parametrize("person", ["holder", "mayor"])
def test_its_author_takes_it_back_and_the_staff_is_told(cast, appeal, person):
    papers = Paper.objects.count()
    appeal.desist(by=getattr(cast, person))
    assert (appeal.state, fresh(appeal.application).state) == ("desisted", "rejected")
    outbox.drain(but=("mail", "paper"))
    told = set(Message.objects.filter(notice="appeal_desisted").values_list("to__first_name", flat=True))
    assert told == {"Karim", "Claire"}
    assert Paper.objects.count() == papers
    assert [entry.step for entry in appeal.journal()] == ["desist"] and list(journal.broken_rows()) == []


def test_nothing_waits_for_it_any_more(cast, appeal):
    assert worklists.count(worklists.Desk(cast.officer)) == worklists.count(worklists.Desk(cast.signatory)) == 1
    appeal.desist(by=cast.holder)
    assert worklists.count(worklists.Desk(cast.officer)) == worklists.count(worklists.Desk(cast.signatory)) == 0
    with clock.at(noon(appeal.answer_by + timedelta(days=1))):
        ticks.tick()
        assert fresh(appeal).state == "desisted", "silence decides nothing"
        for step, who in (("confirm", cast.signatory), ("grant", cast.signatory), ("desist", cast.holder)):
            with pytest.raises(StepRefused):
                getattr(fresh(appeal), step)(by=who, answer="Non.", consent=True)


@pytest.mark.parametrize("person", ["stranger", "partner", "officer", "signatory", "manager"])
def test_by_the_lead_alone(cast, appeal, person):
    with pytest.raises(NotYours):
        appeal.desist(by=getattr(cast, person))


def test_not_once_it_is_answered_by_a_person_or_by_silence(cast, appeal):
    with clock.at(noon(appeal.answer_by + timedelta(days=1))):
        ticks.tick()
        with pytest.raises(StepRefused):
            fresh(appeal).desist(by=cast.holder)
        answered = fresh(appeal).confirm(by=cast.signatory, answer="Non.", consent=True)
        with pytest.raises(StepRefused):
            fresh(answered).desist(by=cast.holder)


def test_the_page_says_until_when_one_may_go_to_court(cast, appeal):
    """No interruption is promised: the day of the act itself."""
    file = appeal.application
    page = text_of(as_(cast.holder).get(file.get_absolute_url()))
    assert "Retirer mon recours" in page and "Réponse attendue" in page
    appeal.desist(by=cast.holder)
    assert appeal.court_until == appeal.until
    page = text_of(as_(cast.holder).get(file.get_absolute_url()))
    assert "Recours retiré" in page and "Réponse attendue" not in page and "Retirer mon recours" not in page
    with pytest.raises(StepRefused, match="n’interrompt plus"):
        fresh(file).lodge_appeal(by=cast.holder, reasons="Encore.")
