"""What a benchmark gives back: rows of one table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """`value` is what was measured, with its unit; `against` a ratio or a comparison; `goal` what it should be."""

    what: str
    value: str
    against: str = ""
    goal: str = ""
    met: bool | None = None

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def shown(name: str, rows: Iterable[Row]) -> str:
    lines = []
    for row in rows:
        verdict = {True: "met", False: "MISSED", None: ""}[row.met]
        lines.append(f"{name:<11}{row.what:<54}{row.value:>18}  {row.against:<28}{row.goal:<18}{verdict}".rstrip())
    return "\n".join(lines)


HEADING = f"{'bench':<11}{'what':<54}{'measured':>18}  {'against':<28}{'goal':<18}"


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"
