"""The forms of what is said about one file in session."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from look.typography import euros_cents
from workflows.forms import StepForm, without

from .. import conflicts, recusals
from ..fields import AmountField, TextField
from .committee import NoteForm

CHOICES = [("for", _("Pour")), ("against", _("Contre")), ("abstain", _("Je m’abstiens"))]


class ReportForm(StepForm):
    """One page: who reports, what they think, the amount they propose."""

    rapporteur = forms.ModelChoiceField(queryset=None, label=_("Rapporteur"), required=False)
    opinion = TextField(label=_("Avis du rapporteur"), required=False, max_length=3000, rows=8)
    proposed = AmountField(label=_("Montant proposé"))

    def prepare(self) -> None:
        seated = self.subject.session.seats.values("user")
        self.fields["rapporteur"].queryset = get_user_model().objects.filter(pk__in=seated).order_by("last_name")
        for name in self.fields:
            self.fields[name].initial = getattr(self.subject, name)
        if not self.subject.application.WITH_AMOUNT:
            without(self, "proposed")

    def clean(self) -> dict[str, Any]:
        return {"proposed": self.subject.proposed} | super().clean()

    def clean_rapporteur(self) -> Any:
        user = self.cleaned_data["rapporteur"]
        if user and conflicts.barred(user, self.subject.application):
            raise forms.ValidationError(_("Cette personne se déporte de ce dossier : choisissez-en une autre."))
        return user

    def clean_proposed(self) -> Any:
        proposed, asked = self.cleaned_data["proposed"], self.subject.application.aid_requested
        if proposed > asked:
            raise forms.ValidationError(_("Le porteur demande %(asked)s.") % {"asked": euros_cents(asked)})
        return proposed


class RecuseForm(StepForm):
    reason = forms.CharField(
        label=_("Quel lien vous en écarte ?"), max_length=300, help_text=_("Écrit au procès-verbal."),
        error_messages={"required": _("Dites en une phrase quel lien vous en écarte.")},
    )  # fmt: skip


class RecordRecusalForm(StepForm):
    seat = forms.ModelChoiceField(queryset=None, label=_("Membre qui se déporte"), empty_label=None)
    reason = forms.CharField(label=_("Motif"), max_length=300)

    def prepare(self) -> None:
        item = self.subject
        away = recusals.of_session(item.session).get(item.application_id, {})
        cast = item.ballots.filter(round=item.round).values_list("seat", "cast_by") if item.motion else []
        voted = {seat for pair in cast for seat in pair if seat}
        rows = item.session.seats.exclude(user__in=list(away)).exclude(pk__in=voted)
        self.fields["seat"].queryset = rows.select_related("user")


class MotionForm(StepForm):
    outcome = forms.ChoiceField(label=_("Proposition"), widget=forms.RadioSelect)
    amount = AmountField(label=_("Montant"), required=False)
    conditions = TextField(label=_("Conditions"), required=False, max_length=2000, rows=3)
    secret = forms.BooleanField(label=_("Vote à bulletins secrets"), required=False)

    def prepare(self) -> None:
        outcomes = self.subject.Outcome
        self.fields["outcome"].choices = [c for c in outcomes.choices if c[0] != outcomes.ADJOURNED]
        self.fields["outcome"].initial = outcomes.FAVOURABLE
        self.fields["amount"].initial = self.subject.proposed
        if not self.subject.application.WITH_AMOUNT:
            without(self, "amount")

    def clean(self) -> dict[str, Any]:
        data, item = super().clean(), self.subject
        funded = data.get("outcome") in item.FUNDED
        data.setdefault("amount", Decimal(0))
        if funded and "amount" in self.fields and not data["amount"] and "amount" not in self.errors:
            self.add_error("amount", _("Indiquez le montant que le comité retiendrait."))
        if data.get("outcome") == item.Outcome.CONDITIONAL and not data.get("conditions", "").strip():
            self.add_error("conditions", _("Écrivez les conditions, ou proposez un avis favorable."))
        if not funded:
            data["amount"] = Decimal(0)
        return data


class BallotForm(StepForm):
    choice = forms.ChoiceField(
        label=_("Votre vote"), choices=CHOICES, widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez pour, contre ou l’abstention.")},
    )  # fmt: skip
    seat = forms.ModelChoiceField(
        queryset=None, label=_("Au nom de"), required=False, widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("Vous ne tenez pas, sur ce dossier, le pouvoir de cette personne.")},
    )  # fmt: skip

    def prepare(self) -> None:
        """One's own voice, but for those that one holds here and now; most ballots ask nothing about proxies."""
        from ..deliberation import Deliberation

        item, lent = self.subject, {}
        if self.data.get("seat"):
            lent = Deliberation(item.session, [item]).lent(item)
        held = [giver.pk for giver, holder in lent.items() if holder.user_id == self.by.pk]
        self.fields["seat"].queryset = item.session.seats.filter(pk__in=held)


class CountForm(StepForm):
    casting = forms.ChoiceField(
        label=_("Voix prépondérante, si les voix sont à égalité"), required=False,
        choices=[("", _("Sans objet")), *CHOICES[:2]],
    )  # fmt: skip


class AdjournForm(StepForm):
    reason = forms.CharField(label=_("Pourquoi ce dossier est-il ajourné ?"), max_length=500)


class SettleForm(StepForm):
    """Filled in by the product, from the ranking."""

    outcome = forms.ChoiceField(choices=[("favourable", ""), ("reserve", ""), ("unfavourable", "")])
    amount = forms.DecimalField(max_digits=14, decimal_places=2)


__all__ = [
    "AdjournForm", "BallotForm", "CountForm", "MotionForm", "NoteForm", "RecordRecusalForm", "RecuseForm",
    "ReportForm", "SettleForm",
]  # fmt: skip
