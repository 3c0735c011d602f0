"""What one asks of a project after the programme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funding.fields import AmountField, TextField
from workflows.forms import StepForm

MOST = 2_000_000_000


def number(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=0, max_value=MOST, required=False)


class SurveyForm(StepForm):
    still_running = forms.TypedChoiceField(
        label=_("Le projet continue-t-il ?"), widget=forms.RadioSelect, coerce=lambda value: value in (True, "True"),
        choices=[("True", _("Oui")), ("False", _("Non"))], empty_value=None,
    )  # fmt: skip
    jobs = number(_("Emplois, en équivalents temps plein"), _("Ceux du projet aujourd’hui."))
    users = number(_("Usagers touchés depuis le début"))
    territories = number(_("Territoires où le projet est présent"))
    raised = AmountField(label=_("Financements obtenus depuis le programme"), required=False)
    words = TextField(label=_("Ce qui a changé"), max_length=3000, rows=4, required=False)

    def prepare(self) -> None:
        survey = self.subject
        names = ("jobs", "users", "territories", "raised", "words")
        self.initial |= {name: getattr(survey, name) for name in names}
        if survey.still_running is not None:
            self.initial["still_running"] = str(survey.still_running)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("still_running"):
            for name in ("jobs", "users"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Écrivez un nombre, zéro s’il n’y en a pas."))
        return data
