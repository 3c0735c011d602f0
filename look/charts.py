"""Geometry of the charts: numbers in, SVG coordinates out. No script, no picture file."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from look.tags.blocks import read

BAR_HEIGHT, BAR_STEP = 24, 42
LABEL_WIDTH, VALUE_WIDTH, CHART_WIDTH = 172, 108, 540
BALANCE_WIDTH = 600


@dataclass(frozen=True)
class Bar:
    label: Any
    value: float
    text: str
    note: Any
    url: str
    y: int
    width: float

    @property
    def text_x(self) -> float:
        return LABEL_WIDTH + self.width + 10

    @property
    def base(self) -> int:
        return self.y + 17


def bars(rows: Iterable[Any], show: Any) -> list[Bar]:
    rows = list(rows)
    values = [float(read(row, "value") or 0) for row in rows]
    highest = max([*values, 0]) or 1
    room = CHART_WIDTH - LABEL_WIDTH - VALUE_WIDTH
    return [
        Bar(
            label=read(row, "label", "name"),
            value=value,
            text=show(read(row, "value") or 0),
            note=read(row, "note"),
            url=str(read(row, "url")),
            y=index * BAR_STEP + 4,
            width=round(max(value, 0) / highest * room, 1),
        )
        for index, (row, value) in enumerate(zip(rows, values, strict=True))
    ]


def nice_ticks(highest: float, count: int = 4) -> list[float]:
    """Round marks from zero to just above the highest value: 0, 12, 24, 36, 48."""
    if highest <= 0:
        return [0, 1]
    rough = highest / count
    unit = 10 ** math.floor(math.log10(rough))
    step = next(factor * unit for factor in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if factor * unit >= rough)
    return [round(step * index, 10) for index in range(count + 1)]


@dataclass(frozen=True)
class Frame:
    """The drawing area of a line chart and its two scales."""

    width: int = 540
    height: int = 310
    left: int = 62
    right: int = 16
    top: int = 16
    bottom: int = 34

    def x(self, index: float, count: int) -> float:
        return round(self.left + (self.width - self.left - self.right) * index / max(count - 1, 1), 1)

    def y(self, value: float, highest: float) -> float:
        return round(self.height - self.bottom - (self.height - self.top - self.bottom) * value / highest, 1)

    @property
    def floor(self) -> int:
        return self.height - self.bottom


def path(points: Sequence[tuple[float, float]], stepped: bool = False) -> str:
    if not points:
        return ""
    text = f"M{points[0][0]:g} {points[0][1]:g}"
    for x, y in points[1:]:
        text += f"H{x:g}V{y:g}" if stepped else f"L{x:g} {y:g}"
    return text


def balance(parts: Iterable[Any], total: Any) -> list[dict[str, Any]]:
    """Shares of one bar, side by side; what is missing stays as a pale end."""
    parts = list(parts)
    values = [max(float(read(part, "value") or 0), 0) for part in parts]
    whole = max(float(total or 0), sum(values)) or 1
    left, drawn = 0.0, []
    for index, (part, value) in enumerate(zip(parts, values, strict=True)):
        width = round(value / whole * BALANCE_WIDTH, 1)
        drawn.append({"label": read(part, "label", "name"), "value": read(part, "value"), "x": round(left, 1),
                      "width": width, "tone": f"b{index % 4 + 1}"})  # fmt: skip
        left += width
    return drawn
