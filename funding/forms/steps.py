"""The forms of the spine's steps: what each step needs to be told, once, for page, API and tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from look.typography import day as written
from workflows import clock
from workflows.forms import StepForm, without

from .. import reasons
from ..fields import AmountField, ConsentField, DayField, TextField
from ..rules.deadlines import add_months


class SubmitForm(StepForm):
    certified = ConsentField(label=_("Je certifie que les informations de ce dossier sont exactes."))
    republican_commitment = forms.BooleanField(
        label=_("Notre association souscrit le contrat d’engagement républicain."),
        help_text=_("Décret n° 2021-1947 du 31 décembre 2021. Obligation des associations et fondations."),
        required=False,
    )

    def prepare(self) -> None:
        if self.subject.lead.kind != "association":
            del self.fields["republican_commitment"]

    def clean_republican_commitment(self) -> bool:
        if not self.cleaned_data["republican_commitment"]:
            raise forms.ValidationError(
                _("Une association ne peut être aidée qu’après avoir souscrit ce contrat : cochez la case.")
            )
        return True


class PiecesForm(StepForm):
    pieces = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Pièces à demander"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Seule une pièce indispensable suspend le délai de réponse (CRPA, art. L. 114-5-1)."),
    )  # fmt: skip
    other = forms.CharField(label=_("Autre pièce"), max_length=200, required=False)
    message = TextField(label=_("Ce qui manque, et pourquoi"), max_length=2000)
    due_on = DayField(label=_("Réponse attendue le"))

    def prepare(self) -> None:
        self.fields["pieces"].queryset = self.subject.call.pieces.all()
        if self.subject.call.blind:
            self.fields["copies"] = forms.ModelMultipleChoiceField(
                queryset=self.subject.documents.current(), label=_("Copies anonymisées à demander"), required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Les évaluateurs de cet appel n’ouvrent que des copies anonymisées."),
            )  # fmt: skip
            self.order_fields(["pieces", "copies"])
        self.fields["due_on"].initial = clock.today() + timedelta(days=15)

    def clean_due_on(self) -> Any:
        return day_to_answer(self.cleaned_data["due_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("copies"):
            return data  # indispensable too: whoever assesses a blind call opens nothing else
        if not data.get("pieces") and not data.get("other"):
            self.add_error("pieces", _("Choisissez au moins une pièce, ou nommez-en une autre."))
        elif not data.get("other") and not any(piece.indispensable for piece in data["pieces"]):
            # L114-5-1 CRPA: the absence of another piece must not suspend the instruction.
            self.add_error("pieces", self.fields["pieces"].help_text)
        return data


ANSWER_MONTHS = 3


def day_to_answer(day: Any) -> Any:
    """While pieces are awaited silence is suspended (L114-5 CRPA): not for ever."""
    if day <= clock.today():
        raise forms.ValidationError(_("Laissez au moins un jour : choisissez une date à venir."))
    last = add_months(clock.today(), ANSWER_MONTHS)
    if day > last:
        raise forms.ValidationError(
            _("Trois mois au plus, car le délai de réponse est suspendu : choisissez une date jusqu’au %(last)s."),
            params={"last": written(last)},
        )
    return day


class ReasonForm(StepForm):
    reason = TextField(label=_("Motif"), max_length=1000, rows=3)


class MoreTimeForm(StepForm):
    due_on = DayField(label=_("Nouvelle date de réponse"))

    def prepare(self) -> None:
        request = self.subject.open_request
        if request is not None:
            self.fields["due_on"].help_text = gettext("Le porteur écrit : « %(why)s »") % {
                "why": request.time_asked_why
            }
            self.fields["due_on"].initial = request.due_on + timedelta(days=15)

    def clean_due_on(self) -> Any:
        due_on, known = day_to_answer(self.cleaned_data["due_on"]), self.subject.answer_due_on
        if known and due_on <= known:
            raise forms.ValidationError(
                _("La réponse est déjà attendue le %(day)s : choisissez une date après."),
                params={"day": written(known)},
            )
        return due_on


class AdmitForm(StepForm):
    """The eligibility checklist: every line is looked at, every line is true."""

    complete = ConsentField(label=_("Le dossier est complet."))
    on_time = ConsentField(label=_("Il a été reçu avant la clôture."))
    in_scope = ConsentField(label=_("Le porteur et le projet entrent dans le champ de l’appel."))
    not_started = ConsentField(label=_("Les travaux n’avaient pas commencé au dépôt."))
    no_conflict = ConsentField(label=_("Je n’ai aucun lien d’intérêt avec ce dossier."))


class AssignForm(StepForm):
    reviewers = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Évaluateurs"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Les membres des structures partenaires et les évaluateurs déjà désignés n’apparaissent pas."),
    )  # fmt: skip
    due_on = DayField(label=_("Évaluation attendue le"))

    def prepare(self) -> None:
        from .. import conflicts
        from ..models.review import eligible_reviewers

        people = self.fields["reviewers"].queryset = eligible_reviewers(self.subject)
        if not self.is_bound:  # what looks like a link is said beside the name; whoever chooses decides
            seen = conflicts.warned(people, [self.subject])
            self.fields["reviewers"].label_from_instance = lambda person: " · ".join(
                [str(person), *seen.get((person.pk, self.subject.pk), [])]
            )
        self.fields["due_on"].initial = clock.today() + timedelta(days=21)


class RecuseForm(StepForm):
    reason = TextField(
        label=_("Quel lien vous unit à ce dossier ?"), max_length=1000, rows=3,
        help_text=_("Emploi, mandat, contrat, famille : elle reste au journal, avec la date."),
    )  # fmt: skip


class ProposalForm(StepForm):
    """A draft decision: award, reserve list or rejection."""

    kind = forms.ChoiceField(label=_("Sens de la décision"), widget=forms.RadioSelect)
    grant = AmountField(label=_("Subvention"), required=False)
    recoverable_advance = AmountField(label=_("Avance récupérable"), required=False)
    eligible_base = AmountField(label=_("Dépenses retenues"), required=False)
    reasons = TextField(label=_("Motifs"), help_text=_("En droit et en fait : le porteur les lira tels quels."))
    conditions = TextField(label=_("Conditions"), required=False, max_length=2000, rows=3)
    rank = forms.IntegerField(label=_("Rang sur la liste"), min_value=1, required=False)
    valid_until = DayField(label=_("Liste valable jusqu’au"), required=False)
    # As a person edited them; without, those that the scores prepare.
    by_criterion = forms.JSONField(required=False, widget=forms.HiddenInput)

    KINDS = (
        ("award", _("Attribuer")),
        ("reserve", _("Inscrire sur la liste complémentaire")),
        ("rejection", _("Refuser")),
    )

    def prepare(self) -> None:
        self.fields["kind"].choices = self.KINDS
        a = self.subject
        if not a.WITH_BUDGET:
            without(self, "recoverable_advance", "eligible_base", *(() if a.WITH_AMOUNT else ("grant",)))
            self.initial |= {"kind": "award", "grant": a.aid_requested}
            return
        plan = a.partners.all()
        self.initial |= {
            "kind": "award",
            "grant": sum(p.grant for p in plan),
            "recoverable_advance": sum(p.recoverable_advance for p in plan),
            "eligible_base": a.total_cost,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        award = data.get("kind") == "award"
        for name in ("grant", "recoverable_advance", "eligible_base"):
            data[name] = (data.get(name) or 0) if award else 0
        if award and self.subject.WITH_AMOUNT and not (data["grant"] or data["recoverable_advance"]):
            self.add_error("grant", _("Indiquez le montant attribué."))
        if data.get("kind") == "reserve" and not (data.get("rank") and data.get("valid_until")):
            self.add_error("rank", _("Une liste complémentaire a un rang et une date de validité."))
        if edited := reasons.clean(data.pop("by_criterion", None)):
            data["reasons_by_criterion"] = edited
        return data


class RefusalForm(StepForm):
    """To put a file aside before its assessment: as ineligible while it is checked, as refused afterwards."""

    reasons = TextField(label=_("Motifs"), help_text=_("En droit et en fait : le porteur les lira tels quels."))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["kind"] = "ineligibility" if self.subject.state == "submitted" else "rejection"
        return data


class SendBackForm(StepForm):
    reason = TextField(label=_("Ce qu’il faut revoir"), max_length=2000)


class VisaForm(StepForm):
    reason = TextField(label=_("Observation"), max_length=2000, required=False, rows=3)


class RefuseVisaForm(StepForm):
    reason = TextField(
        label=_("Pourquoi vous refusez votre visa"), max_length=2000,
        help_text=_("Lu par l’instruction et les signataires : la décision ne pourra pas être signée telle quelle."),
    )  # fmt: skip


class SignForm(StepForm):
    consent = ConsentField(label="")

    def prepare(self) -> None:
        self.fields["consent"].label = gettext(
            "J’ai relu le projet de décision. Je le signe : il prend effet, est numéroté et part au porteur."
        )
