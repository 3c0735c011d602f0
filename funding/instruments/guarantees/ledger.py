"""Writing in the ledger, and reading its sums. One function inserts; each event of a cover names the lines it writes.

Whoever writes holds the fund's row: sums cannot change between what was read and what is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

from funding.rules.wording import ValueRefused
from workflows import clock
from workflows.errors import StepRefused

from .models.fund import GuaranteeFund
from .models.ledger import Account as A
from .models.ledger import Balance, Entry, Kind, Line
from .rules import capacity, tranches

ZERO = Decimal("0.00")
Move = tuple[str, int | None, Decimal]  # account, contributor, debit (positive) or credit (negative)


@dataclass(frozen=True)
class Act:
    """Who writes, when, about what: the head of an entry."""

    attempt: Any
    words: str
    cover: Any = None
    application: Any = None
    day: Any = None


@transaction.atomic
def write(fund: GuaranteeFund, kind: str, moves: Iterable[Move], act: Act) -> Entry:
    """The one way in. Raises ValueError where lines do not sum to zero; the database would refuse it at commit."""
    rows = [(account, key, amount) for account, key, amount in moves if amount]
    if not rows or sum(amount for _a, _k, amount in rows) != 0:
        raise ValueError(f"{kind}: the lines sum to {sum(amount for _a, _k, amount in rows)}")
    by = act.attempt.by
    application = act.application or (act.cover.application if act.cover else None)
    entry = Entry.objects.create(
        fund=fund, kind=kind, day=act.day or clock.paris_day(act.attempt.at), at=act.attempt.at,
        by_id=by.pk, by_name=by.get_full_name(), words=act.words[:300], cover=act.cover, application=application,
    )  # fmt: skip
    Line.objects.bulk_create(
        Line(
            entry=entry, fund=fund, account=account, contributor_id=key,
            debit=max(amount, ZERO), credit=max(-amount, ZERO),
        )
        for account, key, amount in rows
    )  # fmt: skip
    return entry


# What the fund promised.


def reserve(fund: GuaranteeFund, amount: Decimal, act: Act) -> None:
    """Of the capacity left, under the fund's lock. Raises StepRefused where it is not enough."""
    if refusal := capacity.capacity_refusal(asked=amount, left=position(fund).capacity):
        raise StepRefused([refusal.sentence], reason="obstacles")
    write(fund, Kind.RESERVATION, [(A.RESERVED, None, amount), (A.COMMITTED, None, -amount)], act)


def unreserve(fund: GuaranteeFund, amount: Decimal, act: Act) -> None:
    write(fund, Kind.RELEASE, [(A.RESERVED, None, -amount), (A.COMMITTED, None, amount)], act)


def engage(fund: GuaranteeFund, reserved: Decimal, engaged: Decimal, act: Act) -> None:
    """What was reserved becomes engaged; what is not used of it is free again."""
    moves = [(A.RESERVED, None, -reserved), (A.ENGAGED, None, engaged), (A.COMMITTED, None, reserved - engaged)]
    write(fund, Kind.ENGAGEMENT, moves, act)


def lower(fund: GuaranteeFund, kind: str, account: str, amount: Decimal, act: Act) -> None:
    """An exposure goes down: repaid, released, settled, refused."""
    write(fund, kind, [(account, None, -amount), (A.COMMITTED, None, amount)], act)


def default(fund: GuaranteeFund, amount: Decimal, act: Act) -> None:
    write(fund, Kind.DEFAULT, [(A.ENGAGED, None, -amount), (A.DEFAULTED, None, amount)], act)


# Money.


def contribute(fund: GuaranteeFund, contributor: Any, amount: Decimal, act: Act) -> None:
    key = contributor.pk
    write(fund, Kind.CONTRIBUTION, [(A.CASH, key, amount), (A.CAPITAL, key, -amount)], act)


def earn(fund: GuaranteeFund, kind: str, amount: Decimal, act: Act) -> None:
    """A commission or an income: to each contributor in proportion to what it brought."""
    account = {Kind.COMMISSION: A.COMMISSION, Kind.INCOME: A.INCOME}[Kind(kind)]
    shares = stepwise(tranches.share_result, result=amount, stakes=stakes(fund))
    write(fund, kind, [m for k, s in shares.items() for m in ((A.CASH, k, s), (account, k, -s))], act)


