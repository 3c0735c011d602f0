"""The withdrawal of an award: delays of the contradictory procedure, and what comes back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from .money import ZERO, amount

DAYS_TO_ANSWER = 15  # at least, from the day of notification (CRPA, art. L. 121-1 and L. 122-1)


def observations_until(*, due_on: date, notified_on: date) -> date:
    """The last day to answer: the day that the letter names, never less than fifteen days after its notification."""
    return max(due_on, notified_on + timedelta(days=DAYS_TO_ANSWER))


def repayable(*, kept: Decimal, paid: Decimal, owed: Decimal = ZERO) -> Decimal:
    """What the beneficiary holds beyond the aid that is `kept`, and does not owe already. Euros, never negative.

    `paid` is what was paid and has not come back; `owed` what was found overpaid and is still to come back.
    """
    return max(ZERO, amount(paid) - amount(owed) - amount(kept))
