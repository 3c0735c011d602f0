"""What funders follow: envelope, committed, contracted, paid, remaining; by programme, call, month, department.

Sums of money per call are columns that the acts themselves move (`Call.committed`, `contracted`, `paid`), so a
page costs the same at a thousand files and at a hundred thousand; `recount` proves them against the acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from operator import itemgetter
from typing import Any

from django.db.models import Case, Count, DecimalField, F, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, TruncMonth

from .instrument import instruments
from .models import Agreement, Application, Call, Decision, Disbursement, Withdrawal
from .models.call import STAFF_MANDATES
from .worklists import Desk

ZERO = Decimal("0.00")
NONE = Value(ZERO, output_field=DecimalField())
PAID = Case(  # net of what came back
    When(state=Disbursement.S.PAID, then=F("amount")),
    When(repaid_on__isnull=False, then=-F("overpaid")),
    default=ZERO,
)


@dataclass(frozen=True)
class Money:
    """Euros of one programme or call; `remaining` is what may still be committed."""

    envelope: Decimal = ZERO
    committed: Decimal = ZERO
    contracted: Decimal = ZERO
    paid: Decimal = ZERO

    @property
    def remaining(self) -> Decimal:
        return self.envelope - self.committed

    @property
    def paid_beside(self) -> bool:
        """Some aid was small enough to be paid on its decision alone (rules/agreements.py)."""
        return self.paid > self.contracted

    @property
    def to_pay(self) -> Decimal:
        return self.committed - self.paid

    def share(self, of: str) -> Decimal:
        """The share of the envelope, between 0 and 1."""
        return getattr(self, of) / self.envelope if self.envelope else ZERO

    def __add__(self, other: Money) -> Money:
        return Money(
            self.envelope + other.envelope,
            self.committed + other.committed,
            self.contracted + other.contracted,
            self.paid + other.paid,
        )


def overseen_calls(desk: Desk) -> Any:
    """Published calls on which this person holds an office, with their programme."""
    return (
        Call.objects.filter(desk.over(*STAFF_MANDATES, call="pk"))
        .exclude(state=Call.S.DRAFT)
        .select_related("programme")
        .order_by("programme__name", "-opens_at")
    )


def money_of(call: Any) -> Money:
    """None where awards spend nothing: the figures of a guarantee fund are its own."""
    if not call.face.SPENDS:
        return Money()
    return Money(call.envelope, call.committed, call.contracted, call.paid)


@dataclass(frozen=True)
class ProgrammeLine:
    programme: Any
    calls: list[tuple[Any, Money]]
    money: Money


def programmes(desk: Desk) -> list[ProgrammeLine]:
    """Each programme with its calls; the programme's envelope is its own, not the sum of its calls'."""
    lines: dict[int, list[tuple[Any, Money]]] = {}
    known: dict[int, Any] = {}
    for call in overseen_calls(desk):
        known[call.programme_id] = call.programme
        lines.setdefault(call.programme_id, []).append((call, money_of(call)))
    found = []
    for pk, rows in lines.items():
        spent = sum((money for _call, money in rows), Money())
        whole = replace(spent, envelope=known[pk].envelope) if rows[0][0].face.SPENDS else spent
        found.append(ProgrammeLine(known[pk], rows, whole))
    return found


def overseen(desk: Desk) -> Any:
    """Submitted files of those calls."""
    return Application.objects.submitted().filter(desk.over_files(*STAFF_MANDATES))


def funnel(desk: Desk) -> dict[str, int]:
    """How many files stand in each state."""
    rows = overseen(desk).values("state").annotate(n=Count("pk")).order_by()
    return {row["state"]: row["n"] for row in rows}


def signed_awards(desk: Desk) -> Any:
    return Decision.objects.filter(
        desk.over(*STAFF_MANDATES, call="application__call"),
        application__state=Application.S.AWARDED,  # as theirs is: the sums then read indexes alone
        kind=Decision.Kind.AWARD,
        signed_at__isnull=False,
        withdrawn_at__isnull=True,
    )


KEPT = F("grant") + F("recoverable_advance") - F("withdrawn")  # of an award, what its beneficiary still has
LEFT = F("amount") - F("withdrawn")  # the same, of an agreement


Sums = list[dict[str, Any]]


def sums(desk: Desk) -> Sums:
    """What was committed, by month and department at once: the awards are gone through a single time."""
    awards = signed_awards(desk).annotate(month=TruncMonth("signed_at"))
    rows = awards.values("month", code=F("application__commune__department"))
    own = [row | {"n": 0} for one in instruments() for row in one.commitments(desk)]
    found = [*rows.annotate(n=Count("pk"), total=Sum(KEPT)).order_by("month"), *own]
    return sorted(found, key=itemgetter("month"))


def by_month(desk: Desk, known: Sums | None = None) -> list[tuple[date, Decimal]]:
    """What was committed each month, oldest first."""
    months: dict[date, Decimal] = {}
    for row in sums(desk) if known is None else known:
        months[row["month"].date()] = months.get(row["month"].date(), ZERO) + row["total"]
    return list(months.items())


def by_department(desk: Desk, known: Sums | None = None) -> dict[str, tuple[int, Decimal]]:
    """Department code -> supported files and the euros committed to them."""
    found: dict[str, tuple[int, Decimal]] = {}
    for row in sums(desk) if known is None else known:
        if row["code"]:
            files, total = found.get(row["code"], (0, ZERO))
            found[row["code"]] = files + row["n"], total + row["total"]
    return found


def with_money(files: Any) -> Any:
    """Files annotated with `granted`, `contracted`, `disbursed`: euros, zero where there is none."""
    award = Decision.objects.filter(application=OuterRef("pk"), kind="award", signed_at__isnull=False)
    granted = award.values("application").annotate(s=Sum(KEPT)).values("s")
    agreed = Agreement.objects.filter(application=OuterRef("pk"), signed_at__isnull=False)
    agreed = agreed.values(left=LEFT)
    paid = Disbursement.objects.filter(agreement__application=OuterRef("pk"))
    disbursed = paid.values("agreement__application").annotate(s=Sum(PAID)).values("s")
    repaid = Withdrawal.objects.filter(application=OuterRef("pk"), repaid_on__isnull=False)
    repaid = repaid.values("application").annotate(s=Sum("to_repay")).values("s")
    return files.annotate(
        granted=own("committed", Coalesce(Subquery(granted), ZERO)),
        contracted=own("contracted", Coalesce(Subquery(agreed), ZERO)),
        disbursed=own("paid", Coalesce(Subquery(disbursed), ZERO) - Coalesce(Subquery(repaid), ZERO)),
    )


def own(column: str, spine: Any) -> Any:
    """Of a file: what the spine counts, and each instrument's own acts beside it."""
    return sum((one.money[column]() for one in instruments() if column in one.money), spine)


