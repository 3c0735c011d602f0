"""Several people want the last place at the same moment, in processes of their own: the cohort is never over full."""

import pytest
from django.db import IntegrityError, transaction

from funding.instruments.accelerators.models import AcceleratorApplication, Cohort, Place
from funding.instruments.accelerators.models.admission import call_up
from tests.instruments.accelerators import world
from tests.processes import race
from tests.words import plain
from workflows.errors import StepRefused

pytestmark = pytest.mark.django_db(transaction=True)


def attempt(argument):
    """What one process does: one step; what it read, or "done"."""
    model, pk, step, by, data = argument
    try:
        getattr(model.objects.get(pk=pk), step)(by=by, **data)
    except StepRefused as refused:
        return plain(str(refused.sentences[0]))
    return "done"


def call(cohort):
    with transaction.atomic():
        called = call_up(cohort)
        return called.application_id if called else None


def test_two_admissions_race_for_the_last_place():
    network = world.play(capacity=1)
    files = world.heard(network, "Un", "Deux")
    for file in files:
        file.propose(by=network.officer, kind="award", reasons="Le besoin est établi.")
    sign = {"consent": True}
    answers = race(attempt, [(AcceleratorApplication, f.pk, "award", network.signatory, sign) for f in files])
    assert answers.count("done") == 1, answers
    (other,) = [answer for answer in answers if answer != "done"]
    assert "« Promotion 1 » est complète" in other
    assert Cohort.objects.get(pk=network.cohort.pk).taken == 1
    assert Place.objects.count() == 1
    states = sorted(AcceleratorApplication.objects.values_list("state", flat=True))
    assert states == ["awarded", "decision_proposed"]  # who is told no keeps a project that may still be signed


def test_two_places_freed_at_once_call_two_projects():
    """Whoever looks at the list holds the cohort's row: nobody is called twice, nobody is passed over."""
    network = world.play(capacity=2)
    listed = [world.listed(network, f"Attente {rank}", rank) for rank in (1, 2, 3)]
    called = race(call, [network.cohort.pk] * 3)
    assert sorted(pk for pk in called if pk) == sorted(file.pk for file in listed[:2])
    assert Cohort.objects.get(pk=network.cohort.pk).taken == 2


def test_accepting_and_lapsing_do_not_cross():
    network = world.play(capacity=1)
    place = world.place_of(world.admitted(network))
    answers = race(attempt, [(Place, place.pk, "accept", network.mayor, {}),
                             (Place, place.pk, "decline", network.mayor, {"reason": "Plus le temps."})])  # fmt: skip
    assert answers.count("done") == 1, answers
    place = Place.objects.get(pk=place.pk)
    cohort = Cohort.objects.get(pk=network.cohort.pk)
    assert (place.state, cohort.taken) in (("onboarding", 1), ("declined", 0))


def test_the_database_itself_refuses_one_place_too_many():
    network = world.play(capacity=1)
    world.admitted(network)
    with pytest.raises(IntegrityError, match="cohort_never_over_capacity"):
        Cohort.objects.filter(pk=network.cohort.pk).update(taken=2)
