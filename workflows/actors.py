"""Who acts when nobody presses: the law's clock, and the product itself following up its own steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .roles import Role

BY_CLOCK = Role("clock", _("Échéance"))
BY_SYSTEM = Role("system", _("Suite automatique"))


@dataclass(frozen=True)
class Actor:
    """Stands where a user stands; has no account, no password, and exactly one role everywhere."""

    role: Role
    pk: None = None
    is_authenticated: bool = True

    def get_full_name(self) -> str:
        return str(self.role.label)

    def __str__(self) -> str:
        return self.get_full_name()


CLOCK = Actor(BY_CLOCK)
SYSTEM = Actor(BY_SYSTEM)

Person = Any  # a user of the project, or an Actor
