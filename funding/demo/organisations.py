"""Organisations of the stories: towns and intercommunalities of the official geography, and fictional bodies."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import F

from people.identifiers import luhn_sum, siret_of
from people.models import Commune, Epci, Organisation

from . import texts

TOWN = re.compile(r"^(?P<name>.+) \((?P<department>\d{2,3}|2[AB])\)$")


class Organisations:
    """Found by what the data call them: « Figeac (46) », « CA Vichy Communauté », or a key of organisations.toml."""

    def __init__(self, fictional: dict[str, Any], *, series: str = "0002") -> None:
        self.fictional, self.series = fictional, series
        self.known: dict[str, Organisation] = {}

    def __getitem__(self, name: str) -> Organisation:
        if name not in self.known:
            self.known[name] = self._make(name)
        return self.known[name]

    def _make(self, name: str) -> Organisation:
        if name in self.fictional:
            return self._fictional(name, **self.fictional[name])
        if town := town_of(name):
            facts = {"name": f"Commune {of(town.name)}", "kind": Organisation.Kind.COMMUNE, "commune": town}
            return self._with_siren(town.siren, facts | {"address": f"Mairie\n{town.postcode} {town.name}"})
        epci = Epci.objects.get(name=name)
        seat = epci.communes.order_by(F("population").desc(nulls_last=True))[0]
        facts = {"name": full_name(epci), "kind": Organisation.Kind.EPCI, "commune": seat, "epci": epci}
        return self._with_siren(epci.siren, facts | {"address": f"Hôtel communautaire\n{seat.postcode} {seat.name}"})

    def invent(self, name: str, **facts: Any) -> None:
        """Another fictional body, known by its name."""
        self.fictional = self.fictional | {name: {"name": name} | facts}

    def _fictional(self, key: str, *, at: str, siren: str = "", **facts: Any) -> Organisation:
        town = town_named(at)
        siren = siren or fictional_siren(list(self.fictional).index(key) + 1, self.series)
        address = f"{len(facts['name'])} rue des Exemples\n{town.postcode} {town.name}"
        return self._with_siren(siren, {"commune": town, "address": address} | facts)

    @staticmethod
    def _with_siren(siren: str, facts: dict[str, Any]) -> Organisation:
        """The establishment's number is made up, with its right key: a real one is not deducible from a SIREN."""
        return Organisation.objects.get_or_create(siret=siret_of(siren), defaults=facts | {"siren": siren})[0]


def town_of(name: str) -> Commune | None:
    found = TOWN.match(name)
    if not found:
        return None
    return Commune.objects.get(name=found["name"], department=found["department"])


def town_named(name: str) -> Commune:
    town = town_of(name)
    if town is None:
        raise ValueError(f"« {name} » is not a town as the data write them: « Figeac (46) »")
    return town


def fictional_siren(number: int, series: str = "0002") -> str:
    """In a range that is given to nobody: nine digits that begin with 000, with their right key."""
    stem = f"{series}{number:04d}"
    return next(stem + key for key in "0123456789" if luhn_sum(stem + key) % 10 == 0)


def of(name: str) -> str:
    """« de Figeac », « du Vigan », « de La Ferté », « d’Autun »."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d’{name}" if name[0] in "AEIOUYÉÈÊÎŒH" else f"de {name}"


KINDS = {"CC ": "Communauté de communes ", "CA ": "Communauté d’agglomération ", "CU ": "Communauté urbaine "}


def full_name(epci: Epci) -> str:
    for short, long in KINDS.items():
        if epci.name.startswith(short):
            return long + epci.name.removeprefix(short)
    return epci.name


def demo() -> Organisations:
    return Organisations(texts.toml("organisations"))
