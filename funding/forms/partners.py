"""Partners of a project: who they are, how they are written to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people import identifiers
from people.models import Commune, Organisation

from ..models import Partner
from .kept import Place, Text

Kind = Organisation.Kind


class PartnerForm(forms.ModelForm):
    """What changes from one project to the next; the organisation's identity is its own."""

    use_required_attribute = False
    contact = Text(label=_("Personne à joindre"), limit=200, required=False, help_text=_("Nom, qualité, téléphone."))

    class Meta:
        model = Partner
        fields = ["size", "is_economic", "contact"]
        labels = {"size": _("Taille")}
        help_texts = {
            "size": _("Au sens européen, avec les entreprises liées. Le taux de l’aide peut en dépendre."),
            "is_economic": _("La structure vend des biens ou des services dans ce projet."),
        }


class NewOrganisationForm(forms.Form):
    """A partner that nobody registered yet: its SIRET is known and right, the rest is said here."""

    use_required_attribute = False
    siret = forms.CharField(widget=forms.HiddenInput)
    name = Text(label=_("Nom de la structure"), limit=200)
    kind = forms.ChoiceField(label=_("Nature"), choices=[("", "—"), *Kind.choices])
    size = forms.ChoiceField(
        label=_("Taille"), choices=Organisation.Size.choices, initial=Organisation.Size.NOT_APPLICABLE,
        help_text=_("Pour une entreprise ou une association ; « sans objet » pour les autres."),
    )  # fmt: skip
    commune = Place(label=_("Commune"), only_communes=True, required=False)

    def clean_siret(self) -> str:
        return identifiers.check_siret(self.cleaned_data["siret"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") in (Kind.COMPANY, Kind.BANK) and data.get("size") == Organisation.Size.NOT_APPLICABLE:
            self.add_error("size", _now("Choisissez une taille : le taux de l’aide en dépend."))
        return data

    def found(self) -> Organisation:
        """The one with this SIRET, else a new one."""
        data, place = self.cleaned_data, self.cleaned_data.get("commune")
        commune = Commune.objects.filter(pk=place["code"]).first() if place else None
        organisation, _new = Organisation.objects.get_or_create(
            siret=data["siret"],
            defaults={
                "siren": data["siret"][:9],
                "name": data["name"],
                "kind": data["kind"],
                "size": data["size"],
                "commune": commune,
                "epci": commune.epci if commune else None,
            },
        )
        return organisation


class InviteForm(forms.Form):
    use_required_attribute = False
    email = forms.EmailField(
        label=_("Adresse électronique"),
        help_text=_("De la personne qui peut engager la structure : elle confirmera sa participation."),
        error_messages={
            "invalid": _("Écrivez une adresse électronique, par exemple prenom.nom@exemple.fr."),
            "required": _("Écrivez une adresse électronique."),
        },
    )


__all__ = ["InviteForm", "NewOrganisationForm", "PartnerForm"]
