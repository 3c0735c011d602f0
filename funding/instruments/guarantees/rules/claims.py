"""A call on the guarantee: whether it may be made, what is due, what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from funding.rules.deadlines import add_months
from funding.rules.money import ZERO, amount, rate
from funding.rules.wording import Refusal, ValueRefused, refuse

from .cover import half_up

PROVISION_DAYS = 90  # as the State's guaranteed loans: paid within ninety days of asking


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A loss that a bank calls for: `key` names it, `order` places it among those received on the same day."""

    key: int
    received_on: date
    loss: Decimal
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a call obtains: `due` by the rate, `paid` within the cap, `kept` by the bank."""

    key: int
    due: Decimal
    paid: Decimal
    kept: Decimal


def due_under_cap(
    *, loss: Decimal, rate_of_cover: Decimal, cap: Decimal, paid: Decimal, recovered: Decimal = ZERO,
    revolving: bool = False,
) -> Decimal:  # fmt: skip
    """`min(rate × eligible loss, cap − net payments)`, euros, half up. Under a revolving cap what the guarantor
    recovered counts again (AT-E2). Never below zero.
    """
    share = half_up(Fraction(amount(loss)) * Fraction(rate(rate_of_cover)))
    used = amount(paid) - (min(amount(recovered), paid) if revolving else ZERO)
    return min(share, max(amount(cap) - used, ZERO))


def pay_in_order(
    *, calls: Sequence[Received], rate_of_cover: Decimal, cap: Decimal, recovered: Decimal = ZERO,
    revolving: bool = False,
) -> list[Due]:  # fmt: skip
    """Each call, by the day it was received, until the cap is reached (AT-E1). What the cap does not pay, the bank
    keeps: every loss is `paid + kept` to the cent.
    """
    paid, found = ZERO, []
    for call in sorted(calls, key=lambda call: (call.received_on, call.order, call.key)):
        share = half_up(Fraction(amount(call.loss)) * Fraction(rate(rate_of_cover)))
        given = due_under_cap(
            loss=call.loss, rate_of_cover=rate_of_cover, cap=cap, paid=paid, recovered=recovered, revolving=revolving
        )
        paid += given
        found.append(Due(key=call.key, due=share, paid=given, kept=call.loss - given))
    return found


def call_refusals(
    *, event_on: date, disbursed_on: date, waiting_months: int, commission_due: Decimal, commission_paid: Decimal
) -> list[Refusal]:
    """`event ≥ disbursement + waiting period ∧ commission paid`. On the waiting period's last day it is over: a month
    is counted day for day (AT-E11: 40 days after disbursement, two months of waiting: refused).
    """
    found, open_from = [], add_months(disbursed_on, waiting_months)
    if event_on < disbursed_on:
        found.append(refuse("event_too_early", _("L’événement précède le décaissement du prêt.")))
    elif event_on < open_from:
        text = _("L’événement du %(event)s tombe dans le délai de carence, qui court jusqu’au %(from)s.")
        found.append(refuse("waiting_period", text, **{"event": event_on, "from": open_from}))
    if amount(commission_paid) < amount(commission_due):
        text = _("La commission n’est pas entièrement payée : il reste %(left)s à verser au fonds.")
        found.append(refuse("commission_unpaid", text, left=commission_due - commission_paid))
    return found


def late_notice_refusal(*, event_on: date, notified_on: date, days: int) -> Refusal | None:
    """The bank says within so many days that the event happened."""
    last = event_on + timedelta(days=days)
    if notified_on <= last:
        return None
    text = _("L’événement devait être déclaré au plus tard le %(last)s.")
    return refuse("declared_late", text, last=last)


def provision_due_on(called_on: date) -> date:
    """The last day to pay the provision: ninety days from the request."""
    return called_on + timedelta(days=PROVISION_DAYS)


def provisional(*, estimated_loss: Decimal, cover: Fraction) -> Decimal:
    """`estimated loss × effective rate`, half up (AT-E7: 120,000 at 90 % are 108,000)."""
    return half_up(Fraction(amount(estimated_loss)) * cover)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """`due` in all; then either `complement` is paid to the bank or `refund` comes back from it."""

    due: Decimal
    complement: Decimal
    refund: Decimal


def settlement(*, final_loss: Decimal, cover: Fraction, provision_paid: Decimal, most: Decimal) -> Settlement:
    """`final loss × effective rate − provision`; below zero the bank gives back (AT-E7). `most` is what the cover may
    pay in all: the guaranteed amount, or what the portfolio's cap leaves.
    """
    due = min(half_up(Fraction(amount(final_loss)) * cover), amount(most))
    gap = due - amount(provision_paid)
    return Settlement(due=due, complement=max(gap, ZERO), refund=max(-gap, ZERO))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What came back from the debtor: the fund's part and the bank's, which sum to it."""

    fund: Decimal
    bank: Decimal


def recovery(*, net: Decimal, cover: Fraction, final_loss: Decimal, recovered_before: Decimal = ZERO) -> Recovery:
    """Net of costs, pari passu: `net × effective rate` to the fund, half up, the rest to the bank (AT-E2).

    Raises `ValueRefused` where more would come back than was lost: the statement of the loss is wrong then.
    """
    if amount(recovered_before) + amount(net) > amount(final_loss):
        text = _("Les récupérations dépasseraient la perte : il reste %(left)s à récupérer au plus.")
        raise ValueRefused(refuse("recovery_beyond_loss", text, left=final_loss - recovered_before))
    part = half_up(Fraction(net) * cover)
    return Recovery(fund=part, bank=net - part)