def recount() -> Iterator[tuple[Any, str, Decimal, Decimal]]:
    """Every call and column whose running sum is not the sum of its acts: call, column, stored, counted."""
    for call in Call.objects.all():
        claimed = partial(_sum, call, Withdrawal, "application__call", F("to_repay"), state="withdrawn")
        owed = claimed(repaid_on=None)  # withdrawn, and not come back yet
        counted = {
            "committed": _sum(call, Decision, "application__call", KEPT, kind="award", signed_at__isnull=False) + owed,
            "contracted": _sum(call, Agreement, "application__call", LEFT, signed_at__isnull=False)
            + claimed(repaid_on=None, application__agreement__signed_at__isnull=False),
            "paid": _sum(call, Disbursement, "agreement__application__call", PAID) - claimed(repaid_on__isnull=False),
        }
        sums = {column: Sum(own(column, NONE)) for column in counted}
        beside = Application.objects.filter(call=call).aggregate(**sums)
        for column, value in counted.items():
            value += beside[column] or ZERO
            if getattr(call, column) != value:
                yield call, column, getattr(call, column), value


def _sum(call: Any, model: Any, path: str, value: Any, **facts: Any) -> Decimal:
    return model.objects.filter(**{path: call}, **facts).aggregate(s=Sum(value))["s"] or ZERO
