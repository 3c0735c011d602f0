"""Steps that the clock takes: rows like any other (`by=[BY_CLOCK], due="…"`), found by a queryset method."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction

from . import clock
from .actors import BY_CLOCK, CLOCK
from .errors import FormRefused, StepRefused
from .models import Stateful
from .steps import Step, steps_of

log = logging.getLogger(__name__)


def timed_steps() -> Iterator[tuple[type[Stateful], Step]]:
    for model in apps.get_models():
        if issubclass(model, Stateful) and not model._meta.proxy:
            for step in steps_of(model).values():
                if step.due and BY_CLOCK in step.by:
                    yield model, step


def tick(limit: int = 500) -> int:
    """Take every timed step that is due now; at most `limit` of each. Each in its own transaction, so that
    one refusal, or one breakdown, stops none of the others. Running twice, or twice at once, takes nothing twice."""
    return sum(_take(model, step, limit) for model, step in timed_steps())


def _take(model: type[Stateful], step: Step, limit: int) -> int:
    due: Any = getattr(model.objects, step.due or "")(clock.now())
    taken = 0
    for pk in list(due.filter(state__in=step.sources).values_list("pk", flat=True)[:limit]):
        try:
            taken += _take_one(due, pk, step)
        except (StepRefused, FormRefused) as refused:
            log.info("%s %s: %s refused: %s", model.subject_kind(), pk, step.name, refused)
        except Exception:
            log.exception("%s %s: %s broke down", model.subject_kind(), pk, step.name)
    return taken


def _take_one(due: Any, pk: int, step: Step) -> bool:
    with transaction.atomic():
        # Passed over when someone holds it: the next tick comes soon.
        thing = due.filter(pk=pk).select_for_update(of=("self",), skip_locked=True).first()
        if thing is None:
            return False
        getattr(thing, step.name)(by=CLOCK)
        return True
