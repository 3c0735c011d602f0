"""What a mandate may cover here: a programme, or one of its calls."""

from __future__ import annotations

from typing import Any

from people import scopes
from people.models import Mandate

OFFICES = [Mandate.Role.MANAGER, Mandate.Role.ADMINISTRATOR]


def register() -> None:
    scopes.register("programme", options=programmes)
    scopes.register("call", options=calls, parents=programme_of)


def programmes(user: Any) -> list[tuple[str, str]]:
    """Those `user` may give mandates over; all of them when nobody asks (to name what is already covered)."""
    from .models import Programme

    found = Programme.objects.all() if user is None else Programme.objects.governed_by(user)
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]


def calls(user: Any) -> list[tuple[str, str]]:
    from .models import Call
    from .models.call import in_scope

    found = Call.objects.all() if user is None else Call.objects.filter(in_scope(user, OFFICES, call="pk"))
    return [(str(pk), title) for pk, title in found.values_list("pk", "title")]


def programme_of(pk: str) -> list[tuple[str, str]]:
    from .models import Call

    return [("programme", str(p)) for p in Call.objects.filter(pk=pk).values_list("programme", flat=True)]
