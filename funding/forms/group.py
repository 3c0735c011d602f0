"""How big the undertaking is, and the enterprises that count with it: figures of the last closed year, and of the year
before, which say together whether it changed class."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people import identifiers

from ..fields import AmountField
from .call import PercentField

NAME_IT = _("Indiquez le SIREN de cette entreprise.")
NUMBER_IT = _("Indiquez ce chiffre : zéro s’il est nul.")
NUMBERS = ("staff", "turnover", "balance_sheet")


class StaffField(forms.DecimalField):
    """Annual work units: a part-timer is a fraction."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": _("Écrivez un effectif en chiffres, par exemple 12,5.")})
        picker = forms.TextInput(attrs={"inputmode": "decimal", "data-width": "short"})
        super().__init__(min_value=0, max_digits=9, decimal_places=2, localize=True, widget=picker, **kwargs)


class OwnFiguresForm(forms.Form):
    use_required_attribute = False

    staff = StaffField(label=_("Effectif, en unités de travail par an"), required=False)
    turnover = AmountField(label=_("Chiffre d’affaires annuel"), required=False)
    balance_sheet = AmountField(label=_("Total de bilan"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if any(data.get(name) is not None for name in NUMBERS):
            ask_for(self, NUMBERS)
        return data


class EnterpriseForm(forms.Form):
    use_required_attribute = False

    siren = forms.CharField(label="SIREN", max_length=20, required=False)
    name = forms.CharField(label=_("Nom"), max_length=200, required=False)
    share = PercentField(label=_("Part détenue"), required=False)
    staff = StaffField(label=_("Effectif"), required=False)
    turnover = AmountField(label=_("Chiffre d’affaires"), required=False)
    balance_sheet = AmountField(label=_("Total de bilan"), required=False)

    def clean_siren(self) -> str:
        return identifiers.check_siren(self.cleaned_data["siren"]) if self.cleaned_data["siren"] else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.has_changed():
            ask_for(self, ("siren", "share", *NUMBERS))
        return data


def ask_for(form: forms.Form, names: tuple[str, ...]) -> None:
    for name in names:
        if form.cleaned_data.get(name) in (None, "") and name not in form.errors:
            form.add_error(name, NAME_IT if name == "siren" else NUMBER_IT)


EnterpriseFormSet = forms.formset_factory(EnterpriseForm, extra=3, max_num=60, absolute_max=100)


class Group:
    """The undertaking's own figures, and a row for each enterprise of its group."""

    def __init__(self, posted: Any, *, own: str, last: Any = None) -> None:
        self.siren = own
        figures, rows = (last.figures, last.enterprises) if last else ({}, [])
        self.own = OwnFiguresForm(posted, prefix="own", initial=numbers(figures))
        self.before = OwnFiguresForm(posted, prefix="before", initial=numbers(figures.get("before", {})))
        self.rows = EnterpriseFormSet(posted, prefix="group", initial=[row | numbers(row) for row in rows])

    def is_valid(self) -> bool:
        valid = [self.own.is_valid(), self.before.is_valid(), self.rows.is_valid()]
        return all(valid) and self._coherent()

    def _coherent(self) -> bool:
        """Each enterprise once, never the undertaking itself; and its own figures to add to."""
        seen, fine = {self.siren}, True
        for form in self.filled:
            siren = form.cleaned_data["siren"]
            if siren in seen:
                form.add_error("siren", _("Cette entreprise est déjà comptée : gardez une seule ligne."))
                fine = False
            seen.add(siren)
        if (self.filled or said(self.before)) and not self.said_figures:
            ask_for(self.own, NUMBERS)
            fine = False
        return fine

    @property
    def filled(self) -> list[Any]:
        return [form for form in self.rows if form.cleaned_data.get("siren")]

    @property
    def said_figures(self) -> dict[str, Any]:
        """The last closed year, alone; under `before` the one before it, with the group."""
        own, before = said(self.own), said(self.before)
        return own | ({"before": before} if before else {}) if own else {}

    @property
    def said_enterprises(self) -> list[dict[str, str]]:
        return [
            {"siren": d["siren"], "name": d["name"]} | {name: str(d[name]) for name in ("share", *NUMBERS)}
            for d in (form.cleaned_data for form in self.filled)
        ]


def said(form: OwnFiguresForm) -> dict[str, str]:
    data = form.cleaned_data
    return {name: str(data[name]) for name in NUMBERS} if data.get("staff") is not None else {}


def numbers(row: dict[str, Any]) -> dict[str, Any]:
    """Kept as text in the declaration, read as numbers by the fields."""
    return {key: Decimal(row[key]) for key in ("share", *NUMBERS) if row.get(key)}
