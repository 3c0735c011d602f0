"""Forms of the stay: weeks, insurance, lodging, pre-visit, what goes wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from funding import files
from funding.fields import DayField, TextField
from look.typography import day
from workflows import clock
from workflows.forms import StepForm

from ..rules.weeks import LONGEST, Span

CONTRADICTORY_DAYS = 15  # CRPA, art. L. 121-1 and L. 122-1: observations before a decision that takes something back


class ReasonForm(StepForm):
    reason = TextField(label=_("Motif"), max_length=1000, rows=3)


def in_order(data: dict[str, Any]) -> bool:
    return bool(data.get("starts_on") and data.get("ends_on") and data["starts_on"] <= data["ends_on"])


class WeekForm(StepForm):
    starts_on = DayField(label=_("Du"))
    ends_on = DayField(label=_("Au"), help_text=_("Deux semaines au plus d’affilée."))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get("starts_on") and data.get("ends_on")):
            return data
        if not in_order(data):
            self.add_error("ends_on", _("Une semaine finit après avoir commencé : corrigez l’une des deux dates."))
            return data
        if data["starts_on"] <= clock.today():
            self.add_error("starts_on", _("Une semaine se place à l’avance : choisissez une date à venir."))
        if (data["ends_on"] - data["starts_on"]).days >= LONGEST:
            self.add_error("ends_on", _("Deux semaines au plus d’affilée : partagez ce séjour en deux."))
        self._clashes(Span(data["starts_on"], data["ends_on"]))
        return data

    def _clashes(self, span: Span) -> None:
        from ..models.week import Week

        met = Week.objects.of_either(self.subject.host.lead, self.subject.team.lead).meeting(span).first()
        if met is None:
            return
        days = {"first": day(met.starts_on), "last": day(met.ends_on)}
        if met.residency_id == self.subject.pk:
            said = _now("Une semaine est déjà placée du %(first)s au %(last)s : choisissez d’autres jours.")
        elif met.team_lead_id == self.subject.team.lead_id:
            said = _now("L’équipe est déjà en résidence du %(first)s au %(last)s : choisissez d’autres jours.")
        else:
            said = _now("L’hôte accueille déjà une équipe du %(first)s au %(last)s : choisissez d’autres jours.")
        self.add_error("starts_on", said % days)


class DropWeekForm(StepForm):
    week = forms.ModelChoiceField(queryset=None, label=_("Semaine à retirer"), empty_label=None)

    def prepare(self) -> None:
        self.fields["week"].queryset = self.subject.weeks.kept().filter(started_at=None)


class WithFile(StepForm):
    """A file goes to the file of the side that brings it: its other papers are there."""

    def clean_file(self) -> Any:
        upload = self.cleaned_data.get("file")
        if upload:
            files.look(upload)
        return upload


class CertificateForm(WithFile):
    insurer = forms.CharField(label=_("Assureur"), max_length=120)
    number = forms.CharField(label=_("Numéro de contrat"), max_length=60)
    starts_on = DayField(label=_("Valable du"))
    ends_on = DayField(label=_("Au"), help_text=_("Elle doit couvrir chaque jour de chaque semaine."))
    file = forms.FileField(label=_("Attestation"), required=False, help_text=_("PDF ou image, 10 Mo au plus."))

    def prepare(self) -> None:
        last = self.subject.ends_on
        if last:
            self.fields["ends_on"].help_text = _now("La dernière semaine finit le %(day)s.") % {"day": day(last)}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get("starts_on") and data.get("ends_on")):
            return data
        if not in_order(data):
            self.add_error("ends_on", _("L’attestation finit après avoir commencé : corrigez l’une des deux dates."))
            return data
        gap = self._first_gap(Span(data["starts_on"], data["ends_on"]))
        if gap:
            said = _now("Le %(day)s n’est couvert par aucune attestation : demandez à votre assureur de l’inclure.")
            self.add_error("ends_on", said % {"day": day(gap)})
        return data

    def _first_gap(self, new: Span) -> Any:
        from .. import obstacles

        side = self.subject.side_of(self.by)
        known = [row.span for row in self.subject.certificates.all() if row.side == side]
        return obstacles.uncovered([*known, new], self.subject.spans())


class LodgingForm(StepForm):
    lodging = TextField(
        label=_("Où l’équipe dormira et travaillera"), max_length=1500, rows=4,
        help_text=_("Adresse, clés, personne à appeler en arrivant."),
    )  # fmt: skip

    def prepare(self) -> None:
        self.initial["lodging"] = self.subject.lodging or self.subject.host.answers.get("lodging", "")


class PreVisitForm(StepForm):
    visited_on = DayField(label=_("Jour de la prévisite"))
    visit_report = TextField(
        label=_("Compte rendu"), max_length=6000, rows=10,
        help_text=_("Qui vous avez rencontré, ce que vous avez vu, ce qui change dans la question posée."),
    )  # fmt: skip

    def clean_visited_on(self) -> Any:
        if self.cleaned_data["visited_on"] > clock.today():
            raise forms.ValidationError(_("La prévisite a déjà eu lieu : choisissez une date passée, ou ce jour."))
        return self.cleaned_data["visited_on"]


class IncidentForm(StepForm):
    kind = forms.ChoiceField(label=_("Nature"), widget=forms.RadioSelect)
    happened_on = DayField(label=_("Survenu le"))
    account = TextField(label=_("Ce qui s’est passé, et ce qui a été fait"), max_length=3000)
    insurer_told = forms.BooleanField(label=_("Un assureur doit être prévenu."), required=False)

    def prepare(self) -> None:
        from ..models.stay import Incident

        self.fields["kind"].choices = Incident.Kind.choices
        self.initial["happened_on"] = clock.today()

    def clean_happened_on(self) -> Any:
        if self.cleaned_data["happened_on"] > clock.today():
            raise forms.ValidationError(_("Un incident a déjà eu lieu : choisissez une date passée, ou ce jour."))
        return self.cleaned_data["happened_on"]


class CancellationForm(StepForm):
    reason = TextField(label=_("Faits et motif"), help_text=_("En droit et en fait : les deux parties les liront."))
    answer_on = DayField(label=_("Observations attendues jusqu’au"))

    def prepare(self) -> None:
        self.initial["answer_on"] = clock.today() + timedelta(days=CONTRADICTORY_DAYS)

    def clean_answer_on(self) -> Any:
        least = clock.today() + timedelta(days=CONTRADICTORY_DAYS)
        if self.cleaned_data["answer_on"] < least:
            raise forms.ValidationError(
                _("Laissez quinze jours au moins : choisissez une date à partir du %(day)s."),
                params={"day": day(least)},
            )
        return self.cleaned_data["answer_on"]


class ObservationForm(StepForm):
    text = TextField(label=_("Vos observations"), max_length=4000)


class RepaymentForm(StepForm):
    repaid_on = DayField(label=_("Reversé le"))
    reference = forms.CharField(label=_("Référence du titre ou du virement"), max_length=100)

    def clean_repaid_on(self) -> Any:
        if self.cleaned_data["repaid_on"] > clock.today():
            raise forms.ValidationError(
                _("Un reversement s’enregistre quand il est reçu : choisissez une date passée.")
            )
        return self.cleaned_data["repaid_on"]
