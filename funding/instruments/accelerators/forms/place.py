"""The forms of a place: charter, hearing, pause, demo day, end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funding.fields import AmountField, ConsentField, DayField, TextField
from funding.models import StateAidCheck
from look.typography import day, euros_cents
from workflows import clock
from workflows.forms import StepForm, without

from ..rules import HEARING_DAYS, paused_until_at_most

HOURS = forms.NumberInput(attrs={"data-suffix": "h", "step": "0.25", "data-width": "short"})


class ReasonForm(StepForm):
    reason = TextField(label=_("Motif"), max_length=1000, rows=3)


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.get_full_name() or obj.email


class CharterForm(StepForm):
    coach = PersonField(queryset=None, label=_("Accompagnateur"))
    aims = TextField(label=_("Objectifs du projet"), max_length=3000, rows=5)
    support = TextField(
        label=_("Ce que l’accélérateur apporte"), max_length=3000, rows=4,
        help_text=_("Accompagnement, expertise, formation, locaux…"),
    )  # fmt: skip
    hours = forms.DecimalField(
        label=_("Heures d’accompagnement prévues"), min_value=1, max_value=2000, decimal_places=2, widget=HOURS
    )
    hour_price = AmountField(label=_("Prix de marché d’une heure"))

    def prepare(self) -> None:
        place = self.subject
        node = Q(memberships__organisation=place.cohort.node.organisation_id)
        people = get_user_model().objects.filter(node | Q(coached_cohorts=place.cohort_id), is_active=True)
        # Nobody accompanies, for the node, a project of their own structure.
        people = people.exclude(memberships__organisation__partnerships__application=place.application_id)
        self.fields["coach"].queryset = people.distinct().order_by("last_name", "first_name")
        self.initial |= {
            "coach": place.coach_id, "aims": place.aims, "support": place.support, "hours": place.hours or None,
            "hour_price": place.hour_price or place.cohort.hour_price,
        }  # fmt: skip


class AidForm(StepForm):
    regime = forms.ChoiceField(
        label=_("Régime"), widget=forms.RadioSelect,
        choices=[
            (StateAidCheck.Regime.DE_MINIMIS.value, StateAidCheck.Regime.DE_MINIMIS.label),
            (StateAidCheck.Regime.NONE.value, StateAidCheck.Regime.NONE.label),
        ],
    )  # fmt: skip
    justification = TextField(
        label=_("Pourquoi l’activité n’est pas économique"), max_length=1000, rows=3, required=False
    )

    def prepare(self) -> None:
        self.fields["regime"].help_text = gettext("L’accompagnement promis vaut %(value)s au prix du marché.") % {
            "value": euros_cents(self.subject.aid_value)
        }

    def clean(self) -> dict[str, Any]:
        from .. import aid

        data = super().clean()
        if data.get("regime") and self.subject.charter_ready:
            for refusal in aid.outcome(self.subject, data).refusals:
                field = "justification" if refusal.code == "justification_missing" else "regime"
                self.add_error(field, str(refusal.sentence))
        return data


class SignForm(StepForm):
    quality = forms.CharField(label=_("En qualité de"), max_length=150)
    consent = ConsentField(label=_("J’ai lu la charte et je la signe au nom de ma structure."))

    def prepare(self) -> None:
        self.initial["quality"] = getattr(self.by, "quality", "")


class CountersignForm(StepForm):
    consent = ConsentField(label=_("Je signe la charte au nom de l’accélérateur : le programme commence."))


class MilestoneForm(StepForm):
    title = forms.CharField(label=_("Jalon"), max_length=120)
    expected = TextField(label=_("Ce qui est attendu"), max_length=1000, rows=3)
    due_on = DayField(label=_("Échéance"))

    def clean_due_on(self) -> date:
        found: date = self.cleaned_data["due_on"]
        if found <= clock.today():
            raise forms.ValidationError(_("Choisissez un jour à venir."))
        return found


class SupportForm(StepForm):
    kind = forms.ChoiceField(
        label=_("Nature"),
        choices=[
            ("coaching", _("Accompagnement")), ("expertise", _("Expertise")), ("training", _("Formation")),
            ("premises", _("Locaux et matériel")),
        ],
    )  # fmt: skip
    on = DayField(label=_("Date"))
    hours = forms.DecimalField(label=_("Durée"), min_value=0.25, max_value=100, decimal_places=2, widget=HOURS)
    about = forms.CharField(label=_("Objet"), max_length=200)

    def prepare(self) -> None:
        self.initial["on"] = clock.today()

    def clean_on(self) -> date:
        found: date = self.cleaned_data["on"]
        if found > clock.today():
            raise forms.ValidationError(_("Choisissez aujourd’hui ou un jour passé."))
        if found < clock.paris_day(self.subject.signed_at):
            raise forms.ValidationError(_("La charte n’était pas encore signée ce jour-là."))
        return found


class GrievancesForm(StepForm):
    grievances = TextField(label=_("Les griefs"), max_length=6000, help_text=_("Le porteur les lira tels quels."))
    rule = TextField(label=_("La règle méconnue"), max_length=2000, rows=3, help_text=_("L’article de la charte."))
    answer_by = DayField(label=_("Observations attendues le"), help_text=_("Quinze jours au moins."))

    def prepare(self) -> None:
        self.initial["answer_by"] = clock.today() + timedelta(days=HEARING_DAYS + 5)

    def clean_answer_by(self) -> date:
        found: date = self.cleaned_data["answer_by"]
        first = clock.today() + timedelta(days=HEARING_DAYS)
        if found < first:
            sentence = _("Le porteur a quinze jours au moins pour répondre : choisissez le %(first)s ou après.")
            raise forms.ValidationError(sentence, params={"first": day(first)})
        if found > clock.today() + timedelta(days=90):
            raise forms.ValidationError(_("Trois mois au plus : choisissez une date plus proche."))
        return found


class AnswerForm(StepForm):
    answer = TextField(label=_("Vos observations"), max_length=8000, rows=8)


class ExcludeForm(StepForm):
    reasons = TextField(label=_("Motifs"), max_length=6000, help_text=_("En droit et en fait."))
    why_not_followed = TextField(
        label=_("Réponse aux observations"), max_length=6000, required=False,
        help_text=_("Point par point, pourquoi elles ne conduisent pas à une autre décision."),
    )  # fmt: skip
    consent = ConsentField(label=_("J’ai lu les observations. Je signe : la décision prend effet et part au porteur."))

    def prepare(self) -> None:
        hearing = self.subject.hearing
        if hearing is not None and hearing.answer:
            self.fields["why_not_followed"].required = True
        else:
            without(self, "why_not_followed")

    def clean(self) -> dict[str, Any]:
        return {"why_not_followed": ""} | super().clean()


class PauseForm(StepForm):
    until = DayField(label=_("Jusqu’au"))
    reason = TextField(label=_("Pourquoi"), max_length=1000, rows=3)

    @property
    def last(self) -> date:
        return paused_until_at_most(clock.today(), days_left=self.subject.pause_days_left)

    def prepare(self) -> None:
        self.fields["until"].help_text = gettext("Au plus tard le %(last)s.") % {"last": day(self.last)}

    def clean_until(self) -> date:
        found: date = self.cleaned_data["until"]
        if found <= clock.today():
            raise forms.ValidationError(_("Choisissez un jour à venir."))
        if found > self.last:
            sentence = _("Il reste %(days)s jours de pause à ce projet : choisissez le %(last)s ou avant.")
            values = {"days": self.subject.pause_days_left, "last": day(self.last)}
            raise forms.ValidationError(sentence, params=values)
        return found


class PitchForm(StepForm):
    pitch = TextField(label=_("Votre projet en quelques phrases"), max_length=1200, rows=5)
    shown_publicly = forms.BooleanField(
        label=_("J’accepte que le nom du projet, ma structure et cette présentation paraissent sur la page publique."),
        required=False,
    )

    def prepare(self) -> None:
        self.initial |= {"pitch": self.subject.pitch, "shown_publicly": self.subject.shown_publicly}


class StageForm(StepForm):
    pitched_at = forms.TimeField(
        label=_("Heure de passage"), required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "data-width": "short"}),
        error_messages={"invalid": _("Écrivez une heure, par exemple 14:30.")},
    )  # fmt: skip


class GraduateForm(StepForm):
    outcome = forms.ChoiceField(label=_("Issue"), widget=forms.RadioSelect)
    outcome_note = TextField(label=_("Bilan"), max_length=3000, rows=4, help_text=_("L’attestation le cite."))

    def prepare(self) -> None:
        self.fields["outcome"].choices = self.subject.Outcome.choices
