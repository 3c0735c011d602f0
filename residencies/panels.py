"""What the shared pages show of residencies: on a selected file, and on the portfolio."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.urls import reverse

from funding import roles as spine
from funding.instrument import Panel


def stay_of(application: Any, user: Any) -> Any:
    from .models import Residency

    mine = Q(host=application) | Q(team=application)
    return Residency.objects.visible_to(user).filter(mine).bound().with_sides().first()


def of_file(application: Any, user: Any) -> list[Panel]:
    """Only once it is selected: where its residency stands, or the way to its wishes."""
    from . import wishing

    if not application.is_selected:
        return []
    stay = stay_of(application, user)
    found = None if stay else wishing.open_round(application)
    if stay is None and found is None:
        return []
    writes = application.roles_of(user) & {spine.HOLDER, spine.BINDER}
    url = reverse("residencies:wishes", args=[application.handle]) if found and writes else ""
    context = {"stay": stay, "url": url, "wishes": len(wishing.ranked(application))}
    return [Panel("residencies/_file_panel.html", context)]


def of_portfolio(desk: Any) -> list[Panel]:
    """What the envelopes do not tell: how many stays, and what the hosts bring."""
    from .models import Instalment, Residency
    from .places import FACES

    if not any(desk.runs(name) for name in FACES):
        return []
    stays = Residency.objects.visible_to(desk.user).exclude(signed_at=None)
    if not stays.exists():
        return []
    sums = Residency.objects.filter(pk__in=stays.values("pk")).aggregate(
        contracted=Sum("stipend"), cash=Sum("host_cash"), in_kind=Sum("host_in_kind")
    )
    paid = Instalment.objects.overseen_by(desk.user).paid().distinct()
    context = {
        "stays": stays.count(),
        "contracted": sums["contracted"] or Decimal(0),
        "brought": (sums["cash"] or Decimal(0)) + (sums["in_kind"] or Decimal(0)),
        "paid": sum((row.amount for row in paid), Decimal(0)),
    }
    return [Panel("residencies/_portfolio.html", context)]
