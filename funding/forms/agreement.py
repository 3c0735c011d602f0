from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import StepForm

from ..fields import ConsentField, DayField, TextField
from ..rules.deadlines import add_months


class AgreementForm(StepForm):
    starts_on = DayField(label=_("Début de la convention"))
    ends_on = DayField(label=_("Fin de la convention"))
    obligations = TextField(label=_("Obligations particulières"), required=False)

    def prepare(self) -> None:
        a = self.subject
        start = a.starts_on or a.application.starts_on
        end = a.ends_on or (add_months(start, a.application.months or 12) if start else None)
        self.initial |= {
            "starts_on": start,
            "ends_on": end,
            "obligations": a.obligations or a.decision.conditions,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] <= data["starts_on"]:
            self.add_error("ends_on", _("La fin de la convention vient après son début."))
        return data


class SignAgreementForm(StepForm):
    quality = forms.CharField(
        label=_("En quelle qualité signez-vous ?"),
        max_length=150,
        help_text=_("Maire, présidente, directeur…"),
    )
    consent = ConsentField(label=_("J’ai lu la convention et je la signe au nom de ma structure."))

    def prepare(self) -> None:
        self.initial.setdefault("quality", getattr(self.by, "quality", ""))


class CountersignForm(StepForm):
    consent = ConsentField(label=_("J’ai relu la convention et je la signe au nom de l’autorité."))
