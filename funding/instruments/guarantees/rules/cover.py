"""What a guarantee covers, for how long, at which price."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from funding.rules.deadlines import add_months
from funding.rules.money import ZERO, amount, cents, rate
from funding.rules.wording import Refusal, ValueRefused, refuse

OFFER_MONTHS = 6  # the loan is used within six months of the notice (FGIE terms)


def guaranteed_amount(*, loan: Decimal, rate_of_cover: Decimal, ceiling: Decimal) -> Decimal:
    """`min(loan × rate, ceiling per operation)`, euros, half up to the cent (AT-E5, AT-E6)."""
    exact = Fraction(amount(loan)) * Fraction(rate(rate_of_cover))
    return min(half_up(exact), amount(ceiling))


def effective_rate(*, guaranteed: Decimal, loan: Decimal) -> Fraction:
    """Guaranteed amount over loan, exact: every later share uses it. 100,000 capped at 45,000 is 45 %.

    Raises `ValueRefused` for a loan of zero, or a guarantee above the loan.
    """
    if amount(loan) == 0:
        raise ValueRefused(refuse("empty_loan", _("Le montant du prêt ne peut pas être nul.")))
    if amount(guaranteed) > loan:
        raise ValueRefused(refuse("above_loan", _("La garantie ne peut pas dépasser le prêt.")))
    return Fraction(guaranteed) / Fraction(loan)


def outstanding(*, loan: Decimal, instalments: int, paid: int) -> Decimal:
    """Principal left of a loan in equal instalments after `paid` of them, each half up to the cent; the last one
    absorbs what rounding left (AT-E10).
    """
    if paid >= instalments:
        return ZERO
    return max(amount(loan) - half_up(Fraction(loan) / instalments) * max(paid, 0), ZERO)


def exposure(*, principal: Decimal, guaranteed: Decimal, loan: Decimal) -> Decimal:
    """`outstanding principal × effective rate`, euros, half up: it follows the amortisation."""
    return half_up(Fraction(amount(principal)) * effective_rate(guaranteed=guaranteed, loan=loan))


def commission(*, base: Decimal, fee_rate: Decimal) -> Decimal:
    """Flat: of the guaranteed amount, once. Yearly: of the exposure at the year's opening. Half up (AT-E5, E10)."""
    return half_up(Fraction(amount(base)) * Fraction(rate(fee_rate)))


def year_opens_on(*, disbursed_on: date, ends_on: date, year: int) -> date | None:
    """The anniversary of the disbursement that opens this year of the loan (the first on the day itself); None for a
    year that the loan does not reach: on its last day nothing is left to cover.
    """
    opening = add_months(disbursed_on, 12 * (year - 1))
    return opening if opening < ends_on else None


def year_opened_on(*, disbursed_on: date, day: date) -> int:
    """Which year of the loan this anniversary opens: the second on the first of them."""
    return day.year - disbursed_on.year + 1


def retention_refusal(*, covers: list[Decimal], least: Decimal) -> Refusal | None:
    """The lender keeps at least `least` of the risk, every guarantee counted: 25 % passes exactly (AT-E8)."""
    kept = Decimal(1) - sum((rate(cover) for cover in covers), Decimal(0))
    if kept >= rate(least):
        return None
    text = _("La banque ne garderait que %(kept_rate)s du risque : elle doit en garder au moins %(least_rate)s.")
    return refuse("retention_too_low", text, kept_rate=max(kept, Decimal(0)), least_rate=least)


def terms_refusals(
    *, loan: Decimal, months: int, rate_of_cover: Decimal, largest_loan: Decimal | None, longest_months: int
) -> list[Refusal]:
    """What a bank's agreement excludes: a rate of zero, a loan above its ceiling, a loan too long (AT-E6: 85 months
    where 84 is the limit). A bound of None binds nothing.
    """
    found = []
    if rate(rate_of_cover) == 0:
        found.append(refuse("no_cover", _("La quotité est nulle : rien ne serait garanti.")))
    if amount(loan) == 0:
        found.append(refuse("empty_loan", _("Le montant du prêt ne peut pas être nul.")))
    if largest_loan is not None and loan > largest_loan:
        text = _("Le prêt est de %(loan)s : la convention de la banque s’arrête à %(largest)s.")
        found.append(refuse("loan_too_large", text, loan=loan, largest=largest_loan))
    if months < 1:
        found.append(refuse("no_duration", _("Indiquez une durée d’au moins un mois.")))
    if months > longest_months:
        text = _("Le prêt dure %(months)s mois : la convention de la banque s’arrête à %(longest)s mois.")
        found.append(refuse("loan_too_long", text, months=months, longest=longest_months))
    return found


def offer_expires_on(offered_on: date) -> date:
    """The last day on which the loan may be disbursed under the offer: six months, day for day."""
    return add_months(offered_on, OFFER_MONTHS)


def half_up(exact: Fraction) -> Decimal:
    """An exact number of euros, not negative, to the cent, half a cent going up."""
    whole = (200 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return cents(Decimal(whole).scaleb(-2))
