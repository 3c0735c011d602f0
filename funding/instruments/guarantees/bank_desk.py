"""What a bank's page shows: its figures, what waits for it, and what a report changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from funding.rules.deadlines import add_months
from look.typography import euros, number
from workflows import clock, engine

from .models import BankAgreement, Cover, Report, YearlyCommission
from .models.cover_record import IN_DEFAULT, LIVE, CoverState

S = CoverState
SHOWN = (S.OFFERED, S.ACTIVE, S.WATCH, S.DEFAULT_NOTIFIED, S.CALLED, S.PROVISIONALLY_PAID, S.SETTLED, S.RELEASED)
MOST = 20


def key_figures(agreement: BankAgreement) -> list[dict[str, Any]]:
    rows = Cover.objects.filter(agreement=agreement)
    sums = rows.aggregate(
        live=Count("pk", filter=Q(state__in=LIVE)), covered=Sum("exposure", filter=Q(state__in=LIVE)),
        lent=Sum("outstanding", filter=Q(state__in=LIVE)), bad=Sum("exposure", filter=Q(state__in=IN_DEFAULT)),
        watched=Count("pk", filter=Q(state=S.WATCH)),
    )  # fmt: skip
    return [
        {"name": _("Garanties en vie"), "value": number(sums["live"]),
         "sense": _("dont %(n)s sous surveillance") % {"n": sums["watched"]}},
        {"name": _("Capital restant dû"), "value": euros(sums["lent"] or 0), "sense": _("sur les prêts garantis")},
        {"name": _("Encours garanti"), "value": euros(sums["covered"] or 0), "sense": _("part du fonds")},
        {"name": _("En défaut"), "value": euros(sums["bad"] or 0), "sense": _("déclaré, pas encore réglé")},
    ]  # fmt: skip


def todo(agreement: BankAgreement, user: Any) -> list[tuple[Cover, engine.Door]]:
    """The first open step of each cover that waits for this bank."""
    waiting = Cover.objects.visible_to(user).filter(agreement=agreement).acted_on_by_bank()
    found = []
    for cover in waiting.select_related(*Cover.FOLLOWS)[:MOST]:
        door = next((d for d in engine.buttons(cover, user) if d.open and not d.risky), None)
        if door is not None:
            found.append((cover, door))
    return found


def owed(agreement: BankAgreement, user: Any) -> dict[str, Any]:
    """The years whose commission is not received, the oldest first; and the sum of all."""
    covers = Cover.objects.visible_to(user).filter(agreement=agreement).owing()
    years = YearlyCommission.objects.filter(cover__in=covers, paid__lt=F("amount")).order_by("due_on", "id")
    total = years.aggregate(left=Sum(F("amount") - F("paid")))["left"] or Decimal(0)
    return {"years": years.select_related("cover__application")[:MOST], "total": total}


def next_report(agreement: BankAgreement) -> date:
    """Counted from the last one that was confirmed, else from the agreement's signature."""
    last = agreement.reports.exclude(confirmed_at=None).order_by("-as_of").first()
    return add_months(last.as_of if last else max(agreement.signed_on, clock.today()), agreement.report_months)


def differences(report: Report) -> dict[str, Any]:
    rows = report.rows.all()
    sums = rows.aggregate(
        rows=Count("pk"), said=Sum("outstanding"), known=Sum("cover__outstanding"),
        unpaid=Count("pk", filter=Q(unpaid__gt=0)), events=Count("pk", filter=~Q(event="")),
        same=Count("pk", filter=Q(outstanding=F("cover__outstanding"))),
    )  # fmt: skip
    return sums | {"repaid": (sums["known"] or Decimal(0)) - (sums["said"] or Decimal(0))}
