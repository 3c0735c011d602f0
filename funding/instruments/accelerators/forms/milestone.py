"""The forms of a milestone: what is shown, what is said of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funding import files
from funding.fields import DayField, TextField
from workflows import clock
from workflows.forms import StepForm


class EvidenceForm(StepForm):
    evidence = TextField(label=_("Ce qui a été fait, et ce que cela montre"), max_length=4000)
    file = forms.FileField(label=_("Justificatif"), required=False, help_text=_("PDF ou photo nette, 10 Mo au plus"))

    def prepare(self) -> None:
        self.initial["evidence"] = self.subject.evidence

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload:
            files.look(upload)
        return upload


class JudgeForm(StepForm):
    said = TextField(label=_("Votre avis"), max_length=3000, rows=4, help_text=_("Le porteur le lira tel quel."))


class ConditionForm(JudgeForm):
    due_on = DayField(label=_("À compléter avant le"))

    def clean_due_on(self) -> date:
        return to_come(self.cleaned_data["due_on"])


class PutOffForm(StepForm):
    due_on = DayField(label=_("Nouvelle échéance"))
    reason = TextField(label=_("Pourquoi"), max_length=1000, rows=2)

    def clean_due_on(self) -> date:
        found = to_come(self.cleaned_data["due_on"])
        if found <= self.subject.due_on:
            raise forms.ValidationError(_("Un report donne plus de temps : choisissez un jour après celui d’avant."))
        return found


def to_come(found: date) -> date:
    if found <= clock.today():
        raise forms.ValidationError(_("Choisissez un jour à venir."))
    return found
