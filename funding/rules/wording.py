"""What a rule answers to a person: a code for programs, values for the record, a sentence for the reader.

A rule never builds a sentence. It returns a `Refusal` (or a `Line` of arithmetic) whose template is
translated and filled only when it is shown, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from django.utils import formats
from django.utils.functional import Promise

Text = str | Promise
Value = Decimal | Fraction | int | str | date

_NARROW_NO_BREAK_SPACE = "\u202f"
_NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A rule's no: `code` is stable, `values` are what was compared, `sentence` is what the person reads."""

    code: str
    text: Text = field(compare=False, repr=False)
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)

    @property
    def sentence(self) -> str:
        """In the active language. Names ending in `rate` show as percentages, decimals as euros, fractions as marks."""
        return fill(self.text, self.values)

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of shown arithmetic: a label, the formula with its numbers, the result in euros."""

    key: str
    label: Text = field(compare=False, repr=False)
    template: Text = field(compare=False, repr=False)
    values: Mapping[str, Value] = field(hash=False)
    value: Decimal

    @property
    def formula(self) -> str:
        """The formula as a person writes it: « 3 000 000 € × 50 % »."""
        return fill(self.template, self.values)


class ValueRefused(ValueError):
    """The value itself makes no sense (not a number, negative, too large): no rule can be applied to it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def refuse(code: str, text: Text, **values: Value) -> Refusal:
    """A refusal, written in one line where the rule is."""
    return Refusal(code=code, text=text, values=values)


def fill(text: Text, values: Mapping[str, Value]) -> str:
    """The template in the active language with its values formatted for people."""
    return str(text) % {name: _shown(name, value) for name, value in values.items()}


def _shown(name: str, value: Value) -> str:
    if isinstance(value, Decimal):
        return _percent(value) if name.endswith("rate") else _euros(value)
    if isinstance(value, Fraction):
        return _mark(value)
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    return str(value)


def _euros(value: Decimal) -> str:
    places = 0 if value == value.to_integral_value() else 2
    return f"{_number(value, places)}{_NO_BREAK_SPACE}€"


def _percent(value: Decimal) -> str:
    points = (value * 100).normalize()
    places = max(0, -int(points.as_tuple().exponent))
    return f"{_number(points, min(places, 2))}{_NO_BREAK_SPACE}%"


def _mark(value: Fraction) -> str:
    """Two decimals at most, rounded down: a mean just below a threshold must not read as the threshold."""
    shown = (Decimal(value.numerator) / value.denominator).quantize(Decimal("0.01"), ROUND_DOWN)
    return _number(shown, 0 if shown == shown.to_integral_value() else 2)


def _number(value: Decimal, places: int) -> str:
    grouped = formats.number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
    return str(grouped).replace(_NO_BREAK_SPACE, _NARROW_NO_BREAK_SPACE)
