"""The forms of an appeal and of a contradictory procedure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from look.typography import day, euros_cents
from workflows import clock
from workflows.forms import StepForm

from ..fields import AmountField, ConsentField, DayField, FilesField, TextField
from ..rules.withdrawals import DAYS_TO_ANSWER


class AppealForm(StepForm):
    reasons = TextField(
        label=_("Pourquoi vous contestez cette décision"), max_length=8000, rows=8,
        help_text=_("Ce qui vous semble inexact, ou ce qui n’a pas été pris en compte. Demandez ce que vous attendez."),
    )  # fmt: skip
    attachments = FilesField(label=_("Pièces à l’appui"), required=False)


class AdviceForm(StepForm):
    advice = TextField(
        label=_("Votre avis"), max_length=4000, help_text=_("Lu par les signataires, pas par le porteur.")
    )


class SecondSignature(StepForm):
    """Who signs second signs what the first said: it stands there, and no longer changes."""

    def prepare(self) -> None:
        super().prepare()
        for name, value in self.said_first().items():
            if name in self.fields:
                self.fields[name].initial, self.fields[name].disabled = value, True
                self.initial.pop(name, None)

    def said_first(self) -> dict[str, Any]:
        said: dict[str, Any] = self.subject.first_said
        return said


class AnswerForm(SecondSignature):
    answer = TextField(
        label=_("Motifs de la réponse"), max_length=8000, rows=8,
        help_text=_("En droit et en fait, argument par argument : le porteur les lira tels quels."),
    )  # fmt: skip
    consent = ConsentField(label=_("J’ai relu ma réponse. Je la signe : elle est numérotée et part au porteur."))


class FirstAnswerForm(AnswerForm):
    sense = forms.ChoiceField(
        label=_("Sens de la réponse"), widget=forms.RadioSelect,
        choices=[("confirm", _("Confirmer la décision")), ("grant", _("Accueillir le recours"))],
    )  # fmt: skip
    consent = ConsentField(label=_("J’ai relu ma réponse. Je la signe : elle attend la seconde autorité."))
    field_order = ("sense", "answer", "consent")


class OpenForm(StepForm):
    facts = TextField(label=_("Les faits constatés"), max_length=6000, help_text=_("Le bénéficiaire les lira."))
    rule = TextField(
        label=_("La règle méconnue"), max_length=2000, rows=3,
        help_text=_("L’article de la décision, de la convention ou du règlement qui n’a pas été respecté."),
    )  # fmt: skip
    measure = forms.ChoiceField(
        label=_("Mesure envisagée"), widget=forms.RadioSelect, initial="total",
        choices=[("total", _("Retirer toute l’aide")), ("partial", _("Retirer une partie de l’aide"))],
    )  # fmt: skip
    amount = AmountField(label=_("Montant du retrait partiel"), required=False)
    due_on = DayField(label=_("Observations attendues le"), help_text=_("Quinze jours au moins."))

    def prepare(self) -> None:
        self.kept = self.subject.decision.kept if self.subject.decision else Decimal(0)
        self.fields["due_on"].initial = clock.today() + timedelta(days=2 * DAYS_TO_ANSWER)
        self.fields["amount"].help_text = gettext("L’aide est de %(kept)s.") % {"kept": euros_cents(self.kept)}

    def clean_due_on(self) -> date:
        found: date = self.cleaned_data["due_on"]
        first = clock.today() + timedelta(days=DAYS_TO_ANSWER)
        if found < first:
            sentence = _("Le bénéficiaire a quinze jours au moins pour répondre : choisissez le %(first)s ou après.")
            raise forms.ValidationError(sentence, params={"first": day(first)})
        if found > clock.today() + timedelta(days=180):
            raise forms.ValidationError(_("Six mois au plus : choisissez une date plus proche."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        total = data.pop("measure", "") == "total"
        amount = data.pop("amount", None)
        data["total"], data["envisaged"] = total, self.kept if total else amount
        if not total and not amount:
            if "amount" not in self.errors:
                self.add_error("amount", _("Indiquez le montant du retrait envisagé."))
        elif not total and amount > self.kept:
            self.add_error("amount", too_much(self.kept))
        elif amount == self.kept:
            data["total"] = True
        return data


def too_much(most: Decimal) -> str:
    return gettext("On ne peut pas retirer plus de %(most)s.") % {"most": euros_cents(most)}


class ObserveForm(StepForm):
    observations = TextField(label=_("Vos observations"), max_length=8000, rows=8)
    attachments = FilesField(label=_("Pièces à l’appui"), required=False)


class DropForm(StepForm):
    reasons = TextField(label=_("Pourquoi aucune suite n’est donnée"), max_length=4000,
                        help_text=_("Le bénéficiaire les lira tels quels."))  # fmt: skip


class WithdrawForm(SecondSignature):
    amount = AmountField(label=_("Montant retiré"))
    reasons = TextField(label=_("Motifs du retrait"), max_length=6000, help_text=_("En droit et en fait."))
    why_not_followed = TextField(
        label=_("Réponse aux observations"), max_length=6000, required=False,
        help_text=_("Point par point, pourquoi elles ne conduisent pas à une autre décision."),
    )  # fmt: skip
    consent = ConsentField(
        label=_("J’ai lu les observations. Je signe : la décision prend effet et part au bénéficiaire.")
    )

    def prepare(self) -> None:
        w = self.subject
        self.fields["amount"].initial = w.envisaged
        self.fields["amount"].help_text = gettext("La lettre d’observations envisageait %(envisaged)s.") % {
            "envisaged": euros_cents(w.envisaged)
        }
        if w.observations:
            self.fields["why_not_followed"].required = True
        else:
            self.fields["why_not_followed"].help_text = gettext("Le bénéficiaire n’en a pas présenté.")
        super().prepare()
        if self.fields["amount"].disabled:
            self.fields["amount"].initial = w.first_amount

    def clean_amount(self) -> Decimal:
        found: Decimal = self.cleaned_data["amount"]
        if not found:
            raise forms.ValidationError(_("Pour ne rien retirer, classez la procédure sans suite."))
        if found > self.subject.envisaged:  # the beneficiary was heard on this and nothing more
            raise forms.ValidationError(too_much(self.subject.envisaged))
        return found
