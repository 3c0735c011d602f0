"""Postponing the closing of a published call: later only, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from look.typography import day_hour
from workflows.forms import StepForm

from ..fields import MomentField


class PostponeForm(StepForm):
    closes_at = MomentField(label=_("Nouvelle clôture"))
    reason = forms.CharField(
        label=_("Motif"), max_length=300, help_text=_("Une phrase ; elle reste au journal de l’appel."),
        error_messages={"required": _("Dites pourquoi la clôture est reportée.")},
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["closes_at"].initial = self.subject.closes_at

    def clean_closes_at(self) -> Any:
        closes_at = self.cleaned_data["closes_at"]
        if closes_at <= self.subject.closes_at:
            raise forms.ValidationError(
                _("La clôture actuelle est le %(when)s : choisissez une date plus tardive.")
                % {"when": day_hour(self.subject.closes_at)}
            )
        return closes_at
