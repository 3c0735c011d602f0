"""The public list of calls: what is narrowed, counted and shown; all from GET parameters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Commune, Department
from people.names import key_of

from . import call_facts
from .models import Application, Call

SIZE = 20
SOON = timedelta(days=21)
WINDOWS = ("open", "upcoming", "closed")


@dataclass(frozen=True)
class Place:
    """A commune or a department that a visitor typed, and the department it lies in."""

    label: str
    department: str


def find_place(text: str) -> Place | None:
    """« 77 », « Seine-et-Marne », « 77260 », « La Ferté-sous-Jouarre (77) »; the largest town of that name."""
    text = (text or "").strip()
    named, hint = re.fullmatch(r"(.*?)\s*(?:\(\s*(\w{2,3})\s*\))?", text, re.S).groups()
    if not key_of(named):
        return None
    for department in Department.objects.all():
        if named.upper() == department.code or key_of(named) == key_of(department.name):
            return Place(str(department), department.code)
    towns = Commune.objects.search(named).select_related("department")
    if hint:
        towns = towns.filter(department=hint.upper())
    town = towns.first()
    return Place(f"{town.name} ({town.department_id})", town.department_id) if town else None


@dataclass(frozen=True)
class Row:
    """What the counts need of a call."""

    pk: int
    kinds: list[str]
    departments: list[str]
    instrument: str

    def suits_kinds(self, wanted: list[str]) -> bool:
        return not wanted or not self.kinds or bool(set(self.kinds) & set(wanted))

    def suits_instruments(self, wanted: list[str]) -> bool:
        return not wanted or self.instrument in wanted

    def suits(self, place: Place | None) -> bool:
        return place is None or not self.departments or place.department in self.departments


@dataclass(frozen=True)
class Option:
    value: str
    label: Any
    count: int
    checked: bool


class Catalogue:
    """One visitor's view of the list. Four queries whatever the number of calls."""

    def __init__(self, asked: dict[str, Any], params: Any, now: Any) -> None:
        self.asked, self.params, self.now = asked, params, now
        self.window = asked.get("state") or "open"
        self.kinds = asked.get("kind") or []
        self.instruments = asked.get("instrument") or []
        self.place = find_place(asked.get("territory") or "")
        self.rows = self._rows()
        self.found = [row for row in self.rows if self._matches(row)]

    def _rows(self) -> list[Row]:
        calls = Call.objects.public().mentioning(self.asked.get("q") or "")
        narrowed: dict[str, Callable[[Any], Any]] = {
            "open": calls.open_at, "upcoming": calls.upcoming_at, "closed": calls.over_at,
        }  # fmt: skip
        order = ("-closes_at" if self.window == "closed" else "closes_at", "id")
        if self.asked.get("sort") == "opens":
            order = ("-opens_at", "-id")
        columns = ("pk", "eligible_kinds", "eligible_departments", "programme__instrument")
        return [Row(*values) for values in narrowed[self.window](self.now).order_by(*order).values_list(*columns)]

    def _matches(self, row: Row, *, kinds: bool = True, instruments: bool = True) -> bool:
        return (
            row.suits(self.place)
            and (not kinds or row.suits_kinds(self.kinds))
            and (not instruments or row.suits_instruments(self.instruments))
        )

    @property
    def kind_options(self) -> list[Option]:
        """How many calls each kind would see, the other filters kept."""
        rows = [row for row in self.rows if self._matches(row, kinds=False)]
        return [
            Option(kind, one, sum(row.suits_kinds([kind]) for row in rows), kind in self.kinds)
            for kind, (one, _many) in call_facts.KINDS.items()
        ]

    @property
    def instrument_options(self) -> list[Option]:
        rows = [row for row in self.rows if self._matches(row, instruments=False)]
        return [
            Option(code, face.SOUGHT, sum(row.instrument == code for row in rows), code in self.instruments)
            for code, face in Application.faces.items()
        ]

    # The page, by cursor: `after` is the key of the last call seen.

    @property
    def start(self) -> int:
        keys = [row.pk for row in self.found]
        for name, step in (("after", 1), ("before", -SIZE)):
            value = self.params.get(name, "")
            if value.isdecimal() and int(value) in keys:
                return max(0, keys.index(int(value)) + step)
        return 0

    @property
    def previous(self) -> int | None:
        return self.found[self.start].pk if self.start else None

    @property
    def next(self) -> int | None:
        end = self.start + SIZE
        return self.found[end - 1].pk if end < len(self.found) else None

    @property
    def calls(self) -> list[dict[str, Any]]:
        keys = [row.pk for row in self.found[self.start : self.start + SIZE]]
        loaded = Call.objects.select_related("programme__authority").prefetch_related("programme__shares__funder")
        by_key = loaded.in_bulk(keys)
        return [listed(by_key[key]) for key in keys if key in by_key]

    @property
    def title(self) -> str:
        count = len(self.found)
        many = count or 1  # « Aucun appel ouvert » is a singular
        texts = {
            "open": ngettext("%(count)s appel ouvert", "%(count)s appels ouverts", many),
            "upcoming": ngettext("%(count)s appel à venir", "%(count)s appels à venir", many),
            "closed": ngettext("%(count)s appel clos", "%(count)s appels clos", many),
        }
        return texts[self.window] % {"count": count or _("Aucun")}

    @property
    def narrowed(self) -> bool:
        return bool(self.asked.get("q") or self.kinds or self.instruments or self.asked.get("territory"))

    @property
    def soon(self) -> int:
        """How many of the open ones close within three weeks."""
        if self.window != "open":
            return 0
        keys = [row.pk for row in self.found]
        return Call.objects.filter(pk__in=keys, closes_at__lte=self.now + SOON).count() if keys else 0


def listed(call: Call) -> dict[str, Any]:
    return {
        "call": call,
        "funders": call_facts.funders(call.programme),
        "who": call_facts.who(call),
        "instrument": call_facts.instrument(call),
        "asked": call_facts.asked(call),
        "rate": call_facts.rate(call),
        "with_budget": call.face.WITH_BUDGET,
        "months": call_facts.months(call),
    }
