"""How big an undertaking is with its group: linked enterprises whole, partners in proportion (annex I of
Reg. 651/2014, art. 3 and 6; Recommendation 2003/361/CE).

Not the single undertaking of de minimis, which control alone makes: here a share of capital or votes counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .dated import Table
from .money import LARGEST, ZERO, rate
from .size import SIZES, Figures, Relation, Size, SizeLaw, consolidated, lasting_size, size_of

WHOLE, NOTHING = Decimal(1), Decimal(0)


class Tie(StrEnum):
    """Annex I, art. 3: what a share of capital or votes, the larger of the two, makes of another enterprise."""

    LINKED = "linked"
    PARTNER = "partner"
    AUTONOMOUS = "autonomous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise:
    """Another enterprise, with its own closed year; its figures hold what is linked to it in turn."""

    siren: str
    name: str
    share: Decimal
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What one enterprise adds: its figures times its weight."""

    enterprise: Enterprise
    tie: Tie
    weight: Decimal

    @property
    def figures(self) -> Figures:
        own = self.enterprise.figures
        return Figures(
            staff=own.staff * self.weight,
            turnover=own.turnover * self.weight,
            balance_sheet=own.balance_sheet * self.weight,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSize:
    """The class of the whole, beside that of the undertaking alone, and what each enterprise added.

    `year` is the class of the last closed year; `before`, where it was told, that of the year before with its figures,
    group included; `size` the status that follows from the two.
    """

    alone: Size
    year: Size
    size: Size
    own: Figures
    total: Figures
    counted: tuple[Counted, ...]
    before: tuple[Figures, Size] | None = None


def tie_of(share: Decimal, *, on: date, law: Table[SizeLaw] = SIZES) -> Tie:
    """Above 50 %, linked; from 25 % on, a partner; below, autonomous. Raises `ValueRefused` for no share."""
    rules = law.at(on).value
    if rate(share) > rules.linked_above:
        return Tie.LINKED
    return Tie.PARTNER if share >= rules.partner_share else Tie.AUTONOMOUS


def group_size(
    *,
    own: Figures,
    enterprises: Sequence[Enterprise],
    on: date,
    before: Figures | None = None,
    public_share: Decimal = ZERO,
    public_holder_allowed: bool = False,
    law: Table[SizeLaw] = SIZES,
) -> GroupSize:
    """The class of an undertaking with its group: that of its last closed year, or, where the year `before` is told
    (consolidated figures), the status that lasts: a threshold crossed one year alone changes nothing (annex I, art. 4
    § 2). The year before is taken for the status of then; a change of owner, which counts at once, is not known here.

    Each enterprise counts once, for what ties it most closely: of two rows of one SIREN the larger share holds.
    Raises `ValueRefused` for impossible figures or shares, `NoLawInForce` before 2005.
    """
    closest: dict[str, Enterprise] = {}
    for enterprise in enterprises:
        known = closest.get(enterprise.siren)
        if known is None or rate(enterprise.share) > known.share:
            closest[enterprise.siren] = enterprise
    relations = [Relation(figures=e.figures, share=e.share) for e in closest.values()]
    total = consolidated(own=own, relations=relations, on=on, law=law)

    def classed(figures: Figures) -> Size:
        return size_of(
            figures=figures, on=on, public_share=public_share, public_holder_allowed=public_holder_allowed, law=law
        )

    year = classed(_bounded(total))
    earlier = None if before is None else (before, classed(before))
    return GroupSize(
        alone=classed(own),
        year=year,
        size=lasting_size([earlier[1], year]) if earlier else year,
        own=own,
        total=total,
        counted=tuple(_counted(e, on, law) for e in closest.values()),
        before=earlier,
    )


def _counted(enterprise: Enterprise, on: date, law: Table[SizeLaw]) -> Counted:
    tie = tie_of(enterprise.share, on=on, law=law)
    weight = {Tie.LINKED: WHOLE, Tie.PARTNER: enterprise.share, Tie.AUTONOMOUS: NOTHING}[tie]
    return Counted(enterprise=enterprise, tie=tie, weight=weight)


def _bounded(total: Figures) -> Figures:
    """A sum may pass what one amount may be; it is large in any case."""
    return Figures(
        staff=min(total.staff, LARGEST),
        turnover=min(total.turnover, LARGEST),
        balance_sheet=min(total.balance_sheet, LARGEST),
    )
