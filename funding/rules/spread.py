"""How far reviewers stand from one another: median and spread of a file, and who scores unlike the others.

Pure arithmetic on Decimals out of 5, rounded half up to two decimals at the end only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")
UNLIKE = Decimal(2)  # standard errors away from those who read the same files
LEAST = 3  # shared files: with fewer, a gap says nothing


def weighted(marks: Mapping[str, int], weights: Mapping[str, Decimal]) -> Fraction | None:
    """One sheet's weighted mean; None while a criterion of the grid has no mark."""
    if not weights or set(weights) - set(marks):
        return None
    whole = sum(Fraction(weight) for weight in weights.values())
    return sum((Fraction(weight) * marks[key] for key, weight in weights.items()), Fraction(0)) / whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """`gap` is the widest max − min of a criterion: from 3 on, the chair asks for a discussion (K)."""

    mean: Decimal | None
    median: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    gap: int


def spread(*, sheets: Sequence[Mapping[str, int]], weights: Mapping[str, Decimal]) -> Spread:
    """Of the full sheets of one file."""
    full = [(total, sheet) for sheet in sheets if (total := weighted(sheet, weights)) is not None]
    totals = sorted(total for total, _sheet in full)
    gaps = [max(column) - min(column) for key in weights if (column := [sheet[key] for _total, sheet in full])]
    if not totals:
        return Spread(mean=None, median=None, lowest=None, highest=None, gap=0)
    middle = len(totals) // 2
    median = totals[middle] if len(totals) % 2 else (totals[middle - 1] + totals[middle]) / 2
    return Spread(
        mean=cents(sum(totals, Fraction(0)) / len(totals)),
        median=cents(median),
        lowest=cents(totals[0]),
        highest=cents(totals[-1]),
        gap=max(gaps, default=0),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """One reviewer beside those who read the same files. `bias`: points above (or below) them on average. `z`: the same
    in standard errors; None when the shared files are too few, or when nobody differs from anybody."""

    files: int
    shared: int
    mean: Decimal
    bias: Decimal | None
    z: Decimal | None

    @property
    def unlike(self) -> bool:
        return self.z is not None and abs(self.z) >= UNLIKE


def habits(totals: Mapping[int, Mapping[int, Fraction]]) -> dict[int, Habit]:
    """`totals[file][reviewer]` -> each reviewer's habit. A file is a hard or an easy one for all who read it: comparing
    on the same file only, severity is not mistaken for weak files."""
    gaps: dict[int, list[Fraction]] = defaultdict(list)
    given: dict[int, list[Fraction]] = defaultdict(list)
    for sheet in totals.values():
        whole = sum(sheet.values(), Fraction(0))
        for reviewer, total in sheet.items():
            given[reviewer].append(total)
            if len(sheet) > 1:
                gaps[reviewer].append(total - (whole - total) / (len(sheet) - 1))
    every = [gap for found in gaps.values() for gap in found]
    # The gaps of everyone average zero on each file, so that their mean square is their variance.
    variance = sum((gap * gap for gap in every), Fraction(0)) / len(every) if every else Fraction(0)
    return {reviewer: _habit(found, gaps[reviewer], variance) for reviewer, found in sorted(given.items())}


def _habit(given: Sequence[Fraction], gaps: Sequence[Fraction], variance: Fraction) -> Habit:
    bias = sum(gaps, Fraction(0)) / len(gaps) if gaps else None
    z = None
    if bias is not None and len(gaps) >= LEAST and variance:
        error = decimal(variance / len(gaps)).sqrt()
        z = (decimal(bias) / error).quantize(CENT, ROUND_HALF_UP)
    mean = cents(sum(given, Fraction(0)) / len(given))
    return Habit(files=len(given), shared=len(gaps), mean=mean, bias=None if bias is None else cents(bias), z=z)


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def cents(value: Fraction) -> Decimal:
    """Half up, away from zero, without a detour through a long decimal."""
    sign = -1 if value < 0 else 1
    return Decimal(sign * ((200 * abs(value.numerator) + value.denominator) // (2 * value.denominator))).scaleb(-2)
