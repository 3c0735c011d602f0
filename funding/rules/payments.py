"""How a grant is paid: advance, interim payments as the project advances, balance on the justified cost.

Model: décret 2018-514 of 25 June 2018, art. 12 (State investment grants). « Sans pouvoir excéder 80 % » is
read, as usual, as counting the advance with the interim payments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .dated import Law, Table
from .money import ZERO, amount, at_most, floor_cents, proportion, rate, split
from .wording import Refusal, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentLimits:
    """Shares of the maximum grant; a project is long when its planned duration is above `long_months`."""

    advance_rate: Decimal
    guaranteed_advance_rate: Decimal
    interim_rate: Decimal
    long_interim_rate: Decimal
    long_months: int


PAYMENT_LIMITS: Table[PaymentLimits] = Table(
    "avances et acomptes",
    (
        Law(
            value=PaymentLimits(
                advance_rate=Decimal("0.30"),
                guaranteed_advance_rate=Decimal("0.60"),
                interim_rate=Decimal("0.80"),
                long_interim_rate=Decimal("0.90"),
                long_months=48,
            ),
            valid_from=date(2018, 10, 1),
            legal_basis="Décret n° 2018-514 du 25 juin 2018, art. 12",
            source_url="https://www.legifrance.gouv.fr/loda/article_lc/LEGIARTI000037107762",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentCeilings:
    """The most that may be paid before the balance, in euros, cut to the cent below."""

    advance: Decimal
    advance_and_interim: Decimal
    legal_basis: str
    call_is_stricter: bool = False  # the advance stops at the call's own rate, below the law's


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPlan:
    """Euros; `advance + sum(interims) + balance` is the grant."""

    advance: Decimal
    interims: tuple[Decimal, ...]
    balance: Decimal

    @property
    def total(self) -> Decimal:
        return self.advance + sum(self.interims, ZERO) + self.balance


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """Final aid, then what is still to pay or what was paid too much: never both."""

    final_aid: Decimal
    balance: Decimal
    overpayment: Decimal


def ceilings(
    *,
    grant: Decimal,
    months: int,
    on: date,
    call_rate: Decimal | None = None,
    guaranteed: bool = False,
    law: Table[PaymentLimits] = PAYMENT_LIMITS,
) -> PaymentCeilings:
    """The most that art. 12 allows for a `grant` (euros) whose project lasts `months`, decided on the day
    `on`.

    `call_rate` is the advance that the call itself allows: the stricter of the two holds.
    `guaranteed` means a first-demand bank guarantee covers the advance. Raises `ValueRefused`, or
    `NoLawInForce` before 1 October 2018.
    """
    row = law.at(on)
    limits = row.value
    legal = limits.guaranteed_advance_rate if guaranteed else limits.advance_rate
    early = legal if call_rate is None else min(legal, rate(call_rate))
    before_balance = limits.long_interim_rate if months > limits.long_months else limits.interim_rate
    return PaymentCeilings(
        advance=at_most(grant, share=early),
        advance_and_interim=at_most(grant, share=before_balance),
        legal_basis=row.legal_basis,
        call_is_stricter=early < legal,
    )


def default_plan(
    *,
    grant: Decimal,
    months: int,
    on: date,
    call_rate: Decimal | None = None,
    interims: int = 1,
    guaranteed: bool = False,
    law: Table[PaymentLimits] = PAYMENT_LIMITS,
) -> PaymentPlan:
    """The plan proposed first: the largest advance, equal interim payments up to the ceiling, the rest as
    balance.
    """
    most = ceilings(grant=grant, months=months, on=on, call_rate=call_rate, guaranteed=guaranteed, law=law)
    if interims < 1:
        return PaymentPlan(advance=most.advance, interims=(), balance=grant - most.advance)
    between = split(most.advance_and_interim - most.advance, weights=[Decimal(1)] * interims)
    return PaymentPlan(advance=most.advance, interims=between, balance=grant - most.advance_and_interim)


def plan_refusals(
    *,
    grant: Decimal,
    plan: PaymentPlan,
    months: int,
    on: date,
    call_rate: Decimal | None = None,
    guaranteed: bool = False,
    law: Table[PaymentLimits] = PAYMENT_LIMITS,
) -> tuple[Refusal, ...]:
    """Everything that is wrong with a payment plan, at once; empty when it may be signed."""
    most = ceilings(grant=grant, months=months, on=on, call_rate=call_rate, guaranteed=guaranteed, law=law)
    early = amount(plan.advance) + sum((amount(interim) for interim in plan.interims), ZERO)
    total = early + amount(plan.balance)
    found: list[Refusal] = []
    if plan.advance > most.advance:
        text = _("L’avance est de %(paid)s : elle ne peut pas dépasser %(ceiling)s.")
        found.append(refuse("advance_too_high", text, paid=plan.advance, ceiling=most.advance))
    if early > most.advance_and_interim:
        text = _("Avance et acomptes font %(paid)s : ils ne peuvent pas dépasser %(ceiling)s avant le solde.")
        found.append(refuse("interim_too_high", text, paid=early, ceiling=most.advance_and_interim))
    if total < grant:
        text = _("Les versements prévus font %(total)s : il manque %(gap)s pour atteindre l’aide.")
        found.append(refuse("plan_below_grant", text, total=total, gap=grant - total))
    if total > grant:
        text = _("Les versements prévus font %(total)s : c’est %(gap)s de plus que l’aide.")
        found.append(refuse("plan_above_grant", text, total=total, gap=total - grant))
    return tuple(found)


def interim_due(
    *,
    grant: Decimal,
    planned_base: Decimal,
    justified: Decimal,
    paid: Sequence[Decimal],
    months: int,
    on: date,
    call_rate: Decimal | None = None,
    law: Table[PaymentLimits] = PAYMENT_LIMITS,
) -> Decimal:
    """The most that may be paid now, as the project advances: the aid earned by `justified` costs, less
    what was paid.

    Earned is grant × justified ÷ planned base, never above art. 12's ceiling before the balance. Euros, cut
    to the cent.
    """
    most = ceilings(grant=grant, months=months, on=on, call_rate=call_rate, law=law).advance_and_interim
    earned = earned_aid(grant=grant, planned_base=planned_base, final_base=justified)
    return max(ZERO, min(earned, most) - sum((amount(payment) for payment in paid), ZERO))


def earned_aid(*, grant: Decimal, planned_base: Decimal, final_base: Decimal) -> Decimal:
    """The aid at the agreed rate on the justified cost, never above the agreed `grant`; euros, cut to the
    cent.

    The rate is `grant ÷ planned_base`, used exactly: at the planned cost the aid is the grant, to the cent.
    """
    if amount(final_base) >= amount(planned_base):
        return floor_cents(grant)
    return proportion(grant, of=final_base, to=planned_base)


def settle(*, grant: Decimal, planned_base: Decimal, final_base: Decimal, paid: Sequence[Decimal]) -> Settlement:
    """The balance to pay, or the overpayment to claim back (AT-04), once the final cost is certified.
    Euros.

    An overpayment is a finding, not an order: it is claimed only after the contradictory procedure (L122-1
    CRPA).
    """
    final = earned_aid(grant=grant, planned_base=planned_base, final_base=final_base)
    already = sum((amount(payment) for payment in paid), ZERO)
    return Settlement(final_aid=final, balance=max(ZERO, final - already), overpayment=max(ZERO, already - final))
