"""What the shared pages show of residencies: on a selected file, and on the portfolio."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import F, Q, Sum
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
    from .models import Residency
    from .places import FACES

    if not any(desk.runs(name) for name in FACES):
        return []
    stays = Residency.objects.visible_to(desk.user).exclude(signed_at=None)
    if not stays.exists():
        return []
    brought = Residency.objects.filter(pk__in=stays.values("pk")).aggregate(s=Sum(F("host_cash") + F("host_in_kind")))
    context = {"stays": stays.count(), "brought": brought["s"] or Decimal(0)}
    return [Panel("residencies/_portfolio.html", context)]
