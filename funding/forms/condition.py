"""The forms of a condition's steps: what fulfils it, and what the instruction says of that."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import clock
from workflows.forms import StepForm

from ..fields import DayField, TextField


class EvidenceForm(StepForm):
    note = TextField(label=_("Ce qui remplit la condition"), max_length=2000, rows=3)
    file = forms.FileField(label=_("Justificatif"), required=False, help_text=_("PDF ou photo nette, 10 Mo au plus"))

    def clean_file(self) -> Any:
        """Looked at here, so that what is wrong with it is said beside it."""
        from .. import files

        upload = self.cleaned_data["file"]
        if upload:
            files.look(upload)
        return upload


class LiftForm(StepForm):
    lifted_on = DayField(label=_("Condition remplie le"))
    answer = TextField(label=_("Ce qui le prouve"), max_length=2000, rows=3)

    def prepare(self) -> None:
        self.fields["lifted_on"].initial = clock.today()

    def clean_lifted_on(self) -> date:
        found: date = self.cleaned_data["lifted_on"]
        if found > clock.today():
            raise forms.ValidationError(_("Choisissez aujourd’hui ou un jour passé."))
        if found < clock.paris_day(self.subject.decision.signed_at):
            raise forms.ValidationError(_("La décision n’était pas encore signée ce jour-là."))
        return found


class InsufficientForm(StepForm):
    answer = TextField(label=_("Ce qui manque"), max_length=2000, rows=3, help_text=_("Le porteur le lira tel quel."))


class PutOffForm(StepForm):
    due_on = DayField(label=_("Nouvelle date"))
    answer = TextField(label=_("Pourquoi"), max_length=2000, rows=3)

    def prepare(self) -> None:
        self.fields["due_on"].initial = self.subject.due_on

    def clean_due_on(self) -> date:
        found: date = self.cleaned_data["due_on"]
        if found <= max(clock.today(), self.subject.due_on):
            raise forms.ValidationError(_("Un report donne plus de temps : choisissez un jour après celui d’avant."))
        return found