def spend(fund: GuaranteeFund, amount: Decimal, act: Act) -> None:
    shares = stepwise(tranches.share_result, result=amount, stakes=stakes(fund))
    write(fund, Kind.FEE, [m for k, s in shares.items() for m in ((A.FEE, k, s), (A.CASH, k, -s))], act)


def pay(fund: GuaranteeFund, kind: str, amount: Decimal, act: Act) -> None:
    """A loss is borne by tranche. Raises StepRefused where the contributions left do not suffice."""
    shares = stepwise(tranches.share_loss, loss=amount, stakes=stakes(fund))
    write(fund, kind, [m for k, s in shares.items() for m in ((A.LOSS, k, s), (A.CASH, k, -s))], act)


def take_back(fund: GuaranteeFund, kind: str, amount: Decimal, act: Act) -> None:
    """A recovery or a refund: up the tranches that lost, the last to bear first."""
    shares = stepwise(tranches.share_return, returned=amount, stakes=stakes(fund))
    write(fund, kind, [m for k, s in shares.items() for m in ((A.CASH, k, s), (A.LOSS, k, -s))], act)


def stepwise(rule: Any, **values: Any) -> Any:
    """What a rule answers; where it refuses, the step is refused with its sentence."""
    try:
        return rule(**values)
    except ValueRefused as refused:
        raise StepRefused([refused.refusal.sentence], reason="obstacles") from refused


# Sums.


@dataclass(frozen=True)
class Position:
    """A fund as its accounts say it."""

    fund: GuaranteeFund
    sums: dict[str, Decimal]

    def of(self, account: str) -> Decimal:
        return self.sums.get(account, ZERO)

    @property
    def endowment(self) -> Decimal:
        """Net: contributions, commissions and income, less fees and losses. It is the cash."""
        return self.of(A.CASH)

    @property
    def engaged(self) -> Decimal:
        return self.of(A.ENGAGED) + self.of(A.DEFAULTED)

    @property
    def reserved(self) -> Decimal:
        return self.of(A.RESERVED)

    @property
    def most(self) -> Decimal:
        return capacity.most_guaranteed(endowment=max(self.endowment, ZERO), multiplier=self.fund.multiplier)

    @property
    def capacity(self) -> Decimal:
        return capacity.capacity(
            endowment=self.endowment, multiplier=self.fund.multiplier, engaged=self.engaged, reserved=self.reserved
        )

    @property
    def lost(self) -> Decimal:
        return self.of(A.LOSS)


def position(fund: GuaranteeFund) -> Position:
    rows = Balance.objects.filter(fund=fund).values_list("account").annotate(sum=Sum("amount"))
    return Position(fund, dict(rows))


def stakes(fund: GuaranteeFund) -> list[tranches.Stake]:
    """Each contributor's place, what it brought and what it lost, from the accounts."""
    kept = Balance.objects.filter(fund=fund, contributor__isnull=False)
    sums = {(b.contributor_id, b.account): b.amount for b in kept}
    return [
        tranches.Stake(
            key=c.pk, tranche=c.tranche, brought=-sums.get((c.pk, A.CAPITAL), ZERO),
            lost=max(sums.get((c.pk, A.LOSS), ZERO), ZERO),
        )
        for c in fund.contributors.all()
    ]  # fmt: skip


def engaged_on(cover: Any, day: Any) -> Decimal:
    """What a cover engaged at the end of a day: what was reported as of that day counts, whenever it was."""
    rows = Line.objects.filter(entry__cover=cover.pk, account=A.ENGAGED, entry__day__lte=day)
    sums = rows.aggregate(debit=Sum("debit"), credit=Sum("credit"))
    return (sums["debit"] or ZERO) - (sums["credit"] or ZERO)


def reserved_for(application: Any) -> Decimal:
    """What is set aside for a file and not engaged yet: the sum of its own lines."""
    rows = Line.objects.filter(entry__application=application.pk, account=A.RESERVED)
    sums = rows.aggregate(debit=Sum("debit"), credit=Sum("credit"))
    return (sums["debit"] or ZERO) - (sums["credit"] or ZERO)
