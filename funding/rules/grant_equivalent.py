"""Gross grant equivalent: what a loan, a guarantee or a grant is worth as aid (de minimis regulations, art.
4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from .dated import Table
from .de_minimis import CEILINGS, Regime
from .money import ZERO, amount, cents, proportion, rate
from .wording import Refusal, refuse

SHORT_MONTHS, LONG_MONTHS = 60, 120
LEAST_COLLATERAL = Decimal("0.50")
HIGHEST_GUARANTEE = Decimal("0.80")


@dataclass(frozen=True, slots=True, kw_only=True)
class Harbour:
    """The amounts, as multiples of the ceiling, under which no market comparison is asked for.

    Every regulation since 2013 states the same multiples: loans 5 × the ceiling over 5 years or 2.5 × over
    10, guaranteed amounts 7.5 × or 3.75 ×.
    """

    short: Decimal
    long: Decimal


LOANS = Harbour(short=Decimal(5), long=Decimal("2.5"))
GUARANTEES = Harbour(short=Decimal("7.5"), long=Decimal("3.75"))


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantEquivalent:
    """Euros of aid; None with a refusal when the safe harbour is closed and the reference rate must be
    used.
    """

    value: Decimal | None
    legal_basis: str
    refusal: Refusal | None = None


def of_grant(given: Decimal) -> Decimal:
    """A grant, an aid in kind at market value or a capital injection is worth its whole amount (euros,
    gross of tax).
    """
    return cents(given)


def of_loan(
    *,
    loan: Decimal,
    months: int,
    collateral: Decimal,
    on: date,
    in_insolvency: bool = False,
    regime: Regime = Regime.GENERAL,
    ceilings: Mapping[Regime, Table[Decimal]] = CEILINGS,
) -> GrantEquivalent:
    """Ceiling × (loan ÷ limit) × (months ÷ 60 or 120), half up, for a loan of at most 1.5 M€ over 5 years
    or 750,000 € over 10 (AT-F1, AT-F2). Limits are maxima: a shorter loan may not be larger. `collateral`
    must cover half of it.
    """
    refusal = _insolvency(in_insolvency)
    if rate(collateral) < LEAST_COLLATERAL:
        text = _("Les sûretés couvrent %(collateral_rate)s du prêt : il en faut au moins %(least_rate)s.")
        refusal = refusal or refuse("collateral_too_low", text, collateral_rate=collateral, least_rate=LEAST_COLLATERAL)
    return _equivalent(
        covered=loan, months=months, on=on, harbour=LOANS, regime=regime, ceilings=ceilings, refusal=refusal
    )


def of_guarantee(
    *,
    guaranteed: Decimal,
    months: int,
    guarantee_rate: Decimal,
    on: date,
    shared_losses: bool = True,
    in_insolvency: bool = False,
    regime: Regime = Regime.GENERAL,
    ceilings: Mapping[Regime, Table[Decimal]] = CEILINGS,
) -> GrantEquivalent:
    """The same proportion for a guaranteed amount of at most 2.25 M€ over 5 years or 1.125 M€ over 10
    (AT-F3 to F6).

    The guarantee covers at most 80 % of the loan and losses are borne in proportion, under the same
    conditions.
    """
    refusal = _insolvency(in_insolvency)
    if rate(guarantee_rate) > HIGHEST_GUARANTEE:
        text = _("La garantie couvre %(guarantee_rate)s du prêt : elle ne peut pas dépasser %(highest_rate)s.")
        refusal = refusal or refuse(
            "guarantee_rate_too_high", text, guarantee_rate=guarantee_rate, highest_rate=HIGHEST_GUARANTEE
        )
    if not shared_losses:
        text = _("Les pertes doivent être partagées entre la banque et le fonds, à proportion.")
        refusal = refusal or refuse("losses_not_shared", text)
    return _equivalent(
        covered=guaranteed,
        months=months,
        on=on,
        harbour=GUARANTEES,
        regime=regime,
        ceilings=ceilings,
        refusal=refusal,
    )


def largest_loan(
    *,
    guarantee_rate: Decimal,
    months: int,
    on: date,
    regime: Regime = Regime.GENERAL,
    ceilings: Mapping[Regime, Table[Decimal]] = CEILINGS,
) -> Decimal:
    """The largest loan that may be guaranteed at this rate in the safe harbour (AT-F7), euros cut to the
    cent; zero above ten years. Raises `ValueRefused` for a rate of zero.
    """
    limit = _limit(months=months, harbour=GUARANTEES, ceiling=ceilings[regime].at(on).value)
    return proportion(limit or ZERO, of=Decimal(1), to=rate(guarantee_rate))


def _equivalent(
    *,
    covered: Decimal,
    months: int,
    on: date,
    harbour: Harbour,
    regime: Regime,
    ceilings: Mapping[Regime, Table[Decimal]],
    refusal: Refusal | None,
) -> GrantEquivalent:
    law = ceilings[regime].at(on)
    limit = _limit(months=months, harbour=harbour, ceiling=law.value)
    if refusal is None and months < 1:
        refusal = refuse("duration_missing", _("Indiquez une durée d’au moins un mois."))
    if refusal is None and limit is None:
        text = _("La durée est de %(months)s mois : le calcul simple s’arrête à %(longest)s mois.")
        refusal = refuse("duration_too_long", text, months=months, longest=LONG_MONTHS)
    if refusal is None and limit is not None and amount(covered) > limit:
        text = _("Le montant est de %(covered)s : le calcul simple s’arrête à %(limit)s pour cette durée.")
        refusal = refuse("amount_above_harbour", text, covered=covered, limit=limit)
    if refusal is not None or limit is None:
        return GrantEquivalent(value=None, legal_basis=law.legal_basis, refusal=refusal)
    whole = SHORT_MONTHS if months <= SHORT_MONTHS else LONG_MONTHS
    exact = Fraction(law.value) * Fraction(covered) / Fraction(limit) * Fraction(months, whole)
    return GrantEquivalent(value=_half_up(exact), legal_basis=law.legal_basis)


def _limit(*, months: int, harbour: Harbour, ceiling: Decimal) -> Decimal | None:
    if months <= SHORT_MONTHS:
        return ceiling * harbour.short
    return ceiling * harbour.long if months <= LONG_MONTHS else None


def _insolvency(in_insolvency: bool) -> Refusal | None:
    if not in_insolvency:
        return None
    return refuse("in_insolvency", _("L’entreprise est en procédure collective : cette aide n’est pas possible."))


def _half_up(euros: Fraction) -> Decimal:
    whole_cents = (200 * euros.numerator + euros.denominator) // (2 * euros.denominator)
    return cents(Decimal(whole_cents).scaleb(-2))
