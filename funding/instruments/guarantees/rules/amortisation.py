"""How a loan is repaid, month by month: what is left of its principal, and what each month costs."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from funding.rules.money import ZERO, amount, rate
from funding.rules.wording import Refusal, ValueRefused, refuse

from .cover import half_up, outstanding

HIGHEST = Decimal(1)  # a nominal rate beyond 100 % a year is a slip of the pen


class Repayment(StrEnum):
    LINEAR = "linear"  # equal instalments of principal
    ANNUITY = "annuity"  # equal instalments, principal and interest together
    BULLET = "bullet"  # everything on the last day


REPAYMENTS = [
    (Repayment.LINEAR.value, _("Échéances de capital égales")),
    (Repayment.ANNUITY.value, _("Échéances constantes, capital et intérêts")),
    (Repayment.BULLET.value, _("En une fois, à la fin")),
]


def rate_refusal(*, repayment: str, yearly_rate: Decimal | None) -> Refusal | None:
    """Constant instalments are drawn from the loan's nominal rate: 0 % is one, nothing is none."""
    if repayment != Repayment.ANNUITY:
        return None
    if yearly_rate is None:
        text = _("Les échéances sont constantes : indiquez le taux nominal annuel du prêt.")
        return refuse("loan_rate_missing", text)
    if yearly_rate > HIGHEST:
        return refuse("loan_rate_too_high", _("Écrivez un taux annuel entre 0 et 100 %%."))
    return None


def instalment(*, principal: Decimal, count: int, yearly_rate: Decimal) -> Decimal:
    """Of constant monthly instalments: `P × t ÷ (1 − (1 + t)⁻ⁿ)`, `t` a twelfth of the nominal yearly rate; half up to
    the cent. Without interest, `P ÷ n`.
    """
    if count < 1:
        raise ValueRefused(refuse("no_duration", _("Indiquez une durée d’au moins un mois.")))
    whole, monthly = Fraction(amount(principal)), Fraction(rate(yearly_rate)) / 12
    return half_up(whole * monthly / (1 - (1 + monthly) ** -count) if monthly else whole / count)


def principal_left(
    *, principal: Decimal, months: int, repayment: str, grace: int = 0, yearly_rate: Decimal = ZERO
) -> list[Decimal]:
    """What is left on the day of disbursement, then after each month, euros to the cent: `months + 1` amounts, the
    last one zero. A grace defers the principal; its interest is paid meanwhile. The last instalment absorbs what
    rounding left.
    """
    count = 1 if repayment == Repayment.BULLET else max(months - grace, 1)
    level = [amount(principal)] * (max(months, 1) - count + 1)
    if repayment != Repayment.ANNUITY or yearly_rate == 0:
        return level + [outstanding(loan=principal, instalments=count, paid=paid) for paid in range(1, count + 1)]
    due = instalment(principal=principal, count=count, yearly_rate=yearly_rate)
    found, monthly = level, Fraction(yearly_rate) / 12
    for _paid in range(1, count):
        repaid = max(due - half_up(Fraction(found[-1]) * monthly), ZERO)
        found.append(max(found[-1] - repaid, ZERO))
    return [*found, ZERO]
