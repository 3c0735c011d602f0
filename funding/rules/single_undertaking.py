"""Who counts together under de minimis, and how an aid that two sources tell is counted once.

A single undertaking is made of links of control (Reg. 2023/2831, art. 2 § 2), not of the shares of the size test: a
holding of 30 % without control stays out, a contract that gives dominant influence comes in. Links hold through
other enterprises.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from .de_minimis import PastAid, Regime


class Control(StrEnum):
    """The four links of article 2 § 2."""

    VOTES = "votes"
    BOARD = "board"
    INFLUENCE = "influence"
    AGREEMENT = "agreement"


CONTROL_LABELS = {
    Control.VOTES: _("majorité des droits de vote"),
    Control.BOARD: _("nomme ou révoque la majorité de la direction"),
    Control.INFLUENCE: _("influence dominante par contrat ou statuts"),
    Control.AGREEMENT: _("majorité des votes par accord entre associés"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One enterprise controls the other; the direction does not matter to the rule."""

    one: str
    other: str
    control: Control = Control.VOTES


def members(siren: str, *, links: Iterable[Link]) -> frozenset[str]:
    """All enterprises tied to `siren` by control, itself included, through others too."""
    found, known = {siren}, list(links)
    while True:
        met = {end for link in known if {link.one, link.other} & found for end in (link.one, link.other)} - found
        if not met:
            return frozenset(found)
        found |= met


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAid:
    """A de minimis aid that a source tells: whose, when, how much (gross grant equivalent, euros), who says so."""

    siren: str
    granted_on: date
    gge: Decimal
    regime: Regime = Regime.GENERAL
    country: str = "FR"
    source: str = ""
    detail: str = ""

    @property
    def key(self) -> tuple[str, date, Decimal, Regime, str]:
        return (self.siren, self.granted_on, self.gge, self.regime, self.country)

    @property
    def past(self) -> PastAid:
        return PastAid(granted_on=self.granted_on, gge=self.gge, regime=self.regime, country=self.country)


def counted_once(sources: Sequence[Iterable[KnownAid]]) -> tuple[KnownAid, ...]:
    """The aids of several sources, by day: one that two sources tell alike (whose, when, how much) counts once.

    Two equal aids told by one source are two aids: the most that any single source tells is kept.
    """
    kept: list[KnownAid] = []
    held: Counter[tuple[str, date, Decimal, Regime, str]] = Counter()
    for source in sources:
        told: Counter[tuple[str, date, Decimal, Regime, str]] = Counter()
        for aid in source:
            told[aid.key] += 1
            if told[aid.key] > held[aid.key]:
                held[aid.key] += 1
                kept.append(aid)
    return tuple(sorted(kept, key=lambda aid: (aid.granted_on, aid.siren, aid.gge)))
