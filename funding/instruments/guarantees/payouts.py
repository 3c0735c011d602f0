"""What a call may obtain: within the cover, the portfolio's cap and what the fund holds; in the order of receipt."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from look.typography import day, euros_cents
from workflows import clock
from workflows.errors import StepRefused

from . import ledger
from .models.ledger import Account as A
from .models.ledger import Kind, Line
from .rules import capacity, claims

ZERO = Decimal("0.00")


def cap_left(fund: Any) -> Decimal | None:
    """Of a capped portfolio, what may still be paid; None where no cap binds."""
    if fund.cap_rate is None:
        return None
    cap = capacity.cap_amount(volume=granted(fund), rate_of_cover=Decimal(1), cap_rate=fund.cap_rate)
    paid, back = paid_and_back(fund)
    return claims.due_under_cap(
        loss=cap, rate_of_cover=Decimal(1), cap=cap, paid=paid, recovered=back, revolving=fund.revolving
    )


def means(fund: Any) -> Decimal:
    """What may still be paid today: the cap where there is one, and never more than the cash."""
    cash, cap = max(ledger.position(fund).endowment, ZERO), cap_left(fund)
    return cash if cap is None else min(cash, cap)


def within_means(fund: Any, amount: Decimal) -> None:
    """Asked again under the fund's lock: of two payments at once, the second reads what the first left."""
    left = means(fund)
    if amount > left:
        raise StepRefused([short_sentence(amount, left)], reason="obstacles")


def short_sentence(amount: Decimal, left: Decimal) -> str:
    said = _("Ce paiement de %(amount)s dépasse ce que le fonds peut encore payer : %(left)s.")
    return said % {"amount": euros_cents(amount), "left": euros_cents(left)}


def granted(fund: Any) -> Decimal:
    """All that the fund ever put in force: the guaranteed part of its portfolio's volume."""
    from .models import Cover

    rows = Cover.objects.granted().filter(fund=fund)
    return rows.aggregate(sum=Sum("guaranteed"))["sum"] or ZERO


def paid_and_back(fund: Any, cover: Any = None) -> tuple[Decimal, Decimal]:
    """Paid to banks, less what they gave back as paid too much; and what was recovered. From the ledger."""
    lines = Line.objects.filter(fund=fund, account=A.LOSS)
    if cover is not None:
        lines = lines.filter(entry__cover=cover)
    back = Q(entry__kind=Kind.RECOVERY)
    sums = lines.aggregate(
        debit=Sum("debit", default=ZERO), refunded=Sum("credit", filter=~back, default=ZERO),
        recovered=Sum("credit", filter=back, default=ZERO),
    )  # fmt: skip
    return sums["debit"] - sums["refunded"], sums["recovered"]


def highest_provision(cover: Any) -> Decimal:
    """Estimated loss × effective rate, within the cover and the fund's means."""
    due = claims.provisional(estimated_loss=cover.claim.estimated_loss, cover=cover.effective_rate)
    return min(due, cover.exposure, means(cover.fund))


def settlement(cover: Any, final_loss: Decimal) -> claims.Settlement:
    """Within what the cover holds: its exposure at the event, and what the fund may still pay beside the provision."""
    paid = cover.claim.provision_paid
    most = min(cover.exposure, paid + means(cover.fund))
    return claims.settlement(final_loss=final_loss, cover=cover.effective_rate, provision_paid=paid, most=most)


def share_recovery(cover: Any, net: Decimal) -> claims.Recovery:
    """Pari passu on the effective rate; a fund whose cap paid less than its share takes back no more than it paid."""
    before = sum((r.net for r in cover.recoveries.all()), ZERO)
    shared = ledger.stepwise(
        claims.recovery, net=net, cover=cover.effective_rate, final_loss=cover.claim.final_loss, recovered_before=before
    )
    had = sum((r.fund_part for r in cover.recoveries.all()), ZERO)
    most = max((cover.claim.final_due or ZERO) - had, ZERO)
    fund = min(shared.fund, most)
    return claims.Recovery(fund=fund, bank=net - fund)


def earlier_call(cover: Any) -> str:
    """Calls are served by their day of receipt: where not all can be, the one that came first is paid first."""
    from .models import Cover

    claim, fund = cover.claim, cover.fund
    before = Cover.objects.called().filter(fund=fund, claim__called_at__lt=claim.called_at).exclude(pk=cover.pk)
    waiting = list(before.select_related("claim", "application").order_by("claim__called_at"))
    owed = (claims.provisional(estimated_loss=c.claim.estimated_loss, cover=c.effective_rate) for c in waiting)
    ahead = sum(owed, ZERO)
    asked = claim.complement if claim.final_by_id else claim.provision or ZERO
    if not waiting or ahead + asked <= means(fund):
        return ""
    first = waiting[0]
    said = _("Le fonds ne peut pas payer tous les appels : celui du %(day)s (%(handle)s) est servi d’abord.")
    return said % {"day": day(clock.paris_day(first.claim.called_at)), "handle": first.handle}
