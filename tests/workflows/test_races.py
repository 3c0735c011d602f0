"""Several people press at the same moment, in processes of their own, on PostgreSQL: exactly one wins."""

import pytest

from funding.models import Application, Call, Disbursement
from tests import cast as casting
from tests.processes import race
from workflows import outbox
from workflows.errors import StepRefused
from workflows.models import Effect, Message, Transition

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    return casting.play()


def attempt(step):
    """What one process does: take `step` on the thing; what it read, or "done"."""

    def run(argument):
        thing, by, data = argument
        try:
            getattr(type(thing).objects.get(pk=thing.pk), step)(by=by, **data)
        except StepRefused as refused:
            return refused.sentences[0]
        return "done"

    return run


def test_a_file_is_submitted_once(cast):
    for number in range(5):
        file = casting.application(cast, title=f"Dossier {number}")
        answers = race(attempt("submit"), [(file, cast.mayor, {"certified": True})] * 6)
        assert answers.count("done") == 1
        assert all("a été plus rapide" in answer for answer in answers if answer != "done")
        assert Transition.objects.filter(subject_id=file.pk, step="submit").count() == 1
    numbers = sorted(Application.objects.values_list("reference", flat=True))
    assert numbers == [f"LIT-2026-{n:04}" for n in range(1, 6)]


def test_two_decisions_race_for_the_last_euros_of_an_envelope(cast):
    """The envelope holds one award of 70 000 € and a half: of six signatures one wins, the others read why."""
    files = [casting.proposed(cast, title=f"Projet {n}") for n in range(6)]
    Call.objects.filter(pk=cast.call.pk).update(envelope=105_000)
    answers = race(attempt("award"), [(file, cast.signatory, {"consent": True}) for file in files])
    assert answers.count("done") == 1
    assert all("Il reste 35" in answer for answer in answers if answer != "done"), answers
    call = Call.objects.get(pk=cast.call.pk)
    assert call.committed == 70_000
    assert Application.objects.awarded().count() == 1


def test_numbers_of_files_submitted_together_have_no_gap(cast):
    files = [casting.application(cast, title=f"Dossier {n}") for n in range(8)]
    answers = race(attempt("submit"), [(file, cast.mayor, {"certified": True}) for file in files])
    assert answers == ["done"] * 8
    numbers = sorted(Application.objects.values_list("reference", flat=True))
    assert numbers == [f"LIT-2026-{n:04}" for n in range(1, 9)]


def test_a_payment_is_released_once_and_by_a_second_person(cast):
    file = casting.awarded(cast)
    outbox.drain()
    casting.in_force(cast, file)
    advance = Disbursement.objects.get(kind="advance")
    advance.order(by=cast.payer, basis="Convention signée")
    answers = race(attempt("release"), [(advance, cast.second_payer, {})] * 4 + [(advance, cast.payer, {})] * 2)
    assert answers.count("done") == 1
    assert sum("NotYours" in answer for answer in answers) == 2
    assert Call.objects.get(pk=cast.call.pk).paid == advance.amount


def test_one_effect_is_delivered_once_by_many_workers(cast):
    casting.submitted(cast)
    key = Effect.objects.get(key__endswith="notice.received").key
    answers = race(outbox.deliver, [key] * 6)
    assert answers.count(True) == 1
    assert Message.objects.filter(notice="received").count() == 3
    assert Effect.objects.filter(kind="mail").count() == 3
