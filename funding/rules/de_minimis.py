"""De minimis aid: a ceiling over any three rolling years, and a refusal that always bears on the whole new
aid.

Regulation (EU) 2023/2831 (general) and its sisters. Aid counts on the day when the right to it is granted,
at its gross grant equivalent, for the single undertaking and per member State (art. 3).

Convention for the anniversary: an aid granted on 15 January 2024 counts up to 14 January 2027 and is free
on the 15th. One granted on 29 February 2024 counts up to 28 February 2027.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from .dated import Law, NoLawInForce, Table
from .deadlines import add_months
from .money import ZERO, amount
from .wording import Refusal, refuse

WINDOW_MONTHS = 36


class Regime(StrEnum):
    """Which regulation an aid is given under."""

    GENERAL = "general"
    SGEI = "sgei"
    AGRICULTURE = "agriculture"
    FISHERY = "fishery"
    ROAD_FREIGHT = "road_freight"


def _laws(name: str, *rows: Law[Decimal]) -> Table[Decimal]:
    return Table(f"plafond de minimis ({name})", rows)


_GENERAL_UNTIL = date(2030, 12, 31)

CEILINGS: Mapping[Regime, Table[Decimal]] = {
    Regime.GENERAL: _laws(
        "général",
        Law(
            value=Decimal(200_000),
            valid_from=date(2014, 1, 1),
            valid_to=date(2023, 12, 31),
            legal_basis="Règlement (UE) n° 1407/2013, art. 3",
        ),
        Law(
            value=Decimal(300_000),
            valid_from=date(2024, 1, 1),
            valid_to=_GENERAL_UNTIL,
            legal_basis="Règlement (UE) 2023/2831, art. 3",
            source_url="https://eur-lex.europa.eu/eli/reg/2023/2831/oj",
        ),
    ),
    Regime.ROAD_FREIGHT: _laws(
        "transport routier de marchandises",
        Law(
            value=Decimal(100_000),
            valid_from=date(2014, 1, 1),
            valid_to=date(2023, 12, 31),
            legal_basis="Règlement (UE) n° 1407/2013, art. 3",
        ),
    ),
    Regime.SGEI: _laws(
        "services d’intérêt économique général",
        Law(
            value=Decimal(750_000),
            valid_from=date(2024, 1, 1),
            valid_to=_GENERAL_UNTIL,
            legal_basis="Règlement (UE) 2023/2832, art. 3",
            source_url="https://eur-lex.europa.eu/eli/reg/2023/2832/oj",
        ),
    ),
    Regime.AGRICULTURE: _laws(
        "agriculture",
        Law(
            value=Decimal(50_000),
            valid_from=date(2024, 12, 16),
            valid_to=date(2032, 12, 31),
            legal_basis="Règlement (UE) n° 1408/2013, art. 3, modifié en décembre 2024",
            verified=False,
        ),
    ),
    Regime.FISHERY: _laws(
        "pêche et aquaculture",
        Law(
            value=Decimal(30_000),
            valid_from=date(2023, 10, 25),
            valid_to=date(2029, 12, 31),
            legal_basis="Règlement (UE) n° 717/2014, art. 3",
            verified=False,
        ),
    ),
}
ROLLING_SINCE = date(2024, 1, 1)

COUNTED_IN: Mapping[Regime, tuple[Regime, ...]] = {
    Regime.GENERAL: (Regime.GENERAL, Regime.SGEI),
    Regime.SGEI: (Regime.SGEI,),
    Regime.AGRICULTURE: (Regime.AGRICULTURE, Regime.GENERAL, Regime.SGEI),
    Regime.FISHERY: (Regime.FISHERY, Regime.GENERAL, Regime.SGEI),
    Regime.ROAD_FREIGHT: (Regime.GENERAL, Regime.SGEI),
}
"""Cumulation (art. 5): the ceilings against which an aid of each regime is counted, its own and the wider
ones.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAid:
    """One de minimis aid of the single undertaking: day of the legal right, gross grant equivalent in
    euros.
    """

    granted_on: date
    gge: Decimal
    regime: Regime = Regime.GENERAL
    country: str = "FR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The answer to one request, in euros. `headroom` is what would still be accepted that day.

    `fits_from` is the first day when the same request is accepted: the day itself if it is accepted now,
    None if it is above the ceiling alone. `legal_basis` is that of the ceiling that binds.
    """

    accepted: bool
    used: Decimal
    ceiling: Decimal
    headroom: Decimal
    fits_from: date | None
    legal_basis: str
    refusal: Refusal | None


def check(
    *,
    requested: Decimal,
    on: date,
    past: Sequence[PastAid],
    regime: Regime = Regime.GENERAL,
    country: str = "FR",
    ceilings: Mapping[Regime, Table[Decimal]] = CEILINGS,
) -> Check:
    """May `requested` (gross grant equivalent) be granted on the day `on`? Whole or not at all (art. 3 § 7,
    AT-F8).

    Every window of three years that holds the day `on` is looked at, so an aid already granted for a later
    day counts too. Aid of other member States does not (AT-F9). Exactly the ceiling is accepted. Raises
    `ValueRefused`, or `NoLawInForce` outside the regulations, and before 2024 when the years were fiscal.
    """
    amount(requested)
    checks = [
        _against(
            requested=requested,
            on=on,
            past=_counted(past, within=wider, country=country),
            law=_ceiling(wider, on=on, ceilings=ceilings),
        )
        for wider in COUNTED_IN[regime]
    ]
    tightest = min(checks, key=lambda found: found.headroom)
    free = [found.fits_from for found in checks if found.fits_from is not None]
    return Check(
        accepted=all(found.accepted for found in checks),
        used=tightest.used,
        ceiling=tightest.ceiling,
        headroom=tightest.headroom,
        fits_from=max(free) if len(free) == len(checks) else None,
        legal_basis=tightest.legal_basis,
        refusal=next((found.refusal for found in checks if found.refusal), None),
    )


def used(*, on: date, past: Iterable[PastAid]) -> Decimal:
    """The most already granted in any three years that hold the day `on`, in euros: the aids are not
    filtered.
    """
    aids = [(aid.granted_on, amount(aid.gge)) for aid in past]
    ends = [on, *(day for day, _gge in aids if on < day < frees_on(on))]
    return max(sum((gge for day, gge in aids if _begins_after(end) < day <= end), ZERO) for end in ends)


def frees_on(granted_on: date) -> date:
    """The first day when an aid no longer counts: three years later, the day after where that day does not
    exist.
    """
    anniversary = add_months(granted_on, WINDOW_MONTHS)
    return anniversary if anniversary.day == granted_on.day else anniversary + timedelta(days=1)


def _begins_after(end: date) -> date:
    return add_months(end, -WINDOW_MONTHS)


def _ceiling(regime: Regime, *, on: date, ceilings: Mapping[Regime, Table[Decimal]]) -> Law[Decimal]:
    if on < ROLLING_SINCE:
        text = _("Avant le %(since)s, le plafond se comptait par exercice fiscal : vérifiez-le à la main.")
        raise NoLawInForce(refuse("fiscal_years", text, since=ROLLING_SINCE))
    return ceilings[regime].at(on)


def _counted(past: Iterable[PastAid], *, within: Regime, country: str) -> list[PastAid]:
    return [aid for aid in past if aid.country == country and within in COUNTED_IN[aid.regime]]


def _against(*, requested: Decimal, on: date, past: Sequence[PastAid], law: Law[Decimal]) -> Check:
    """One request against one ceiling and the aids that count for it."""
    already = used(on=on, past=past)
    headroom = max(ZERO, law.value - already)
    accepted = requested <= headroom
    fits_from = on if accepted else _fits_from(requested=requested, after=on, past=past, ceiling=law.value)
    return Check(
        accepted=accepted,
        used=already,
        ceiling=law.value,
        headroom=headroom,
        fits_from=fits_from,
        legal_basis=law.legal_basis,
        refusal=None
        if accepted
        else _refusal(requested=requested, headroom=headroom, ceiling=law.value, fits_from=fits_from),
    )


def _fits_from(*, requested: Decimal, after: date, past: Sequence[PastAid], ceiling: Decimal) -> date | None:
    """Headroom grows only when an aid becomes free: only those days are tried. The ceiling is taken as
    unchanged.
    """
    days = sorted({frees_on(aid.granted_on) for aid in past if frees_on(aid.granted_on) > after})
    return next((day for day in days if requested + used(on=day, past=past) <= ceiling), None)


def _refusal(*, requested: Decimal, headroom: Decimal, ceiling: Decimal, fits_from: date | None) -> Refusal:
    if fits_from is None:
        text = _("L’aide de %(requested)s dépasse à elle seule le plafond de %(ceiling)s sur trois ans.")
        return refuse("above_de_minimis_ceiling", text, requested=requested, ceiling=ceiling)
    text = _(
        "L’aide de %(requested)s ferait dépasser %(ceiling)s sur trois ans : elle est refusée en entier. "
        "Il reste %(headroom)s ; la même demande sera possible à partir du %(fits_from)s."
    )
    return refuse(
        "no_de_minimis_headroom",
        text,
        requested=requested,
        ceiling=ceiling,
        headroom=headroom,
        fits_from=fits_from,
    )
