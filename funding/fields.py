"""Fields that read what people type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import DecimalValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from look.forms import EurosField


class AmountField(EurosField):
    """Euros to the cent, not negative, twelve digits at most; says in words what it cannot read."""

    default_error_messages = {
        "invalid": _("Écrivez un montant en chiffres, par exemple 96 500 ou 96 500,50."),
        "min_value": _("Un montant ne peut pas être négatif."),
        "max_digits": _("Ce montant est trop grand : douze chiffres au plus avant la virgule."),
        "max_whole_digits": _("Ce montant est trop grand : douze chiffres au plus avant la virgule."),
        "max_decimal_places": _("Deux chiffres au plus après la virgule."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for validator in self.validators:  # each holds Django's own sentence; ours says what to do
            if isinstance(validator, MinValueValidator):
                validator.message = self.error_messages["min_value"]
            elif isinstance(validator, DecimalValidator):
                validator.messages = {key: self.error_messages[key] for key in ("invalid", *validator.messages)}


class DayField(forms.DateField):
    """A legal day, with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"])
        kwargs.setdefault("error_messages", {"invalid": _("Écrivez une date, par exemple 12/03/2027.")})
        super().__init__(**kwargs)


class MomentField(forms.DateTimeField):
    """A moment to the second, in Paris time, with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        picker = forms.DateTimeInput(format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": "1"})
        kwargs.setdefault("widget", picker)
        kwargs.setdefault(
            "input_formats", ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"]
        )
        messages = {
            "invalid": _("Écrivez une date et une heure, par exemple 12/03/2027 17:00."),
            "required": _("Indiquez une date et une heure."),
        }
        super().__init__(**{"error_messages": messages, **kwargs})


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


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; what is wrong with one of them is said with its name."""

    MOST = 10

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", SeveralFiles())
        kwargs.setdefault(
            "help_text", _("PDF, images ou documents de bureautique : dix fichiers au plus, 10 Mo chacun.")
        )
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        from . import files

        uploads = [upload for upload in (data if isinstance(data, (list, tuple)) else [data]) if upload]
        if len(uploads) > self.MOST:
            raise forms.ValidationError(_("Dix fichiers au plus : réunissez-en plusieurs."), code="too_many")
        for upload in uploads:
            super().clean(upload, initial)
            try:
                files.look(upload)
            except forms.ValidationError as error:
                raise forms.ValidationError([f"{upload.name} : {said}" for said in error.messages]) from error
        if self.required and not uploads:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return uploads
