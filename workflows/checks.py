"""A row that names a missing template, an unknown state or nobody: refuse to start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from .actors import BY_CLOCK
from .models import Stateful, StatefulQuerySet
from .pdf import machine
from .steps import Step, steps_of


@register
def machines(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for model in apps.get_models():
        if issubclass(model, Stateful):
            found += _model(model)
    return found


def _model(model: type[Stateful]) -> Iterator[CheckMessage]:
    if not isinstance(model._default_manager.none(), StatefulQuerySet):
        yield Error("its manager has no visible_to(user)", obj=model, id="workflows.E001")
    if not hasattr(model, "get_absolute_url"):
        yield Error("it has no page (get_absolute_url)", obj=model, id="workflows.E002")
    field: Any = model._meta.get_field("state")  # type: ignore[misc]
    states = {value for value, _label in field.choices or ()}
    for step in steps_of(model).values():
        for sentence in _row(model, step, states):
            yield Error(f"step {step.name!r}: {sentence}", obj=model, id="workflows.E010")


def _row(model: type[Stateful], step: Step, states: set[str]) -> Iterator[str]:
    if unknown := {*([step.target] if step.target else []), *step.sources} - states:
        yield f"unknown states {sorted(unknown)}"
    if not step.by:
        yield "nobody may take it; drop the row instead"
    if (BY_CLOCK in step.by) != (step.due is not None):
        yield "the clock takes it, so it needs due=…, and only then"
    if step.due and not hasattr(model.objects, step.due):
        yield f"its queryset has no method {step.due!r}"
    wanted: list[tuple[Any, str]] = [(get_template, notice.template) for notice in step.tells]
    wanted += [(machine.templates().get_template, kind.template) for kind in step.issues]
    for find, name in wanted:
        try:
            find(name)
        except TemplateDoesNotExist:
            yield f"template {name} is missing"
