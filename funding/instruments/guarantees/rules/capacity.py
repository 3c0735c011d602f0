"""How much a fund may guarantee: by its endowment and multiplier, or by the cap of a portfolio."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from funding.rules.money import ZERO, amount, floor_cents, rate
from funding.rules.wording import Refusal, ValueRefused, refuse

from .cover import half_up


def most_guaranteed(*, endowment: Decimal, multiplier: Decimal) -> Decimal:
    """`net endowment × multiplier`, cut to the cent: a maximum is never rounded up. 2 M€ × 15 = 30 M€ (AT-E9)."""
    return floor_cents(amount(endowment) * amount(multiplier))


def capacity(*, endowment: Decimal, multiplier: Decimal, engaged: Decimal, reserved: Decimal) -> Decimal:
    """`net endowment × multiplier − exposure of the covers − offers reserved`, euros. Below zero where losses ate the
    endowment that held what is engaged: nothing more may then be offered.
    """
    return most_guaranteed(endowment=max(endowment, ZERO), multiplier=multiplier) - amount(engaged) - amount(reserved)


def capacity_refusal(*, asked: Decimal, left: Decimal) -> Refusal | None:
    if amount(asked) <= left:
        return None
    text = _("Le fonds ne peut plus garantir que %(left)s : il manque %(gap)s pour cette garantie de %(asked)s.")
    shown = max(left, ZERO)
    return refuse("capacity_short", text, left=shown, gap=asked - shown, asked=asked)


def loans_reached(*, guaranteed: Decimal, rate_of_cover: Decimal) -> Decimal:
    """The credit that a guaranteed amount lets banks lend: 30 M€ at 50 % are 60 M€ of loans (AT-E9). Cut to the cent;
    raises `ValueRefused` for a rate of zero.
    """
    if rate(rate_of_cover) == 0:
        raise ValueRefused(refuse("no_cover", _("La quotité est nulle : rien ne serait garanti.")))
    exact = Fraction(amount(guaranteed)) / Fraction(rate_of_cover) * 100
    return Decimal(exact.numerator // exact.denominator).scaleb(-2)


def cap_amount(*, volume: Decimal, rate_of_cover: Decimal, cap_rate: Decimal) -> Decimal:
    """`portfolio volume × guarantee rate × cap rate`, cut to the cent (AT-E1, E3, E4): the most that is ever paid."""
    exact = Fraction(amount(volume)) * Fraction(rate(rate_of_cover)) * Fraction(rate(cap_rate)) * 100
    return Decimal(exact.numerator // exact.denominator).scaleb(-2)


def cap_leverage(*, rate_of_cover: Decimal, cap_rate: Decimal) -> Fraction:
    """Volume over cap: `1 ÷ (guarantee rate × cap rate)`. 80 % and 20 % are 6.25. Raises `ValueRefused` at zero."""
    product = Fraction(rate(rate_of_cover)) * Fraction(rate(cap_rate))
    if product == 0:
        raise ValueRefused(refuse("no_cap", _("Un taux nul ne donne pas d’effet de levier.")))
    return 1 / product


def provision(*, defaulted: Decimal, loss_given_default: Decimal) -> Decimal:
    """`exposure in default × loss given default`, euros, half up: what the fund expects to pay."""
    return half_up(Fraction(amount(defaulted)) * Fraction(rate(loss_given_default)))


def loss_rate(*, paid: Decimal, came_back: Decimal, granted: Decimal) -> Fraction:
    """Net payments over guarantees granted, exact; zero where nothing was granted."""
    return (
        max(Fraction(amount(paid)) - Fraction(amount(came_back)), Fraction(0)) / Fraction(granted)
        if granted
        else (Fraction(0))
    )
