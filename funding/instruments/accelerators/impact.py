"""What the network did: projects by stage, and what became of them, from the last survey of each."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, Sum

from funding.desk import R

from .models import Place, Survey
from .models.place_record import ACCOMPANIED, BEFORE_CHARTER, DONE, GONE

SEES = (R.FUNDER, R.FINANCE, R.MANAGER, R.SIGNATORY)


def of_places(places: Any) -> dict[str, Any]:
    """Two statements whatever the number of projects."""
    by_stage = places.aggregate(
        entering=Count("pk", filter=Q(state__in=BEFORE_CHARTER)), running=Count("pk", filter=Q(state__in=ACCOMPANIED)),
        finished=Count("pk", filter=Q(state__in=DONE)), gone=Count("pk", filter=Q(state__in=GONE)),
        scaled=Count("pk", filter=Q(outcome__in=("scaled", "transferred"))),
    )  # fmt: skip
    newest = Survey.objects.filter(place__in=places.values("pk")).newest()
    told = Survey.objects.filter(pk__in=newest.values("pk")).aggregate(
        answers=Count("pk"), running_on=Count("pk", filter=Q(still_running=True)),
        jobs=Sum("jobs"), users=Sum("users"), raised=Sum("raised"), territories=Sum("territories"),
    )  # fmt: skip
    return by_stage | {name: value or 0 for name, value in told.items()}


def for_desk(desk: Any) -> dict[str, Any] | None:
    if not desk.runs("accelerators", *SEES):
        return None
    places = Place.objects.filter(desk.over(*SEES, call="application__call"))
    figures = of_places(places)
    return figures if any(figures.values()) else None
