"""Fields of the forms of guarantees that read what people type."""

from __future__ import annotations

from typing import Any

from django import forms


class PercentField(forms.DecimalField):
    """Typed as « 50 », kept as 0.50."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, decimal_places=4, localize=True, **kwargs)
        self.widget.attrs |= {"data-suffix": "%", "data-width": "short"}

    def prepare_value(self, value: Any) -> Any:
        return value if value in (None, "") or isinstance(value, str) else (value * 100).normalize()

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return None if found is None else found / 100
