"""A place as an applicant types it: a town, an intercommunality or a department of the official geography."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from people.models import Commune, Department, Epci
from people.names import key_of

SHOWN = 8
LABELLED = re.compile(r"^(?P<name>.+) \((?P<code>[0-9AB]{2,9})\)$")


@dataclass(frozen=True)
class Place:
    kind: str
    code: str
    name: str
    shown: str

    @property
    def label(self) -> str:
        return f"{self.name} ({self.shown})"

    def facts(self) -> dict[str, str]:
        return {"kind": self.kind, "code": self.code, "name": self.name, "label": self.label}


def of_commune(town: Commune) -> Place:
    return Place("commune", town.code, town.name, town.postcode or town.code)


def find(typed: str, *, only_communes: bool = False) -> list[Place]:
    """The places that answer; exactly one when the text is a label of ours, a full name, or leaves no doubt."""
    typed = typed.replace("\x00", "").strip()[:120]
    labelled = LABELLED.match(typed)
    text = labelled["name"] if labelled else typed
    if len(key_of(text)) < 2:
        return []
    found = [of_commune(town) for town in Commune.objects.search(text)[: SHOWN * 5]]
    if not only_communes:
        found += [Place("epci", e.siren, e.name, e.siren) for e in Epci.objects.search(text)[:SHOWN]]
        found += [Place("department", d.code, d.name, d.code) for d in departments(text)]
    if labelled:
        return [p for p in found if labelled["code"] in (p.code, p.shown) and key_of(p.name) == key_of(text)][:1]
    exact = [place for place in found if key_of(place.name) == key_of(typed)]
    return exact if len(exact) == 1 else found


def departments(text: str) -> list[Any]:
    key = key_of(text)
    return [d for d in Department.objects.all() if d.code.lower() == key or key_of(d.name).startswith(key)][:SHOWN]
