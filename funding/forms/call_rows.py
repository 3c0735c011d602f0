"""Rows of a call: the pieces it asks, the criteria of its grid. Emptying a name removes its row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ..models.call_asks import Stage
from .kept import Text

# Whom a piece is asked of, as managers think of it.
LOCAL = ["commune", "epci", "department", "region"]
ASKED_OF: dict[str, tuple[Any, list[str]]] = {
    "": (_("Tous les porteurs"), []),
    "local": (_("Collectivités"), LOCAL),
    "association": (_("Associations et fondations"), ["association"]),
    "company": (_("Entreprises"), ["company"]),
    "private": (_("Associations, entreprises, collectifs"), ["association", "company", "citizen"]),
    "research": (_("Organismes de recherche"), ["research"]),
}


def asked_of(kinds: list[str]) -> str:
    return next((name for name, (_label, ours) in ASKED_OF.items() if set(ours) == set(kinds)), "")


class PieceForm(forms.Form):
    use_required_attribute = False

    label = Text(label=_("Pièce"), limit=150, required=False)
    help = Text(label=_("Aide"), limit=300, required=False)
    required_by = Text(label=_("Texte qui l’exige"), limit=200, required=False)
    asked_of = forms.ChoiceField(
        label=_("Demandée à"), choices=[(name, label) for name, (label, _kinds) in ASKED_OF.items()], required=False
    )
    indispensable = forms.BooleanField(label=_("Indispensable"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (data.get("help") or data.get("required_by")) and not data.get("label"):
            self.add_error("label", _("Nommez cette pièce."))
        return data


class CriterionForm(forms.Form):
    use_required_attribute = False

    key = forms.SlugField(max_length=30, required=False, widget=forms.HiddenInput)
    name = Text(label=_("Critère"), limit=150, required=False)
    help = Text(label=_("Aide"), limit=300, required=False)
    weight = forms.DecimalField(
        label=_("Poids"), required=False, max_digits=5, decimal_places=2, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "data-width": "short"}),
        error_messages={"invalid": _("Écrivez un nombre, par exemple 2 ou 1,5.")},
    )  # fmt: skip
    threshold = forms.DecimalField(
        label=_("Seuil éliminatoire"), required=False, max_digits=3, decimal_places=2, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "data-width": "short"}),
        error_messages={"invalid": _("Écrivez une note de 0 à 5.")},
    )  # fmt: skip
    stage = forms.ChoiceField(label=_("Évaluation"), choices=Stage.choices, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("name"):
            return data
        if "weight" not in self.errors and (data.get("weight") is None or data["weight"] <= 0):
            self.add_error("weight", _("Le poids est supérieur à zéro ; videz le nom pour retirer le critère."))
        threshold = data.get("threshold")
        if threshold is not None and not 0 <= threshold <= 5:
            self.add_error("threshold", _("Un seuil est une note de 0 à 5."))
        return data


class BaseRows(forms.BaseFormSet):
    """Rows without a name are left out: emptying a name removes its row."""

    name = "label"

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get(self.name)]


class BasePieces(BaseRows):
    @property
    def rows(self) -> list[dict[str, Any]]:
        return [row | {"for_kinds": ASKED_OF[row.pop("asked_of", "")][1]} for row in map(dict, super().rows)]


class BaseGrid(BaseRows):
    name = "name"

    def clean(self) -> None:
        if not any(self.errors) and not self.rows:
            raise forms.ValidationError(_("La grille compte au moins un critère."))


PieceFormSet = forms.formset_factory(PieceForm, formset=BasePieces, extra=3, max_num=40, absolute_max=80)
CriterionFormSet = forms.formset_factory(CriterionForm, formset=BaseGrid, extra=2, max_num=30, absolute_max=60)


def criterion_key(name: str, used: set[str]) -> str:
    base = key = slugify(name)[:26].strip("-") or "critere"
    counter = 2
    while key in used:
        key, counter = f"{base}-{counter}", counter + 1
    used.add(key)
    return key
