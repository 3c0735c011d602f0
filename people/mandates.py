"""Who may give or end which mandate. Nobody gives one to themselves: two people stand behind each delegation."""

from __future__ import annotations

from typing import Any

from workflows import clock

from . import scopes
from .models import Mandate, User

R = Mandate.Role

# A manager composes the team of a call; who signs, pays and manages is recorded by an administrator,
# on sight of the act that says so.
GIVEN_BY_MANAGERS = frozenset({R.OFFICER, R.REVIEWER, R.CHAIR, R.FUNDER})


def offices(user: Any) -> list[Mandate]:
    if not user.is_authenticated:
        return []
    held = Mandate.objects.in_force(clock.today()).filter(user=user)
    return list(held.with_role(R.ADMINISTRATOR, R.MANAGER))


def is_administrator(user: Any) -> bool:
    return user.is_superuser or any(m.role == R.ADMINISTRATOR and m.governs_everything for m in offices(user))


def keeps_mandates(user: Any) -> bool:
    """Whether the page of mandates exists for this person."""
    return user.is_authenticated and (user.is_superuser or bool(offices(user)))


def may_give(user: Any, *, role: str, scope_kind: str, scope_id: str) -> bool:
    if is_administrator(user):
        return True
    covered = scopes.chain(scope_kind, scope_id)
    return role in GIVEN_BY_MANAGERS and any(m.covers(covered) for m in offices(user) if m.role == R.MANAGER)


def may_end(user: Any, mandate: Mandate) -> bool:
    """Who may give it may end it, and so may the person it was given to."""
    if mandate.user_id == user.pk:
        return True
    return may_give(user, role=mandate.role, scope_kind=mandate.scope_kind, scope_id=mandate.scope_id)


def roles_given_by(user: User) -> list[tuple[str, Any]]:
    roles = R if is_administrator(user) else [role for role in R if role in GIVEN_BY_MANAGERS]
    return [(role.value, role.label) for role in roles]
