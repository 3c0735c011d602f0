"""How an admission becomes a place: under the cohort's lock, never one more than it has."""

from __future__ import annotations

from datetime import date
from typing import Any

from workflows import clock
from workflows.errors import StepRefused

from .cohort import Cohort
from .place import Place
from .recruitment import Recruitment


def admit(application: Any, attempt: Any) -> None:
    """One called from the waiting list has its place already, accepted; every other takes one now, or reads that the
    cohort is full."""
    if application.places.holding().exists():
        return
    cohort = Recruitment.of(application.call).cohort
    if cohort is None:
        from ..obstacles import NO_COHORT

        raise StepRefused([NO_COHORT], reason="obstacles")
    Cohort.take(cohort.pk)
    Place.objects.create(cohort=cohort, application=application, created_at=attempt.at)


def next_in_rank(cohort: Any, on: date) -> Any:
    """The first of the waiting list whose rank still holds and who has no place: None when it is used up.

    Who was offered a place and let it go is not asked again."""
    from .application import AcceleratorApplication

    calls = cohort.recruitments.values("call")
    waiting = AcceleratorApplication.objects.filter(call__in=calls, state="reserve_list", places=None)
    standing = [
        (file.decision.rank, file.submitted_at, file.pk, file)
        for file in waiting.prefetch_related("decisions")
        if file.decision and file.decision.signed_at and file.decision.valid_until >= on
    ]
    return min(standing, key=lambda row: row[:3])[3] if standing else None


def call_up(cohort_pk: Any) -> Place | None:
    """A place freed: offered to the next in rank, while one may still enter. Under the cohort's lock from the first
    look at the list, so that two places freed at once call two projects."""
    Cohort._base_manager.select_for_update(of=("self",)).get(pk=cohort_pk)
    cohort = Cohort.objects.select_related("node").get(pk=cohort_pk)
    today = clock.today()
    if not cohort.left or not still_enters(cohort, today):
        return None
    file = next_in_rank(cohort, today)
    if file is None:
        return None
    Cohort.take(cohort.pk)
    return Place.objects.create(cohort=cohort, application=file, from_list=True)


def still_enters(cohort: Any, on: date) -> bool:
    from ..rules import may_still_enter

    recruitment = cohort.recruitments.first()
    return cohort.state in cohort.OPEN and recruitment is not None and may_still_enter(
        on, starts_on=cohort.starts_on, days=recruitment.late_entry_days
    )  # fmt: skip
