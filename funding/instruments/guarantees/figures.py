"""What the pages of a fund show, from its accounts: capacity, leverage, losses, the worth of each part."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from look.typography import euros, month_year, percent

from . import curve, ledger, payouts
from .models import Balance, Cover
from .models.ledger import Account as A
from .rules import capacity

ZERO = Decimal("0.00")
SHOWN_MONTHS = 60


@dataclass(frozen=True)
class Stake:
    """A contributor's part: what it brought, bore and earned, and what it is worth now."""

    contributor: Any
    sums: dict[str, Decimal]
    whole: Decimal  # of its tranche

    @property
    def brought(self) -> Decimal:
        return -self.sums.get(A.CAPITAL, ZERO)

    @property
    def lost(self) -> Decimal:
        return self.sums.get(A.LOSS, ZERO)

    @property
    def earned(self) -> Decimal:
        return -(self.sums.get(A.COMMISSION, ZERO) + self.sums.get(A.INCOME, ZERO) + self.sums.get(A.FEE, ZERO))

    @property
    def worth(self) -> Decimal:
        """Its net asset value is its part of the cash."""
        return self.sums.get(A.CASH, ZERO)

    @property
    def share(self) -> Decimal:
        return (self.brought / self.whole).quantize(Decimal("0.0001")) if self.whole else ZERO

    @property
    def to_call(self) -> Decimal:
        return max(self.contributor.promised - self.brought, ZERO)


def stakes(fund: Any) -> list[Stake]:
    sums: dict[int, dict[str, Decimal]] = {}
    for balance in Balance.objects.filter(fund=fund, contributor__isnull=False):
        sums.setdefault(balance.contributor_id, {})[balance.account] = balance.amount
    rows = list(fund.contributors.select_related("organisation"))
    whole: dict[int, Decimal] = {}
    for row in rows:
        whole[row.tranche] = whole.get(row.tranche, ZERO) - sums.get(row.pk, {}).get(A.CAPITAL, ZERO)
    return [Stake(row, sums.get(row.pk, {}), whole[row.tranche]) for row in rows]


def loss_rate(fund: Any) -> Decimal:
    """Net payments over what was ever guaranteed (taux de sinistralité)."""
    paid, back = payouts.paid_and_back(fund)
    found = capacity.loss_rate(paid=paid, came_back=back, granted=payouts.granted(fund))
    return Decimal(found.numerator) / Decimal(found.denominator)


def key_figures(position: ledger.Position) -> list[dict[str, Any]]:
    fund = position.fund
    lent = Cover.objects.granted().filter(fund=fund).aggregate(sum=Sum("loan"))["sum"] or ZERO
    brought = -position.of(A.CAPITAL)
    lever = lent / brought if brought else ZERO
    expected = capacity.provision(defaulted=position.of(A.DEFAULTED), loss_given_default=fund.loss_given_default)
    rate = loss_rate(fund)
    return [
        {"name": _("Dotation nette"), "value": euros(position.endowment),
         "sense": _("apports et produits, moins pertes")},
        {"name": _("Capacité restante"), "value": euros(max(position.capacity, ZERO)),
         "sense": _("sur %(most)s garantissables") % {"most": euros(position.most)}},
        {"name": _("Encours garanti"), "value": euros(position.engaged),
         "sense": _("%(reserved)s réservés en plus") % {"reserved": euros(position.reserved)}},
        {"name": _("Effet de levier"), "value": f"× {number_format(lever, 1 if lever >= 1 else 2)}",
         "sense": _("crédit accordé pour un euro apporté")},
        {"name": _("Sinistralité"), "value": percent(rate.quantize(Decimal("0.0001"))),
         "sense": _("provision attendue : %(expected)s") % {"expected": euros(expected)}},
    ]  # fmt: skip


def exposure_chart(fund: Any) -> dict[str, Any]:
    """The months to come, as `line_chart` reads them."""
    points = curve.of_fund(fund, SHOWN_MONTHS)
    shown = points[::6]
    return {
        "labels": [month_year(point.on) for point in shown],
        "series": [{"name": _("Encours garanti"), "values": [point.exposure for point in shown], "kind": "proj"}],
        "any": bool(points and points[0].exposure),
    }
