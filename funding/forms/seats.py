"""Many members of a session at once: ticked, each on a line with a college, a function and a voice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import StepForm

from ..models.seat import College
from .committee import FUNCTIONS

GROUPS = [("pool", _("Vivier de l’appel")), ("before", _("Séances précédentes"))]
PARTS = ("seat", "college", "function", "votes")


class SeatsForm(StepForm):
    """A line says its own college, or follows that of its group."""

    def prepare(self) -> None:
        from .. import seating

        self.candidates = {one.user.pk: one for one in seating.candidates(self.subject, self.by)}
        for group, _label in GROUPS:
            if any(one.group == group for one in self.candidates.values()):
                self.fields[f"college_{group}"] = forms.ChoiceField(
                    label=_("Collège, sauf mention contraire sur la ligne"), required=False, initial="",
                    choices=[("", _("À choisir")), *College.choices],
                )  # fmt: skip
        for pk, one in self.candidates.items():
            self._line(pk, one)

    def _line(self, pk: int, one: Any) -> None:
        name = str(one.user)
        self.fields[f"seat_{pk}"] = forms.BooleanField(label=name, required=False)
        self.fields[f"college_{pk}"] = forms.ChoiceField(
            label=_("Collège de %(who)s") % {"who": name}, required=False, initial=one.college,
            choices=[("", _("Celui du groupe")), *College.choices],
        )  # fmt: skip
        self.fields[f"function_{pk}"] = forms.ChoiceField(
            label=_("Fonction de %(who)s") % {"who": name}, required=False, initial="member", choices=FUNCTIONS
        )
        self.fields[f"votes_{pk}"] = forms.BooleanField(
            label=_("%(who)s a une voix délibérative") % {"who": name}, required=False, initial=one.may_vote
        )

    @property
    def groups(self) -> list[dict[str, Any]]:
        """As the page shows them: a college for all, then a line each."""
        return [
            {"label": label, "college": self[f"college_{group}"],
             "lines": [self._bound(pk, one) for pk, one in self.candidates.items() if one.group == group]}
            for group, label in GROUPS if f"college_{group}" in self.fields
        ]  # fmt: skip

    def _bound(self, pk: int, one: Any) -> dict[str, Any]:
        return {"who": one} | {part: self[f"{part}_{pk}"] for part in PARTS}

    def clean(self) -> dict[str, Any]:
        data, seats = super().clean(), []
        taken = {"chair": self.subject.chair, "secretary": self.subject.secretary}
        for pk, one in self.candidates.items():
            if not data.get(f"seat_{pk}"):
                continue
            function = data.get(f"function_{pk}") or "member"
            college = data.get(f"college_{pk}") or data.get(f"college_{one.group}")
            votes = data.get(f"votes_{pk}", False)
            self._check_line(pk, function, college, votes, taken)
            if function in taken:
                taken[function] = taken[function] or one.user
            seats.append({"user": one.user, "function": function, "college": college, "may_vote": votes})
        if not seats and not self.errors:
            raise forms.ValidationError(_("Cochez au moins une personne."))
        return {"seats": seats}

    def _check_line(self, pk: int, function: str, college: Any, votes: bool, taken: dict[str, Any]) -> None:
        if not college and f"college_{pk}" not in self.errors:
            self.add_error(f"college_{pk}", _("Choisissez son collège, ici ou pour tout le groupe."))
        if taken.get(function):
            self.add_error(f"function_{pk}", _("%(who)s a déjà cette fonction.") % {"who": taken[function]})
        if function == "chair" and not votes:
            self.add_error(f"votes_{pk}", _("La personne qui préside a une voix : cochez la case."))
