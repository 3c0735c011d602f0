"""What a mandate may cover. This room knows organisations only: others register theirs when they are ready.

    scopes.register("programme", options=lambda user: [("3", "Territoires d’innovation")])
    scopes.register("call", options=…, parents=lambda pk: [("programme", "3")])

`options(user)` lists what `user` may give mandates over; `parents` names what holds a thing, so that a manager of
a programme may name officers on one of its calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .models import Mandate, Organisation

Options = Callable[[Any], Iterable[tuple[Any, Any]]]
Parents = Callable[[str], Iterable[tuple[str, Any]]]


@dataclass(frozen=True)
class Kind:
    code: str
    options: Options
    parents: Parents


registry: dict[str, Kind] = {}


def register(code: str, *, options: Options, parents: Parents = lambda pk: ()) -> None:
    registry[Mandate.Scope(code).value] = Kind(code, options, parents)


def chain(kind: str, pk: str) -> list[tuple[str, str]]:
    """The thing itself, then what holds it."""
    if not kind:
        return []
    held_by = registry[kind].parents(pk) if kind in registry else ()
    return [(kind, str(pk)), *((parent, str(key)) for parent, key in held_by)]


def choices(user: Any) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Groups for a select: label of the kind, then `kind:id` and name."""
    return [
        (
            str(Mandate.Scope(kind.code).label),
            [(f"{kind.code}:{pk}", name) for pk, name in kind.options(user)],
        )
        for kind in registry.values()
    ]


def names(mandates: Iterable[Mandate]) -> dict[tuple[str, str], str]:
    """What each mandate covers, in words; one query a kind."""
    wanted: dict[str, set[str]] = {}
    for mandate in mandates:
        wanted.setdefault(mandate.scope_kind, set()).add(mandate.scope_id)
    found: dict[tuple[str, str], str] = {("", ""): str(Mandate.Scope.EVERYWHERE.label)}
    for code, pks in wanted.items():
        if code == Mandate.Scope.ORGANISATION:
            rows = Organisation.objects.filter(pk__in=pks).values_list("pk", "name")
            found |= {(code, str(pk)): name for pk, name in rows}
        elif code in registry:
            found |= {(code, str(pk)): str(name) for pk, name in registry[code].options(None) if str(pk) in pks}
    return found
