"""The demonstration: one round, six territories, eight teams, and three residencies at different moments."""

from __future__ import annotations

from typing import Any

from .opening import Opening
from .stays import Stays


def load(demo: Any) -> None:
    opening = Opening(demo)
    opening.plan()
    Stays(demo, opening).plan()
