"""What one machine causes in another, run by the outbox as the system, once."""

from __future__ import annotations

from typing import Any

from workflows.actors import SYSTEM
from workflows.errors import StepRefused


def offer_place(application: Any, entry: Any) -> None:
    """The admission is signed: its place is proposed. One that was called from the list has it already."""
    place = application.places.holding().last()
    if place is not None and place.state == place.S.PREPARED:
        place.offer(by=SYSTEM)


def offer_next(place: Any, entry: Any) -> None:
    """A place freed goes to the next of the waiting list."""
    from .models.admission import call_up

    called = call_up(place.cohort_id)
    if called is not None:
        called.offer(by=SYSTEM)


def take_place_back(application: Any, entry: Any) -> None:
    """Its file ended: the place it was offered, if any, is free again."""
    for place in application.places.holding():
        if place.state in place.BEFORE_CHARTER:
            place.give_back(by=SYSTEM)


def review_opens(milestone: Any, entry: Any) -> None:
    place = milestone.place
    if place.state == place.S.IN_PROGRAMME:
        place.open_review(by=SYSTEM)


def review_ends(milestone: Any, entry: Any) -> None:
    look_at_milestones(milestone.place, entry)


def look_at_milestones(place: Any, entry: Any) -> None:
    """The place is under review while a milestone waits for an opinion, in the programme otherwise."""
    waits = place.milestones.to_judge().exists()
    try:
        if waits and place.state == place.S.IN_PROGRAMME:
            place.open_review(by=SYSTEM)
        elif not waits and place.state == place.S.MILESTONE_REVIEW:
            place.end_review(by=SYSTEM)
    except StepRefused:
        place.refresh_from_db()  # someone moved it meanwhile: it is where it should be


def plan_surveys(place: Any, entry: Any) -> None:
    """Three questions to come, from the day the programme ended; asked by the clock."""
    from .models import Survey
    from .rules import survey_days

    days = survey_days(place.graduated_on)
    Survey.objects.bulk_create(
        [Survey(place_id=place.pk, months=months, opens_on=day) for months, day in days.items()], ignore_conflicts=True
    )
