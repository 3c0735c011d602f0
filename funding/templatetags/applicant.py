"""What the applicants' pages draw beside the house's components."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from look.icons import icon
from look.tags import chips
from workflows import clock, engine
from workflows.steps import Attempt

from .. import labels, roles, sections
from ..forms.application import PREFIX

register = template.Library()


@register.filter
def at(mapping: Any, key: Any) -> Any:
    return mapping.get(key) if mapping else None


@register.filter
def question(form: Any, key: str) -> BoundField:
    return form[PREFIX + key]


@register.filter
def short_name(partner: Any) -> str:
    """The head of a column: the name, without « Commune de » when it is long, cut at a word."""
    name = str(partner)
    if len(name) > 24:
        name = re.sub(r"^(?:Commune|Ville) (?:de |d[’'])", "", name)
    if len(name) <= 24:
        return name
    return name[:24].rsplit(" ", 1)[0] + "…"


@register.simple_tag
def money_input(bound: BoundField) -> SafeString:
    """One cell of the budget: its label is said, not shown; what is wrong is under it."""
    errors = " ".join(str(error) for error in bound.errors)
    attrs = {"class": "form-control", "aria-label": str(bound.label)}
    if errors:
        attrs |= {"aria-invalid": "true", "aria-describedby": f"{bound.auto_id}_error"}
    control = bound.as_widget(attrs=attrs)
    if not errors:
        return control
    return format_html(
        '{}<div class="err small" id="{}_error">{}<span>{}</span></div>',
        control, bound.auto_id, icon("exclamation-octagon-fill"), errors,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def submit_points(context: Any, thing: Any) -> list[sections.Point]:
    """What stands in the way of the submission, each with the part of the form that mends it."""
    user = context["request"].user
    return sections.points(thing, Attempt(user, frozenset(), clock.now(), {}), context.get("parts"))


@register.simple_tag(takes_context=True)
def submit_door(context: Any, thing: Any) -> Any:
    """The door of the submission for who may bind the lead, open or not; None for anyone else."""
    user = context["request"].user
    held = getattr(thing, "held_roles", None)
    if roles.BINDER not in (thing.roles_of(user) if held is None else held):
        return None
    return engine.Door(thing, type(thing).submit, ())


@register.simple_tag
def holder_state(file: Any) -> SafeString:
    """The badge of a file in the words of its holder."""
    tone, drawing = getattr(file, "TONES", {}).get(file.state) or labels.TONES.get(file.state, ("neutral", ""))
    return chips.badge(file.state_label("holder"), tone, drawing)
