"""What an undertaking declares: the companies it is one with, and the de minimis aid of three years."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people import identifiers
from workflows import clock

from ..fields import AmountField, ConsentField, DayField
from ..rules.de_minimis import Regime
from ..rules.single_undertaking import CONTROL_LABELS, Control
from .group import Group

REGIMES = [
    (Regime.GENERAL.value, _("Général")),
    (Regime.SGEI.value, _("Service d’intérêt économique général")),
    (Regime.AGRICULTURE.value, _("Agriculture")),
    (Regime.FISHERY.value, _("Pêche et aquaculture")),
]


class CompanyForm(forms.Form):
    use_required_attribute = False

    siren = forms.CharField(label="SIREN", max_length=20, required=False)
    name = forms.CharField(label=_("Nom"), max_length=200, required=False)
    control = forms.ChoiceField(
        label=_("Lien de contrôle"), required=False,
        choices=[(key.value, CONTROL_LABELS[key]) for key in Control],
    )  # fmt: skip

    def clean_siren(self) -> str:
        return identifiers.check_siren(self.cleaned_data["siren"]) if self.cleaned_data["siren"] else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("name") and not data.get("siren") and "siren" not in self.errors:
            self.add_error("siren", _("Indiquez le SIREN de cette entreprise."))
        return data


class AidForm(forms.Form):
    use_required_attribute = False

    granted_on = DayField(label=_("Octroyée le"), required=False)
    gge = AmountField(label=_("Équivalent-subvention brut"), required=False)
    regime = forms.ChoiceField(label=_("Régime"), choices=REGIMES, required=False)
    authority = forms.CharField(label=_("Par qui"), max_length=200, required=False)
    siren = forms.CharField(label=_("SIREN, si c’est une autre entreprise"), max_length=20, required=False)

    def clean_siren(self) -> str:
        return identifiers.check_siren(self.cleaned_data["siren"]) if self.cleaned_data["siren"] else ""

    def clean_granted_on(self) -> Any:
        day = self.cleaned_data["granted_on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("Cette date est à venir : indiquez le jour de la décision."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("gge") is not None and not data.get("granted_on") and "granted_on" not in self.errors:
            self.add_error("granted_on", _("Indiquez le jour où l’aide a été accordée."))
        if data.get("granted_on") and data.get("gge") is None and "gge" not in self.errors:
            self.add_error("gge", _("Indiquez le montant de l’aide."))
        return data


CompanyFormSet = forms.formset_factory(CompanyForm, extra=3, max_num=60, absolute_max=100)
AidFormSet = forms.formset_factory(AidForm, extra=4, max_num=60, absolute_max=100)


class DeclarationForm(forms.Form):
    use_required_attribute = False

    certified = ConsentField(
        label=_("Je certifie que cette déclaration est complète pour notre entreprise unique, sur trois ans.")
    )


class Declaring:
    """The parts of the page as one form."""

    def __init__(self, posted: Any, *, partner: Any, last: Any = None) -> None:
        self.partner = partner
        companies, aids = (last.companies, last.aids) if last else ([], [])
        own = partner.organisation.siren
        aids = [aid | {"siren": "" if aid["siren"] == own else aid["siren"]} for aid in aids]
        self.companies = CompanyFormSet(posted, prefix="companies", initial=companies)
        self.aids = AidFormSet(posted, prefix="aids", initial=aids)
        self.group = Group(posted, own=own, last=last)
        self.form = DeclarationForm(posted)

    def is_valid(self) -> bool:
        valid = [part.is_valid() for part in (self.companies, self.aids, self.group, self.form)]
        return all(valid) and self._known_companies()

    def said(self) -> dict[str, Any]:
        """What the declaration keeps."""
        return {
            "companies": self.said_companies, "aids": self.said_aids,
            "figures": self.group.said_figures, "enterprises": self.group.said_enterprises,
        }  # fmt: skip

    def _known_companies(self) -> bool:
        """An aid of another company: that company is in the single undertaking, or the line says nothing."""
        known = {row["siren"] for row in self.said_companies} | {self.partner.organisation.siren}
        fine = True
        for form in self.aids:
            siren = form.cleaned_data.get("siren") if form.has_changed() else ""
            if siren and siren not in known:
                form.add_error("siren", _("Nommez d’abord cette entreprise parmi celles que vous contrôlez."))
                fine = False
        return fine

    @property
    def said_companies(self) -> list[dict[str, str]]:
        rows = [form.cleaned_data for form in self.companies if form.cleaned_data.get("siren")]
        return [{"siren": r["siren"], "name": r["name"], "control": r["control"] or Control.VOTES.value} for r in rows]

    @property
    def said_aids(self) -> list[dict[str, str]]:
        rows = [form.cleaned_data for form in self.aids if form.cleaned_data.get("granted_on")]
        return [
            {"siren": r["siren"] or self.partner.organisation.siren, "granted_on": r["granted_on"].isoformat(),
             "gge": str(r["gge"]), "regime": r["regime"] or Regime.GENERAL.value, "authority": r["authority"]}
            for r in rows
        ]  # fmt: skip
