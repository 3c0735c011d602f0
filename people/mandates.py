"""Who may give or end which mandate. Nobody gives one to themselves: two people stand behind each delegation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workflows import clock

from . import scopes, vouching
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


def is_administrator(user: Any, held: list[Mandate] | None = None) -> bool:
    """`held`, where a page has already read the reader's `offices`."""
    held = offices(user) if held is None else held
    return user.is_superuser or any(m.role == R.ADMINISTRATOR and m.governs_everything for m in held)


def keeps_mandates(user: Any) -> bool:
    """Whether the page of mandates exists for this person."""
    return user.is_authenticated and (user.is_superuser or bool(offices(user)))


def places(user: Any) -> dict[str, bool]:
    """Which pages of the administration this person's account leads to."""
    return {"keeps_mandates": keeps_mandates(user), "vouches": vouching.may_vouch(user)}


def may_give(user: Any, *, role: str, scope_kind: str, scope_id: str) -> bool:
    return _governs(offices(user), user, role, scope_kind, scope_id)


def ending_rights(user: Any, held: list[Mandate] | None = None) -> Callable[[Mandate], bool]:
    """Who may give a mandate may end it, and so may its bearer. One query at most, for a whole list."""
    held = offices(user) if held is None else held

    def may_end(mandate: Mandate) -> bool:
        if mandate.user_id == user.pk:
            return True
        return _governs(held, user, mandate.role, mandate.scope_kind, mandate.scope_id)

    return may_end


def _governs(held: list[Mandate], user: Any, role: str, scope_kind: str, scope_id: str) -> bool:
    if user.is_superuser or any(m.role == R.ADMINISTRATOR and m.governs_everything for m in held):
        return True
    if role not in GIVEN_BY_MANAGERS:
        return False
    covered = scopes.chain(scope_kind, scope_id)
    return any(m.covers(covered) for m in held if m.role == R.MANAGER)


def roles_given_by(user: User) -> list[tuple[str, Any]]:
    roles = R if is_administrator(user) else [role for role in R if role in GIVEN_BY_MANAGERS]
    return [(role.value, role.label) for role in roles]
