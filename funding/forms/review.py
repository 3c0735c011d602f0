"""The grid as a form: an integer per criterion, with a word where the extremes must be explained."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows import clock
from workflows.forms import StepForm

from ..fields import ConsentField, DayField, TextField
from ..rules.scoring import needs_comment

MARKS = [(value, str(value)) for value in range(6)]


NO_INTEREST = _("Je n’ai aucun lien d’intérêt avec ce dossier, son porteur ou ses partenaires.")


class InterestForm(StepForm):
    """Before any content is seen: one declares, or one steps aside."""

    no_interest = ConsentField(label=NO_INTEREST)


class ScoreForm(StepForm):
    no_interest = ConsentField(label=NO_INTEREST)
    opinion = TextField(label=_("Avis général"), max_length=4000)

    def prepare(self) -> None:
        if self.subject.no_interest_at:
            del self.fields["no_interest"]
        self.criteria = self.subject.criteria
        known = {score.criterion_id: score for score in self.subject.scores.all()}
        for criterion in self.criteria:
            score, key = known.get(criterion.pk), criterion.key
            self.fields[f"mark_{key}"] = forms.TypedChoiceField(
                label=criterion.name, help_text=criterion.help, choices=MARKS, coerce=int, empty_value=None,
                widget=forms.RadioSelect, initial=score.value if score else None,
                error_messages={
                    "required": _("Donnez une note de 0 à 5."),
                    "invalid_choice": _("Une note est un nombre entier de 0 à 5."),
                },
            )  # fmt: skip
            self.fields[f"comment_{key}"] = TextField(
                label=_("Commentaire"),
                required=False,
                max_length=2000,
                rows=2,
                initial=score.comment if score else "",
            )
        self.initial |= {"opinion": self.subject.opinion} | self.subject.draft
        self.order_fields([name for name in self.fields if name not in ("opinion", "no_interest")])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for criterion in self.criteria:
            mark = data.get(f"mark_{criterion.key}")
            if mark is not None and needs_comment(mark) and not data.get(f"comment_{criterion.key}"):
                self.add_error(f"comment_{criterion.key}", _("Une note de 0, 1 ou 5 s’explique : écrivez pourquoi."))
        return data

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Criterion, field of the mark, field of the comment: one line of the grid."""
        return [(c, self[f"mark_{c.key}"], self[f"comment_{c.key}"]) for c in self.criteria]

    @staticmethod
    def scores(review: Any, marks: dict[str, Any]) -> list[Any]:
        from ..models import Score

        return [
            Score(review=review, criterion=c, value=marks[f"mark_{c.key}"], comment=marks[f"comment_{c.key}"])
            for c in review.criteria
        ]


class StandDownForm(StepForm):
    reason = TextField(
        label=_("Pourquoi vous désistez-vous ?"), max_length=1000, rows=3,
        help_text=_("Absence, charge, compétence. Si un lien vous unit au dossier, déportez-vous plutôt."),
    )  # fmt: skip


class RelieveForm(StepForm):
    reason = TextField(label=_("Pourquoi le dessaisir ?"), max_length=1000, rows=2)


class ExtendForm(StepForm):
    due_on = DayField(label=_("Nouvelle échéance"))

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on < clock.today():
            raise forms.ValidationError(_("Choisissez une date à venir."))
        return due_on


class DeclineForm(StepForm):
    reason = TextField(
        label=_("Pourquoi vous déportez-vous ?"), max_length=1000, rows=3,
        help_text=_("Un lien avec le porteur, un partenaire, ou une autre raison. Le chargé d’instruction la lira."),
    )  # fmt: skip
