"""The stipends in the sums that funders follow: the agreement of three commits and contracts them at once, each
instalment pays its part, a cancellation frees what was neither earned nor paid."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Case, F, OuterRef, Subquery, Sum, When
from django.db.models.functions import Coalesce, TruncMonth

from funding import conflicts, envelope
from funding.models.call import STAFF_MANDATES

ZERO = Decimal("0.00")
# Of a stipend, what its call still keeps for it: what was paid too much, until it comes back.
OWED = Case(When(repaid_on=None, then=F("to_repay")), default=ZERO)
KEPT = Case(
    When(cancelled_at__isnull=False, then=Coalesce(F("earned"), ZERO) + OWED),
    When(signed_at__isnull=False, then=F("stipend")),
    default=ZERO,
)
CAME_BACK = Case(When(repaid_on__isnull=False, then=F("to_repay")), default=ZERO)


def sign(residency: Any) -> None:
    """Raises StepRefused when the envelope of the teams' call no longer has the stipend."""
    envelope.move(residency.call.pk, committed=residency.stipend, contracted=residency.stipend)


def cancel(residency: Any) -> None:
    if residency.signed_at is not None:
        free = residency.stipend - residency.earned - residency.to_repay
        envelope.move(residency.call.pk, committed=-free, contracted=-free)


def come_back(residency: Any) -> None:
    back = -residency.to_repay
    envelope.move(residency.call.pk, committed=back, contracted=back, paid=back)


def pay(instalment: Any) -> None:
    envelope.move(instalment.call.pk, paid=instalment.amount)


def committed() -> Any:
    """Of the file `OuterRef("pk")`, as a team."""
    from .models import Residency

    mine = Residency.objects.filter(team=OuterRef("pk")).order_by()
    return Coalesce(Subquery(mine.values("team").annotate(s=Sum(KEPT)).values("s")), ZERO)


def paid() -> Any:
    from .models import Instalment, Residency

    released = Instalment.objects.paid().filter(residency__team=OuterRef("pk")).order_by()
    released = released.values("residency__team").annotate(s=Sum("amount")).values("s")
    back = Residency.objects.filter(team=OuterRef("pk")).order_by().values("team")
    back = back.annotate(s=Sum(CAME_BACK)).values("s")
    return Coalesce(Subquery(released), ZERO) - Coalesce(Subquery(back), ZERO)


MONEY = {"committed": committed, "contracted": committed, "paid": paid}


def by_month(desk: Any) -> Any:
    """Rows of what was committed: month, department of the team's project, euros."""
    from .models import Residency

    if not desk.runs("residency_teams", *STAFF_MANDATES):
        return []
    overseen = desk.over(*STAFF_MANDATES, call="team__call") & conflicts.not_barred(desk.user, "team")
    signed = Residency.objects.filter(overseen, signed_at__isnull=False).annotate(month=TruncMonth("signed_at"))
    return signed.order_by("month").values("month", code=F("team__commune__department")).annotate(total=Sum(KEPT))
