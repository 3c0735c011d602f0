"""Cents that never get lost: what an amount is, how it is rounded, how it is shared.

Sharing is done on integers and exact fractions; no intermediate result is rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from .wording import ValueRefused, refuse

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
LARGEST = Decimal("999999999999.99")
"""Twelve digits before the point: what a Decimal(14, 2) column holds."""

_WIDE = Context(prec=60)


def amount(value: Decimal) -> Decimal:
    """`value`, if it is an amount of euros: a finite `Decimal`, not negative, at most 12 digits before the
    point.

    Raises `ValueRefused` with the code `not_an_amount`, `negative_amount` or `amount_too_large`. A float is
    refused whatever its value: 0.1 + 0.2 is not 0.3.
    """
    if not isinstance(value, Decimal) or not value.is_finite():
        raise ValueRefused(refuse("not_an_amount", _("Écrivez un montant en euros, par exemple 1500,50.")))
    if value < 0:
        raise ValueRefused(refuse("negative_amount", _("Écrivez un montant positif ou nul."), amount=value))
    if value > LARGEST:
        raise ValueRefused(
            refuse("amount_too_large", _("Ce montant est trop grand : 12 chiffres au plus avant la virgule."))
        )
    return value


def rate(value: Decimal, *, at_most: Decimal = Decimal(1)) -> Decimal:
    """`value`, if it is a share between 0 and `at_most` (1 means 100 %). Raises `ValueRefused`
    (`not_a_rate`).
    """
    if not isinstance(value, Decimal) or not value.is_finite() or not 0 <= value <= at_most:
        raise ValueRefused(
            refuse("not_a_rate", _("Écrivez un taux entre 0 %% et %(highest_rate)s."), highest_rate=at_most)
        )
    return value


def cents(value: Decimal) -> Decimal:
    """Euros rounded to the cent, half a cent going up (ROUND_HALF_UP): for amounts that are due."""
    return _rounded(value, ROUND_HALF_UP)


def floor_cents(value: Decimal) -> Decimal:
    """Euros cut to the cent below (ROUND_DOWN): for maxima, which a rounding must not exceed."""
    return _rounded(value, ROUND_DOWN)


def at_most(base: Decimal, *, share: Decimal) -> Decimal:
    """The largest whole number of cents not above `share` of `base`: 30 % of 33,333.35 € is 10,000.00 €."""
    return floor_cents(_WIDE.multiply(amount(base), rate(share)))


def proportion(total: Decimal, *, of: Decimal, to: Decimal) -> Decimal:
    """`total × of ÷ to` cut to the cent below, computed exactly; `to` must be positive (else
    `ValueRefused`).
    """
    if amount(to) == 0:
        raise ValueRefused(refuse("empty_base", _("Le montant de référence ne peut pas être nul.")))
    exact = Fraction(amount(total)) * Fraction(amount(of)) / Fraction(to) * 100
    return _euros(exact.numerator // exact.denominator)


def split(total: Decimal, *, weights: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Share `total` (whole cents) in proportion to `weights`, by largest remainder: the shares sum to
    `total` exactly.

    Each share is its exact value rounded to the cent below or above. Of equal remainders the last ones get
    the cent, so three equal shares of 100,000.00 € are 33,333.33, 33,333.33 and 33,333.34 (AT-05). A zero
    weight gets nothing. The same function shares 1.00 into SCDL percentages: 0.33, 0.33, 0.34.

    Raises `ValueRefused`: an impossible amount or weight, a fraction of a cent (`not_whole_cents`), or
    something to share and nobody to share it with (`nobody_to_share`).
    """
    whole = _whole_cents(total)
    parts = [Fraction(amount(weight)) for weight in weights]
    everything = sum(parts)
    if not everything:
        if whole:
            raise ValueRefused(refuse("nobody_to_share", _("Il n’y a personne entre qui partager ce montant.")))
        return tuple(ZERO for _part in parts)
    exact = [whole * part / everything for part in parts]
    shares = [value.numerator // value.denominator for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (exact[i] - shares[i], i), reverse=True)
    for i in by_remainder[: whole - sum(shares)]:
        shares[i] += 1
    return tuple(_euros(share) for share in shares)


def _whole_cents(value: Decimal) -> int:
    scaled = _WIDE.multiply(amount(value), Decimal(100))
    if scaled != scaled.to_integral_value():
        raise ValueRefused(refuse("not_whole_cents", _("Écrivez un montant avec deux décimales au plus.")))
    return int(scaled)


def _euros(whole_cents: int) -> Decimal:
    return Decimal(whole_cents).scaleb(-2, _WIDE)


def _rounded(value: Decimal, rounding: str) -> Decimal:
    return amount(amount(value).quantize(CENT, rounding=rounding, context=_WIDE))
