"""A role is what a person *is* to one thing, here and now: a relation, never a flag on the person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Role:
    code: str
    label: Any = field(compare=False)
    # Held ex officio, at a desk: its pages are the dense ones.
    office: bool = field(default=False, compare=False)

    def __repr__(self) -> str:
        return f"<Role {self.code}>"
