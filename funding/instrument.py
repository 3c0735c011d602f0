"""What an instrument adds to the pages that all instruments share. Its folder says it once, in `AppConfig.ready`:

    register(Instrument(name="loans", places=places, sources=(Source(due, due_task),)))

The core asks `instruments()` and names none of them. What belongs to one file is on its face (`Application.panels`,
`WITH_BUDGET`, `FORM`…), beside its steps; docs/instruments.md tells the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

registry: dict[str, Instrument] = {}


class Place(NamedTuple):
    """A place of the header. `url` is an address's name with its namespace; `count` may be lazy."""

    label: Any
    url: str
    count: Any = 0


class Panel(NamedTuple):
    """A part of a page: a template of the instrument's, and what it reads beside the page's own context (`panel`)."""

    template: str
    context: dict[str, Any]


def nothing(*_about: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Instrument:
    name: str
    # Of the header: for whom `desk` is the desk; for a visitor.
    places: Callable[[Any], Iterable[Place]] = nothing
    public_places: Sequence[Place] = ()
    # What waits for a person, as `worklists.SOURCES`, and the pills of the home page that show it: key -> (label,
    # kinds of task). Their SQL is written once for all desks of a shape: the hour is `desk.now`, offices `desk.over`.
    sources: Sequence[Any] = ()
    groups: Mapping[str, tuple[Any, tuple[str, ...]]] = field(default_factory=dict)
    # Facts of a membership, read with a person's memberships in one statement: name -> an `Exists` over
    # `OuterRef("organisation")`. `desk.is_member("bank")` reads it. Its SQL is written once: it looks at
    # rows, never at the hour.
    memberships: Mapping[str, Callable[[], Any]] = field(default_factory=dict)
    # Links (label, address) beside the settings of a call, for whoever manages it: (call, user).
    call_links: Callable[[Any, Any], Iterable[tuple[Any, str]]] = nothing
    # Panels of the portfolio, for `desk`.
    portfolio: Callable[[Any], Iterable[Panel]] = nothing
    # Euros that its own acts commit, contract and pay for a file, beside awards, agreements and disbursements: under
    # these three names, an expression over `OuterRef("pk")` of the file. Its acts move the call's sums as well
    # (`funding.envelope`), which `recount` proves. And what they committed, for `desk`: rows of month, code of the
    # department, total.
    money: Mapping[str, Callable[[], Any]] = field(default_factory=dict)
    commitments: Callable[[Any], Iterable[dict[str, Any]]] = nothing
    # What `manage.py recount` asks of it: each column of its own that is not the count of its rows, as a sentence.
    recount: Callable[[], Iterable[Any]] = nothing


def register(instrument: Instrument) -> None:
    if instrument.name in registry:
        raise ValueError(f"instrument {instrument.name!r} is registered twice")
    registry[instrument.name] = instrument


def instruments() -> list[Instrument]:
    return list(registry.values())
