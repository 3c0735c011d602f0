"""Forms of the end of a stay: productions, presentation, evaluations, closing, and what became of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funding.fields import ConsentField, MomentField, TextField
from workflows import clock
from workflows.forms import StepForm

from .stay import WithFile

MARKS = [(str(n), str(n)) for n in range(6)]
CONTINUED = (
    ("done", _("Mis en œuvre, en tout ou partie")),
    ("begun", _("Commencé")),
    ("stopped", _("Resté sans suite")),
)


class DeliverableForm(WithFile):
    name = forms.CharField(label=_("Nom"), max_length=150)
    what = forms.CharField(label=_("Ce que c’est, à qui cela sert"), max_length=300)
    address = forms.URLField(label=_("Adresse en ligne"), max_length=300, required=False, assume_scheme="https")
    file = forms.FileField(label=_("Fichier"), required=False, help_text=_("PDF, image ou bureautique, 10 Mo au plus."))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not (data.get("file") or data.get("address")):
            self.add_error("file", _("Joignez un fichier, ou donnez une adresse en ligne."))
        return data


class ScheduleForm(StepForm):
    presentation_at = MomentField(label=_("Quand ?"))
    presentation_place = forms.CharField(
        label=_("Où ?"), max_length=200, help_text=_("La salle et l’adresse : l’invitation les reprend.")
    )

    def prepare(self) -> None:
        names = ("presentation_at", "presentation_place")
        self.initial |= {name: getattr(self.subject, name) for name in names}

    def clean_presentation_at(self) -> Any:
        if self.cleaned_data["presentation_at"] <= clock.now():
            raise forms.ValidationError(_("Une restitution s’annonce à l’avance : choisissez une date à venir."))
        return self.cleaned_data["presentation_at"]


class ReportForm(StepForm):
    attendance = forms.IntegerField(label=_("Personnes présentes"), min_value=1, max_value=100_000)
    presentation_account = TextField(
        label=_("Ce qui s’est dit, ce qui a été décidé"), max_length=6000, rows=8,
        help_text=_("L’hôte le contresigne : il ouvre le procès-verbal de restitution."),
    )  # fmt: skip

    def prepare(self) -> None:
        self.initial |= {
            "attendance": self.subject.attendance, "presentation_account": self.subject.presentation_account
        }  # fmt: skip


class CountersignForm(StepForm):
    consent = ConsentField(label=_("La restitution a eu lieu comme l’équipe en rend compte. Je contresigne."))


class EvaluationForm(StepForm):
    understanding = forms.ChoiceField(label=_("La question posée a-t-elle été comprise ?"))
    welcome = forms.ChoiceField(label=_("L’accueil et la présence ont-ils été à la hauteur ?"))
    usefulness = forms.ChoiceField(label=_("Les productions sont-elles utiles ?"))
    changed = TextField(label=_("Ce que la résidence a changé"), max_length=3000)
    missed = TextField(label=_("Ce qui a manqué"), max_length=2000, required=False, rows=3)
    rights_agreed = forms.BooleanField(label=_("Le contrat de cession des droits d’auteur est signé."), required=False)

    def prepare(self) -> None:
        for name in ("understanding", "welcome", "usefulness"):
            field = self.fields[name]
            field.choices, field.help_text = MARKS, _("De 0, pas du tout, à 5, tout à fait.")
            field.widget = forms.RadioSelect(choices=MARKS)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in ("understanding", "welcome", "usefulness"):
            if name in data:
                data[name] = int(data[name])
        return data


class CloseForm(StepForm):
    accounts_checked = ConsentField(label=_("Les dépenses sont justifiées et l’apport de l’hôte est constaté."))
    rights_checked = ConsentField(label=_("Les droits d’auteur et à l’image sont réglés."))


class FollowUpForm(StepForm):
    continued = forms.ChoiceField(
        label=_("Que sont devenues les pistes ?"), choices=CONTINUED, widget=forms.RadioSelect
    )
    account = TextField(
        label=_("Ce qui a changé depuis"), max_length=4000,
        help_text=_("Dans le lieu, dans les façons de faire, pour les habitants. Y compris ce qui n’a pas marché."),
    )  # fmt: skip
