"""Form fields of the house."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language

from look import typography


class EurosInput(forms.TextInput):
    """« 96 500 » with its € at the end; a numeric keyboard on a phone, no arrows at its side."""

    def __init__(self, attrs: dict[str, Any] | None = None, cents: bool = False):
        self.cents = cents
        mode = "decimal" if cents else "numeric"
        super().__init__({"inputmode": mode, "autocomplete": "off", "data-suffix": "€", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, (Decimal, int)):
            whole = value == int(value)
            return typography.number(value, 0 if whole and not self.cents else 2)
        return super().format_value(value)


class EurosField(forms.DecimalField):
    """An amount as people type it: spaces of any kind, comma or point, « € » or not."""

    def __init__(self, *, cents: bool = False, **kwargs: Any):
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("min_value", Decimal(0))
        kwargs.setdefault("widget", EurosInput(cents=cents))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = re.sub(r"[\s\u00a0\u202f\u2009€]", "", value).replace("\u2212", "-")
            value = plain_decimal(value)
        return super().to_python(value)


THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")


def plain_decimal(text: str) -> str:
    """« 1234,50 » and « 1,234.50 » are the same number; « 1.234 » is refused later: three decimals.

    « 1,250 » is one thousand in English, and three decimals (refused later) in French.
    """
    if "," in text and "." in text:
        return text.replace(",", "") if text.rindex(".") > text.rindex(",") else text.replace(".", "").replace(",", ".")
    if get_language() == "en" and THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    return text.replace(",", ".")
