"""Fields of a draft: each knows how its answer is kept as JSON, and how it is shown again for change.

A draft accepts holes and refuses the impossible; what was refused is kept as it was typed.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from look.forms import EurosInput
from look.typography import number
from people import identifiers
from people.models import Commune

from .. import territories
from ..fields import AmountField, DayField

LINE_MAX = Decimal("999999999.99")
NUL = _("Ce texte contient un caractère nul, qu’aucun clavier n’écrit : nous l’avons retiré. Relisez le passage.")
SHORT_LIMIT, LONG_LIMIT = 250, 4000


class Kept:
    """Mixed into a form field. `kept` is what JSON holds, `shown` what the control shows for it."""

    def keep(self, value: Any) -> Any:
        return "" if value is None else value

    def show(self, kept: Any) -> Any:
        return kept


class Text(Kept, forms.CharField):
    """A hard limit, said with the count of what is too much."""

    def __init__(self, *, limit: int, rows: int = 0, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        super().__init__(widget=widget, **kwargs)
        # For the counter of the page; not the control's maxlength, which would cut a paste without a word.
        self.limit = self.max_length = limit
        self.validators = []

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        if "\x00" in value:
            raise forms.ValidationError(NUL, code="nul")
        if len(value) > self.limit:
            sentence = _("Ce texte compte %(count)s caractères et la limite est de %(limit)s : retirez-en %(over)s.")
            values = {"count": number(len(value)), "limit": number(self.limit), "over": number(len(value) - self.limit)}
            raise forms.ValidationError(sentence, code="too_long", params=values)


class Number(Kept, forms.DecimalField):
    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 15)
        kwargs.setdefault("decimal_places", 3)
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("error_messages", {"invalid": _("Écrivez un nombre en chiffres, par exemple 3 000 ou 12,5.")})
        super().__init__(**kwargs)
        for validator in self.validators:
            if getattr(validator, "code", "") == "min_value":
                validator.message = _("Ce nombre ne peut pas être inférieur à %(limit_value)s.")
            elif getattr(validator, "code", "") == "max_value":
                validator.message = _("Ce nombre ne peut pas dépasser %(limit_value)s.")
            elif hasattr(validator, "max_digits"):
                too_large = _("Ce nombre est trop grand.")
                validator.messages = validator.messages | {
                    "max_digits": too_large,
                    "max_whole_digits": too_large,
                    "max_decimal_places": _("Trois chiffres au plus après la virgule."),
                }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", "data-width": "short"}

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = "".join(value.split()).replace("\u2212", "-").replace(",", ".")
        return super().to_python(value)

    def keep(self, value: Decimal | None) -> int | str:
        if value is None:
            return ""
        return int(value) if value == value.to_integral_value() else str(value.normalize())

    def show(self, kept: Any) -> str:
        return figures(kept)


def figures(kept: Any, cents: bool = False) -> str:
    """A number as one would type it again in the page's language: what is shown must be readable by the field."""
    if kept in (None, ""):
        return ""
    value = Decimal(str(kept))
    places = max(0, -int(value.normalize().as_tuple().exponent))
    text = number(value, 2 if cents and places else places)
    return text.replace(",", "") if (get_language() or "fr").startswith("en") else text


class Amount(Kept, AmountField):
    """At most a billion, so that no sum of lines outgrows its column."""

    widget = EurosInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(self._not_too_large)

    @staticmethod
    def _not_too_large(value: Decimal) -> None:
        if value > LINE_MAX:
            raise forms.ValidationError(_("Ce montant est trop grand : un milliard d’euros au plus."), code="too_large")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}

    def run_validators(self, value: Any) -> None:
        try:
            super().run_validators(value)
        except forms.ValidationError as errors:
            raise forms.ValidationError(errors.error_list[:1]) from None  # one reason is enough

    def keep(self, value: Decimal | None) -> str:
        return "" if value is None else str(value.quantize(Decimal("0.01")))

    def show(self, kept: Any) -> str:
        return figures(kept, cents=True)


class Day(Kept, DayField):
    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not 1900 <= value.year <= 2200:
            raise forms.ValidationError(_("Vérifiez l’année : écrivez une date, par exemple 12/03/2027."))

    def keep(self, value: date | None) -> str:
        return value.isoformat() if value else ""


class YesNo(Kept, forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", [("yes", _("Oui")), ("no", _("Non"))])
        super().__init__(widget=forms.RadioSelect, coerce=lambda v: v == "yes", empty_value=None, **kwargs)

    def show(self, kept: Any) -> str:
        return "" if kept in (None, "") else "yes" if kept else "no"


class One(Kept, forms.ChoiceField):
    default_error_messages = {"invalid_choice": _("Choisissez une des réponses proposées.")}

    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        few = len(choices) <= 7
        super().__init__(
            choices=choices if few else [("", "—"), *choices],
            widget=forms.RadioSelect if few else forms.Select,
            **kwargs,
        )


class Many(Kept, forms.MultipleChoiceField):
    default_error_messages = {"invalid_choice": _("Choisissez parmi les réponses proposées.")}
    widget = forms.CheckboxSelectMultiple

    def keep(self, value: list[str] | None) -> list[str]:
        return list(value or [])

    def show(self, kept: Any) -> list[str]:
        return list(kept or [])


class Siret(Kept, forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("14 chiffres."))
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return identifiers.check_siret(typed) if typed else ""

    def show(self, kept: Any) -> str:
        return identifiers.spaced(kept) if kept else ""


class Place(Kept, forms.CharField):
    """A place of the official geography, typed by name or postcode; the page suggests, the server decides."""

    def __init__(self, *, only_communes: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Nom ou code postal."))
        super().__init__(max_length=120, **kwargs)
        self.only_communes = only_communes
        scope = "communes" if only_communes else "tout"
        self.widget.attrs |= {"autocomplete": "off", "data-places": scope}

    def clean(self, value: Any) -> dict[str, str] | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = territories.find(typed, only_communes=self.only_communes)
        if len(found) == 1:
            return found[0].facts()
        if not found:
            sentence = _("Aucun lieu ne répond à « %(typed)s ». Essayez le code postal.")
            raise forms.ValidationError(sentence, params={"typed": typed[:60]})
        names = " ; ".join(place.label for place in found[:6])
        raise forms.ValidationError(
            _("Plusieurs lieux répondent : recopiez le vôtre. %(names)s."), params={"names": names}
        )

    def keep(self, value: Any) -> Any:
        return value or ""

    def show(self, kept: Any) -> str:
        return kept.get("label", "") if isinstance(kept, dict) else ""


def commune_of(kept: Any) -> Commune | None:
    return Commune.objects.filter(pk=kept["code"]).first() if kept else None


def without_nul(raw: Any) -> Any:
    """PostgreSQL cannot hold the null character; everything else that was typed is kept."""
    if isinstance(raw, str):
        return raw.replace("\x00", "")
    if isinstance(raw, list):
        return [without_nul(item) for item in raw]
    if isinstance(raw, dict):
        return {without_nul(key): without_nul(value) for key, value in raw.items()}
    return raw


__all__ = [
    "Amount", "Day", "Kept", "Many", "Number", "One", "Place", "Siret", "Text", "YesNo", "commune_of", "figures",
    "without_nul",
]  # fmt: skip
