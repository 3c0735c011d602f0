"""Buttons, state and history of a thing, as one person sees them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django import template
from django.apps import apps

from .. import engine, papers
from ..roles import Role
from ..steps import steps_of

register = template.Library()


@register.simple_tag(takes_context=True)
def doors(context: Any, thing: Any) -> list[engine.Door]:
    return engine.buttons(thing, context["request"].user)


@register.inclusion_tag("workflows/_buttons.html", takes_context=True)
def step_buttons(context: Any, thing: Any, known: Any = None) -> dict[str, Any]:
    """The open steps first (the first one is the main button), the closed with their sentences, the risky last.
    `known` are its doors, when the page has looked already."""
    shown = list(doors(context, thing) if known is None else known)
    return {
        "open": [door for door in shown if door.open and not door.risky],
        "closed": closed_together([door for door in shown if not door.open]),
        "risky": [door for door in shown if door.open and door.risky],
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }


@dataclass(frozen=True)
class Closed:
    """Steps that the same sentences close; `said` are those that no other ones said before them."""

    doors: list[engine.Door]
    said: list[str]
    ids: str  # of the paragraphs that hold their sentences

    @property
    def key(self) -> str:
        return key_of(self.doors[0])


def key_of(door: engine.Door) -> str:
    return f"ob-{door.subject.subject_kind()}-{door.subject.pk}-{door.name}"


def closed_together(closed: list[engine.Door]) -> list[Closed]:
    """What stands in the way of several steps is said once, under the last of them."""
    groups: dict[tuple[str, ...], list[engine.Door]] = {}
    for door in closed:
        groups.setdefault(door.sentences, []).append(door)
    found: list[Closed] = []
    where: dict[str, str] = {}
    for sentences, together in groups.items():
        said = [sentence for sentence in sentences if sentence not in where]
        where |= dict.fromkeys(said, key_of(together[0]))
        ids = " ".join(dict.fromkeys(where[sentence] for sentence in sentences))
        found.append(Closed(together, said, ids))
    return found


@register.inclusion_tag("workflows/_history.html", takes_context=True)
def history(context: Any, thing: Any, limit: int = 0, journal: Any = None) -> dict[str, Any]:
    """The journal (which the page may have read), newest first, with the papers each step issued and this person may
    open."""
    hidden = thing.steps_hidden_from(context["request"].user)
    rows = [row for row in reversed(thing.journal() if journal is None else journal) if row.step not in hidden]
    issued: dict[int, list[Any]] = {}
    for paper in papers.readable(context["request"].user, thing):
        issued.setdefault(paper.transition_id, []).append(paper)
    lines = [
        {
            "entry": row,
            "label": thing.done(row.step),
            "papers": issued.get(row.pk),
            "role": role_label(row.role),
            "key": row.source != row.target,
        }
        for row in rows
    ]
    return {"lines": lines[:limit] if limit else lines, "more": len(lines) - limit if limit else 0}


@register.filter
def label_for(thing: Any, audience: str) -> Any:
    return thing.state_label(audience)


@register.filter
def role_label(code: str) -> Any:
    return known_roles().get(code, code)


@cache
def known_roles() -> dict[str, Any]:
    """Every role that a table names, with its label."""
    from ..models import Stateful

    models = [m for m in apps.get_models() if issubclass(m, Stateful)]
    found: set[Role] = {role for model in models for step in steps_of(model).values() for role in step.by}
    return {role.code: role.label for role in found}
