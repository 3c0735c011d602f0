"""The forms of a cover's steps: what each needs to be told, for page, API and tests."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from funding.fields import AmountField, ConsentField, DayField, TextField
from funding.rules.deadlines import add_months
from look.typography import day, euros_cents
from workflows import clock
from workflows.forms import StepForm

from . import payouts
from .fields import PercentField
from .models.of_cover import Claim
from .rules import cover as rules

ZERO = Decimal("0.00")
HEARING_DAYS = 15  # CRPA, art. L. 121-1: a time long enough to answer


def past(form: forms.Form, name: str, *, since: Any = None) -> None:
    """A day that was: not after today, nor before `since`."""
    value = form.cleaned_data.get(name)
    if value and value > clock.today():
        form.add_error(name, _("Cette date est à venir : écrivez le jour où c’est arrivé."))
    elif value and since and value < since:
        form.add_error(name, _t("Cette date précède le %(day)s.") % {"day": day(since)})


class ReasonForm(StepForm):
    reason = TextField(label=_("Motif"), max_length=2000, rows=3)


class ConsentForm(StepForm):
    consent = ConsentField(label=_("J’ai relu le calcul et j’engage la banque."))


class ReceivedForm(StepForm):
    received_on = DayField(label=_("Reçu le"))

    def prepare(self) -> None:
        self.initial["received_on"] = clock.today()

    def clean(self) -> dict[str, Any]:
        past(self, "received_on", since=self.subject.claim.settled_on)
        return self.cleaned_data


class DisbursementForm(StepForm):
    disbursed_on = DayField(label=_("Décaissé le"))
    disbursed = AmountField(label=_("Montant décaissé"))
    grace = forms.IntegerField(
        label=_("Différé de capital (mois)"), min_value=0, max_value=60, required=False,
        help_text=_("Mois sans remboursement de capital, s’il y en a."),
    )  # fmt: skip
    loan_rate = PercentField(
        label=_("Taux nominal annuel du prêt"), required=False,
        help_text=_("Les échéances sont constantes : il dit le capital restant dû chaque mois."),
    )  # fmt: skip

    def prepare(self) -> None:
        self.initial |= {"disbursed": self.subject.loan, "grace": self.subject.grace}
        if self.subject.is_constant:
            self.initial["loan_rate"] = self.subject.loan_rate
        else:
            del self.fields["loan_rate"]

    def clean(self) -> dict[str, Any]:
        past(self, "disbursed_on", since=self.subject.offered_on)
        if "loan_rate" in self.fields and self.cleaned_data.get("loan_rate") is None:
            self.cleaned_data["loan_rate"] = self.subject.loan_rate  # as offered
        self.cleaned_data["grace"] = self.cleaned_data.get("grace") or 0
        if self.cleaned_data["grace"] >= self.subject.months:
            self.add_error("grace", _("Le différé est plus court que le prêt."))
        if self.cleaned_data.get("disbursed") == 0:
            self.add_error("disbursed", _("Indiquez le montant que l’emprunteur a reçu."))
        return self.cleaned_data


class CommissionForm(StepForm):
    amount = AmountField(label=_("Commission reçue"))
    received_on = DayField(label=_("Reçue le"))

    def prepare(self) -> None:
        self.initial |= {"amount": self.subject.commission_due, "received_on": clock.today()}

    def clean(self) -> dict[str, Any]:
        past(self, "received_on", since=self.subject.offered_on)
        amount, due = self.cleaned_data.get("amount"), self.subject.commission_due
        if amount is not None and not 0 < amount <= due:
            self.add_error("amount", _t("La commission qui reste due est de %(due)s.") % {"due": euros_cents(due)})
        return self.cleaned_data


class WatchForm(StepForm):
    unpaid = forms.IntegerField(label=_("Échéances impayées"), min_value=1, max_value=999, initial=1)
    reason = TextField(label=_("Ce que l’on sait"), max_length=2000, rows=3)


class OutstandingForm(StepForm):
    outstanding = AmountField(label=_("Capital restant dû"))
    as_of = DayField(label=_("Arrêté au"))
    unpaid = forms.IntegerField(label=_("Échéances impayées"), min_value=0, max_value=999, required=False)

    def clean(self) -> dict[str, Any]:
        cover, data = self.subject, self.cleaned_data
        past(self, "as_of", since=cover.reported_on)
        data["unpaid"] = data.get("unpaid") or 0
        check_outstanding(self, cover, data.get("outstanding"))
        return data


def check_outstanding(form: Any, cover: Any, value: Decimal | None) -> None:
    if value is not None and value > cover.outstanding:
        said = _t("Le capital restant dû était de %(before)s : il ne peut pas remonter.")
        form.add_error("outstanding", said % {"before": euros_cents(cover.outstanding)})


class DefaultForm(StepForm):
    event = forms.ChoiceField(label=_("Événement"), choices=Claim.Event.choices, widget=forms.RadioSelect)
    event_on = DayField(label=_("Survenu le"))
    outstanding = AmountField(label=_("Capital restant dû à cette date"))
    words = TextField(label=_("Circonstances"), max_length=2000, rows=3, required=False)

    def prepare(self) -> None:
        self.initial["outstanding"] = self.subject.outstanding

    def clean(self) -> dict[str, Any]:
        past(self, "event_on", since=self.subject.disbursed_on)
        check_outstanding(self, self.subject, self.cleaned_data.get("outstanding"))
        return self.cleaned_data


class PrepareCallForm(StepForm):
    estimated_loss = AmountField(label=_("Perte estimée"), help_text=_("Après ce que les sûretés devraient rendre."))
    securities = TextField(
        label=_("Sûretés et leur valeur"), help_text=_("Chacune, sa valeur, où en est sa réalisation.")
    )

    def prepare(self) -> None:
        claim = self.subject.claim
        self.initial |= {"estimated_loss": claim.estimated_loss, "securities": claim.securities}

    def clean(self) -> dict[str, Any]:
        loss, most = self.cleaned_data.get("estimated_loss"), self.subject.claim.outstanding
        if loss is not None and not 0 < loss <= most:
            said = _t("La perte est entre 0 et le capital restant dû à l’événement, %(most)s.")
            self.add_error("estimated_loss", said % {"most": euros_cents(most)})
        return self.cleaned_data


class ProvisionForm(StepForm):
    amount = AmountField(label=_("Provision"), help_text=_("Perte estimée × quotité, dans la limite de la garantie."))

    def prepare(self) -> None:
        self.most = payouts.highest_provision(self.subject)
        self.initial["amount"] = self.most

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if not 0 < amount <= self.most:
            said = _t("La provision est au plus de %(most)s : perte estimée × quotité, dans les moyens du fonds.")
            raise forms.ValidationError(said % {"most": euros_cents(self.most)})
        return amount


class SettlementForm(StepForm):
    final_loss = AmountField(label=_("Perte définitive"), help_text=_("Après réalisation des sûretés."))
    realised = ConsentField(label=_("Les sûretés ont été réalisées, ou ne peuvent plus l’être."))
    certified = TextField(label=_("Certification de la perte"), max_length=2000, rows=3, help_text=_("Par qui, quand."))

    def clean_final_loss(self) -> Decimal:
        loss, most = self.cleaned_data["final_loss"], self.subject.claim.outstanding
        if loss > most:
            said = _t("La perte ne dépasse pas le capital restant dû à l’événement, %(most)s.")
            raise forms.ValidationError(said % {"most": euros_cents(most)})
        return loss


class RecoveryForm(StepForm):
    gross = AmountField(label=_("Montant récupéré"))
    costs = AmountField(label=_("Frais de recouvrement"), required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        data["costs"] = data.get("costs") or ZERO
        gross = data.get("gross")
        if gross is not None and gross <= data["costs"]:
            self.add_error("gross", _("Les frais absorbent tout : il n’y a rien à partager."))
            return data
        before = sum((r.net for r in self.subject.recoveries.all()), ZERO)
        left = self.subject.claim.final_loss - before
        if gross is not None and gross - data["costs"] > left:
            said = _t("Les récupérations dépasseraient la perte : il reste %(left)s à récupérer au plus.")
            self.add_error("gross", said % {"left": euros_cents(left)})
        return data


class ReleaseForm(StepForm):
    repaid_on = DayField(label=_("Remboursé le"))

    def prepare(self) -> None:
        self.initial["repaid_on"] = clock.today()

    def clean(self) -> dict[str, Any]:
        past(self, "repaid_on", since=self.subject.disbursed_on)
        return self.cleaned_data


class GrievanceForm(StepForm):
    facts = TextField(label=_("Faits et manquements"), help_text=_("La banque et l’emprunteur les liront tels quels."))
    due_on = DayField(label=_("Observations attendues le"))

    def prepare(self) -> None:
        self.initial["due_on"] = clock.today() + timedelta(days=HEARING_DAYS)

    def clean_due_on(self) -> Any:
        due, least = self.cleaned_data["due_on"], clock.today() + timedelta(days=HEARING_DAYS)
        if due < least:
            said = _t("Laissez quinze jours au moins pour répondre : jusqu’au %(day)s ou après.")
            raise forms.ValidationError(said % {"day": day(least)})
        return due


class AnswerForm(StepForm):
    answer = TextField(label=_("Vos observations"), max_length=8000)


class MeasureForm(StepForm):
    reasons = TextField(
        label=_("Motifs"), help_text=_("En droit et en fait, et pourquoi les observations ne suffisent pas.")
    )

    def prepare(self) -> None:
        measure = self.subject.grievances.running().last()
        self.initial["reasons"] = measure.facts if measure else ""


class AmendmentForm(StepForm):
    months = forms.IntegerField(label=_("Nouvelle durée totale (mois)"), min_value=1, max_value=360)
    grace = forms.IntegerField(label=_("Différé de capital (mois)"), min_value=0, max_value=60, required=False)
    reason = TextField(label=_("Pourquoi"), max_length=2000, rows=3)

    def prepare(self) -> None:
        self.initial |= {"months": self.subject.months, "grace": self.subject.grace}

    def clean(self) -> dict[str, Any]:
        data, cover = self.cleaned_data, self.subject
        data["grace"] = data.get("grace") or 0
        months = data.get("months")
        if months is None:
            return data
        if (months, data["grace"]) == (cover.months, cover.grace):
            self.add_error("months", _("Rien ne change : indiquez une autre durée ou un autre différé."))
        if data["grace"] >= months:
            self.add_error("grace", _("Le différé est plus court que le prêt."))
        for refusal in rules.terms_refusals(
            loan=cover.loan, months=months, rate_of_cover=cover.rate, largest_loan=None,
            longest_months=cover.agreement.max_months,
        ):  # fmt: skip
            self.add_error("months", refusal.sentence)
        if add_months(cover.disbursed_on, months) <= clock.today():
            self.add_error("months", _("Cette durée serait déjà passée."))
        return data


class AmendForm(StepForm):
    LONG = 12  # beyond that many months more, the committee is heard

    consent = ConsentField(label=_("J’ai relu l’avenant et je le signe."))
    committee = forms.CharField(label=_("Avis du comité"), max_length=200, required=False)

    def prepare(self) -> None:
        asked = self.subject.pending_amendment
        self.long = asked is not None and asked.months - asked.months_before > self.LONG
        if not self.long:
            del self.fields["committee"]

    def clean(self) -> dict[str, Any]:
        if self.long and not self.cleaned_data.get("committee"):
            said = _("Le prêt s’allonge de plus d’un an : citez l’avis du comité, sa date et sa référence.")
            self.add_error("committee", said)
        return self.cleaned_data
