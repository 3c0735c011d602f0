"""A decision in preparation lives and ends with what its file does; who wrote it does not sign it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from funding.models import Application, Decision
from tests import cast as casting
from workflows import clock, ticks
from workflows.errors import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def waiting_for_signature() -> int:
    return Decision.objects.filter(signed_at=None, sent_back_at=None).count()


def proposal(**facts):
    return {"kind": "award", "grant": "70000", "eligible_base": "100000",
            "reasons": "Le besoin est établi."} | facts  # fmt: skip


def test_silence_sets_the_project_of_decision_aside_and_another_may_be_proposed(cast):
    file = casting.proposed(cast)
    with clock.at(clock.now() + timedelta(days=63)):
        ticks.tick()
        file.refresh_from_db()
        assert file.state == "implicitly_rejected"
        assert waiting_for_signature() == 0
        file.resume(by=cast.officer)
        file.propose(by=cast.officer, **proposal())
    assert file.state == "decision_proposed"
    assert file.decisions.count() == 2


def test_a_withdrawn_file_waits_for_no_signature(cast):
    file = casting.proposed(cast)
    file.withdraw(by=cast.mayor)
    assert waiting_for_signature() == 0
    assert file.decision is None
    page = signed_in(cast.signatory).get("/decisions/")
    assert file.handle not in page.content.decode()


def test_the_clock_does_not_reject_what_was_put_on_the_reserve_list(cast):
    """A signed inscription is an express decision: silence has nothing left to decide, months later neither."""
    file = casting.proposed(cast, "reserve").reserve(by=cast.signatory, consent=True)
    with clock.at(clock.now() + timedelta(days=120)):
        file.propose(by=cast.officer, **proposal())
        ticks.tick()
        file.refresh_from_db()
        assert file.state == "decision_proposed"
        file.send_back_to_list(by=cast.signatory, reason="Précisez.")
        ticks.tick()
        file.refresh_from_db()
    assert file.state == "reserve_list"


@pytest.mark.parametrize("kind", ["award", "reserve", "rejection"])
def test_who_wrote_a_decision_does_not_sign_it(cast, kind):
    """Nobody took the file in charge: the author is known by the draft alone."""
    file = casting.proposed(cast, kind)
    Application.objects.filter(pk=file.pk).update(officer=None)
    casting.mandate(cast.officer, "signatory", scope=("programme", cast.programme.pk))
    file = Application.objects.get(pk=file.pk)
    step = {"award": file.award, "reserve": file.reserve, "rejection": file.reject}[kind]
    with pytest.raises(StepRefused, match="Vous avez préparé cette décision"):
        step(by=cast.officer, consent=True)


def test_a_delegation_that_waits_for_its_publication_does_not_hide_the_one_in_force(cast):
    casting.mandate(cast.signatory, "signatory", scope=("programme", cast.programme.pk), published_on=None)
    file = casting.proposed(cast).award(by=cast.signatory, consent=True)
    assert file.decision.mandate.ceiling == 500_000


def test_a_decision_signed_after_midnight_in_paris_bears_the_new_year(cast):
    """23:30 UTC on 31 December is 1 January in Paris."""
    with clock.at(datetime(2026, 12, 31, 23, 30, tzinfo=ZoneInfo("UTC"))):
        file = casting.proposed(casting_at(cast)).award(by=cast.signatory, consent=True)
    assert file.decision.number.startswith("D-2027-")


def casting_at(cast):
    """The cast, with its call open around the clock's own time."""
    type(cast.call).objects.filter(pk=cast.call.pk).update(
        opens_at=clock.now() - timedelta(days=10), closes_at=clock.now() + timedelta(days=20)
    )
    cast.call.refresh_from_db()
    return cast
