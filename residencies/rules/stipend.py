"""The stipend: three instalments tied to what was done, and what is given back when the stay ends early. Pure.

Euros to the cent; what does not divide stays in the balance, so that instalments always add up to the stipend.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

CENT = Decimal("0.01")


class Milestone(StrEnum):
    SIGNED = "signed"  # the agreement
    HALFWAY = "halfway"  # half of the weeks closed, so with their journal
    PRESENTED = "presented"  # the public presentation, countersigned by the host


SHARES = ((Milestone.SIGNED, Decimal("0.4")), (Milestone.HALFWAY, Decimal("0.3")))


def instalments(stipend: Decimal) -> list[tuple[Milestone, Decimal]]:
    """40 % at signature, 30 % halfway, the balance after the presentation."""
    first = [(milestone, rounded(stipend * share)) for milestone, share in SHARES]
    return [*first, (Milestone.PRESENTED, stipend - sum((amount for _m, amount in first), Decimal(0)))]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a stay that ends early leaves: earned in all, to pay still, or to give back. One of the last two is 0."""

    earned: Decimal
    to_pay: Decimal
    to_repay: Decimal


def settle(*, stipend: Decimal, paid: Decimal, days_done: int, days_planned: int) -> Settlement:
    """Pro rata of the days of the weeks done over those planned (R16). Raises ValueError on days that make no sense."""
    if days_planned < 0 or not 0 <= days_done <= days_planned:
        raise ValueError("Days done are between none and those planned.")
    if stipend < 0 or paid < 0:
        raise ValueError("No amount is negative.")
    earned = rounded(stipend * days_done / days_planned) if days_planned else Decimal(0)
    return Settlement(earned, max(Decimal(0), earned - paid), max(Decimal(0), paid - earned))


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
