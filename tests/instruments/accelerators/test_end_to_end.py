"""From a call to the last survey, through the steps alone: what chapter C of the domain asks, in its order."""

from datetime import timedelta

import pytest

from funding.instruments.accelerators.models import Place, Survey
from tests.instruments.accelerators import world
from workflows import clock, ticks
from workflows.errors import StepRefused
from workflows.papers import papers_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return world.play()


def test_a_project_goes_through_the_whole_programme(cast):
    place = world.running(cast, by_steps=True)
    assert place.state == "in_programme"
    cast.cohort.refresh_from_db()
    assert cast.cohort.taken == 1

    milestone = world.filed(cast, world.milestone(cast, place))
    place = Place.objects.get(pk=place.pk)
    assert (milestone.state, place.state) == ("filed", "milestone_review")
    milestone.approve(by=cast.coach, said="Beau résultat.")
    world.follow()
    place = Place.objects.get(pk=place.pk)
    assert place.state == "in_programme"

    place.log_support(by=cast.coach, kind="coaching", on=clock.today(), hours="3.5", about="Mesurer l’effet")
    demo_at = clock.now() + timedelta(days=100)
    when = {"demo_at": demo_at.isoformat()[:19], "demo_place": "Hôtel de ville", "demo_words": "Venez."}
    cast.cohort.set_demo_day(by=cast.team, **when)
    cast.cohort.publish_demo_day(by=cast.head)
    place.enrol(by=cast.team, pitched_at="14:30")
    place.write_pitch(by=cast.holder, pitch="Un camion.", shown_publicly=True)
    with pytest.raises(StepRefused, match="après la journée de démonstration"):
        place.graduate(by=cast.head, outcome="scaled", outcome_note="Douze communes.")

    with clock.at(demo_at + timedelta(days=1)):
        place.graduate(by=cast.head, outcome="scaled", outcome_note="Douze communes.")
    with clock.at(demo_at + timedelta(days=32)):
        ticks.tick()
        world.follow()
    place = Place.objects.get(pk=place.pk)
    assert place.state == "alumni"
    assert list(place.surveys.values_list("months", flat=True)) == [6, 12, 24]

    with clock.at(demo_at + timedelta(days=200)):
        ticks.tick()
        survey = Survey.objects.get(state="asked")
        survey.answer(by=cast.holder, still_running="True", jobs=3, users=1200, raised="40000", words="Douze communes.")
    assert survey.months == 6
    titles = {paper.kind for paper in papers_of(place)} | {paper.kind for paper in papers_of(survey)}
    assert titles == {"D10a", "D19a", "D20a"}


def test_the_admission_has_no_amount_and_the_place_waits_ten_days(cast):
    file = world.admitted(cast)
    place = world.place_of(file)
    assert (file.state, file.decision.amount, place.state) == ("awarded", 0, "offered")
    assert place.answer_by == clock.today() + timedelta(days=10)
    kinds = {paper.kind for paper in papers_of(file)}
    assert "D07a" in kinds
    assert "D07" not in kinds
