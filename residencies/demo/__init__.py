"""The demonstration: one round, six territories, eight teams, and three residencies at different moments."""

from __future__ import annotations

from typing import Any

from funding.demo.logins import binder

from ..models import Residency
from ..models.residency_states import SIGNED
from .opening import Opening
from .stays import Stays


def load(demo: Any) -> None:
    opening = Opening(demo)
    opening.plan()
    Stays(demo, opening).plan()


def logins() -> tuple[str, list[tuple[Any, str]]]:
    """The two sides of a residency under way."""
    under_way = Residency.objects.filter(state__in=SIGNED).order_by("pk")
    stay = under_way.select_related("host__lead", "team__lead").first()
    if stay is None:
        return "Résidences", []
    return "Résidences", [
        (binder(stay.host.lead), "pour le territoire qui accueille une résidence"),
        (binder(stay.team.lead), "pour l’équipe en résidence : son journal s’écrit sur un téléphone"),
    ]
