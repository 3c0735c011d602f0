"""What a cover costs its bank: once, or each year on the exposure at its opening. Received, it enters the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from . import ledger
from .ledger import Act
from .models.fund import GuaranteeFund
from .models.ledger import Kind
from .models.of_cover import YearlyCommission
from .rules import cover as rules


def open_first(cover: Any) -> None:
    """In force, the first year is paid for: it was asked with the offer."""
    if cover.agreement.yearly:
        YearlyCommission.objects.create(
            cover=cover, year=1, due_on=cover.disbursed_on, base=cover.exposure, amount=cover.commission,
            paid=cover.commission_paid,
        )  # fmt: skip


def ask(cover: Any, attempt: Any) -> None:
    """The year that opens, on what the ledger engages that day: a clock that was late asks what it would have asked."""
    day = cover.next_fee_on
    base = ledger.engaged_on(cover, day) or cover.exposure  # put in force after its first anniversary
    amount = rules.commission(base=base, fee_rate=cover.agreement.fee_rate)
    year = rules.year_opened_on(disbursed_on=cover.disbursed_on, day=day)
    YearlyCommission.objects.create(cover=cover, year=year, due_on=day, base=base, amount=amount)
    cover.commission += amount
    cover.next_fee_on = cover.next_opening()


def record(cover: Any, attempt: Any, amount: Decimal, received_on: Any) -> None:
    """Each year has its own entry; the oldest that is owed is paid first."""
    fund = GuaranteeFund.locked(cover.fund_id)
    cover.commission_paid += amount
    for words, part in _parts(cover, amount):
        ledger.earn(fund, Kind.COMMISSION, part, Act(attempt, f"{words} {cover.handle}", cover=cover, day=received_on))


def _parts(cover: Any, amount: Decimal) -> Iterator[tuple[str, Decimal]]:
    owed = [year for year in cover.years.all() if year.left]
    if not owed:
        yield "Commission", amount
    for year in owed:
        part = min(year.left, amount)
        if part:
            year.paid, amount = year.paid + part, amount - part
            year.save(update_fields=["paid"])
            yield f"Commission, année {year.year}", part
