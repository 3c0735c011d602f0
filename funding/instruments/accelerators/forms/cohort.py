"""The forms of a cohort: its settings, what all its projects share, its demo day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funding.fields import AmountField, DayField, MomentField, TextField
from workflows.forms import StepForm

FACTS = ("name", "starts_on", "ends_on", "capacity", "most_pause_days", "hour_price")


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.get_full_name() or obj.email


class CohortForm(StepForm):
    name = forms.CharField(label=_("Nom"), max_length=120)
    starts_on = DayField(label=_("Début"))
    ends_on = DayField(label=_("Fin"))
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=200)
    most_pause_days = forms.IntegerField(label=_("Jours de pause au plus"), min_value=0, max_value=366)
    hour_price = AmountField(
        label=_("Prix de marché d’une heure d’accompagnement"),
        help_text=_("Il donne la valeur de l’aide en nature, que la charte cite."),
    )
    coaches = PeopleField(
        queryset=None, label=_("Accompagnateurs"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Les membres de la structure qui porte l’accélérateur."),
    )  # fmt: skip

    def prepare(self) -> None:
        people = get_user_model().objects.filter(memberships__organisation=self.subject.node.organisation_id)
        self.fields["coaches"].queryset = people.order_by("last_name", "first_name")
        self.initial |= {name: getattr(self.subject, name) for name in FACTS}
        self.initial["coaches"] = list(self.subject.coaches.values_list("pk", flat=True))

    def clean_capacity(self) -> int:
        found: int = self.cleaned_data["capacity"]
        if found < self.subject.taken:
            sentence = _("%(taken)s places sont déjà prises : la capacité ne peut pas être plus petite.")
            raise forms.ValidationError(sentence, params={"taken": self.subject.taken})
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] <= data["starts_on"]:
            self.add_error("ends_on", _("La promotion finit après avoir commencé : choisissez une date plus tard."))
        return data


class CommonMilestoneForm(StepForm):
    title = forms.CharField(label=_("Jalon"), max_length=120)
    expected = TextField(label=_("Ce qui est attendu"), max_length=1000, rows=3)
    due_on = DayField(label=_("Échéance"))

    def clean_due_on(self) -> Any:
        found, cohort = self.cleaned_data["due_on"], self.subject
        if not cohort.starts_on <= found <= cohort.ends_on:
            raise forms.ValidationError(_("Choisissez un jour pendant la promotion."))
        return found


class EventForm(StepForm):
    kind = forms.ChoiceField(
        label=_("Type"), choices=[("workshop", _("Atelier")), ("review", _("Revue")), ("meeting", _("Rencontre"))]
    )
    title = forms.CharField(label=_("Intitulé"), max_length=150)
    starts_at = MomentField(label=_("Date et heure"))
    minutes = forms.IntegerField(
        label=_("Durée"), min_value=15, max_value=1440, initial=120,
        widget=forms.NumberInput(attrs={"data-suffix": "min"}),
    )  # fmt: skip
    place = forms.CharField(label=_("Lieu"), max_length=200, required=False)


class DropEventForm(StepForm):
    event = forms.ModelChoiceField(queryset=None, label=_("Rendez-vous"))
    reason = forms.CharField(label=_("Pourquoi"), max_length=300)

    def prepare(self) -> None:
        self.fields["event"].queryset = self.subject.events.filter(cancelled_why="")


class DemoDayForm(StepForm):
    demo_at = MomentField(label=_("Date et heure"))
    demo_place = forms.CharField(label=_("Lieu"), max_length=200)
    demo_words = TextField(
        label=_("Présentation de la journée"), max_length=2000, rows=4, help_text=_("Tout le monde peut la lire.")
    )

    def prepare(self) -> None:
        self.initial |= {name: getattr(self.subject, name) for name in ("demo_at", "demo_place", "demo_words")}

    def clean_demo_at(self) -> Any:
        found, cohort = self.cleaned_data["demo_at"], self.subject
        if found.date() < cohort.starts_on:
            raise forms.ValidationError(gettext("La promotion n’aura pas commencé : choisissez un jour plus tard."))
        return found
