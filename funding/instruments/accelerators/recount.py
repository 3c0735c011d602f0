"""Proving the counters: what a cohort says is taken is the number of places that hold a seat in it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Q

from .models import Cohort
from .models.place_record import HOLDING


def gaps() -> Iterator[str]:
    """All that does not agree, one after the other."""
    held = Count("places", filter=Q(places__state__in=HOLDING))
    for cohort in Cohort.objects.annotate(held=held).exclude(taken=F("held")).order_by("pk").iterator():
        yield f"{cohort.handle}.taken: {cohort.taken} ≠ {cohort.held}"
