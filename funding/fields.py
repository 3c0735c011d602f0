"""Fields that read what people type."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SPACES = {ord(c): None for c in " \u00a0\u202f\u2009€"}


class AmountField(forms.DecimalField):
    """Euros to the cent, as people write them: « 96 500,50 € », « 96500.5 ». Not negative, 12 digits at most."""

    default_error_messages = {
        "invalid": _("Écrivez un montant en chiffres, par exemple 96 500 ou 96 500,50."),
        "min_value": _("Un montant ne peut pas être négatif."),
        "max_digits": _("Ce montant est trop grand : douze chiffres au plus avant la virgule."),
        "max_whole_digits": _("Ce montant est trop grand : douze chiffres au plus avant la virgule."),
        "max_decimal_places": _("Deux chiffres au plus après la virgule."),
    }
    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", Decimal(0))
        super().__init__(max_digits=14, decimal_places=2, **kwargs)
        # Our sentence instead of Django's « Assurez-vous que… ».
        for validator in self.validators:
            if getattr(validator, "code", "") == "min_value":
                validator.message = self.error_messages["min_value"]

    def widget_attrs(self, widget: Any) -> dict[str, str]:
        return {"inputmode": "decimal", "data-suffix": "€", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = value.translate(SPACES).replace("\u2212", "-").replace(",", ".")
        return super().to_python(value)


class DayField(forms.DateField):
    """A legal day, with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"])
        kwargs.setdefault("error_messages", {"invalid": _("Écrivez une date, par exemple 12/03/2027.")})
        super().__init__(**kwargs)


class ConsentField(forms.BooleanField):
    """A box that must be ticked: what is said beside it is what the journal keeps."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Cochez la case pour continuer.")})
        super().__init__(**kwargs)


class TextField(forms.CharField):
    """Several lines, with a hard limit that the page counts down."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 4000)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)
