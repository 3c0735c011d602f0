"""How big an undertaking is: micro, small, medium or large (annex I of Reg. 651/2014, Recommendation
2003/361).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from .dated import Law, Table
from .money import ZERO, amount, rate


class Size(StrEnum):
    """Smallest first. Other classes may come (small mid-caps): compare by the order, never by a list of
    all.
    """

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


ORDER: tuple[Size, ...] = tuple(Size)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeClass:
    """Fewer than `staff_below` people, and either `turnover` or `balance_sheet` (euros) not exceeded."""

    size: Size
    staff_below: Decimal
    turnover: Decimal
    balance_sheet: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeLaw:
    """The classes, smallest first; from which share a public holder or a partner counts."""

    classes: tuple[SizeClass, ...]
    partner_share: Decimal
    linked_above: Decimal
    public_share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One closed year: staff in annual work units (a part-timer is a fraction), euros."""

    staff: Decimal
    turnover: Decimal
    balance_sheet: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Another enterprise and the share of capital or votes (the larger one) that ties it to this one."""

    figures: Figures
    share: Decimal


def _class(size: Size, staff: int, turnover: int, balance_sheet: int) -> SizeClass:
    million = Decimal(1_000_000)
    return SizeClass(
        size=size,
        staff_below=Decimal(staff),
        turnover=turnover * million,
        balance_sheet=balance_sheet * million,
    )


SIZES: Table[SizeLaw] = Table(
    "taille de l’entreprise",
    (
        Law(
            value=SizeLaw(
                classes=(
                    _class(Size.MICRO, 10, 2, 2),
                    _class(Size.SMALL, 50, 10, 10),
                    _class(Size.MEDIUM, 250, 50, 43),
                ),
                partner_share=Decimal("0.25"),
                linked_above=Decimal("0.50"),
                public_share=Decimal("0.25"),
            ),
            valid_from=date(2005, 1, 1),
            legal_basis="Recommandation 2003/361/CE, annexe ; règlement (UE) n° 651/2014, annexe I",
            verified=False,
        ),
    ),
)


def size_of(
    *,
    figures: Figures,
    on: date,
    public_share: Decimal = ZERO,
    public_holder_allowed: bool = False,
    law: Table[SizeLaw] = SIZES,
) -> Size:
    """The class of one year's consolidated figures (AT-F10): staff below the limit, and turnover *or*
    balance sheet.

    An enterprise held at 25 % or more by public bodies is large whatever its figures, unless the holder is
    one that annex I allows (`public_holder_allowed`: university, local authority under 10 M€ and 5,000
    inhabitants…). Raises `ValueRefused` for impossible figures, `NoLawInForce` before 2005.
    """
    rules = law.at(on).value
    for number in (figures.staff, figures.turnover, figures.balance_sheet):
        amount(number)
    if rate(public_share) >= rules.public_share and not public_holder_allowed:
        return Size.LARGE
    for row in rules.classes:
        fits = figures.turnover <= row.turnover or figures.balance_sheet <= row.balance_sheet
        if figures.staff < row.staff_below and fits:
            return row.size
    return Size.LARGE


def consolidated(*, own: Figures, relations: Iterable[Relation], on: date, law: Table[SizeLaw] = SIZES) -> Figures:
    """Own figures, plus partners (25 to 50 %) in proportion, plus linked enterprises (above 50 %) whole.

    Below 25 % an enterprise is autonomous and counts for nothing. The figures of a relation already hold
    what is linked to it in turn: the caller walks the group.
    """
    rules = law.at(on).value
    total = own
    for relation in relations:
        share = rate(relation.share)
        if share < rules.partner_share:
            continue
        weight = Decimal(1) if share > rules.linked_above else share
        total = Figures(
            staff=total.staff + relation.figures.staff * weight,
            turnover=total.turnover + relation.figures.turnover * weight,
            balance_sheet=total.balance_sheet + relation.figures.balance_sheet * weight,
        )
    return total


def lasting_size(years: Sequence[Size]) -> Size:
    """The status after several closed years, oldest first: a threshold counts when crossed two years running.

    One year above or below changes nothing (annex I, art. 4 § 2). At least one year is needed.
    """
    status, *_rest = levels = [ORDER.index(size) for size in years]
    for before, last in pairwise(levels):
        if min(before, last) > status:
            status = min(before, last)
        elif max(before, last) < status:
            status = max(before, last)
    return ORDER[status]
