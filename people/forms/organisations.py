from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .. import identifiers
from ..models import Commune, Epci, Organisation
from .towns import TownPicker

Kind = Organisation.Kind
# Size is a question of state aid, asked of those who may trade.
SIZED = frozenset({Kind.COMPANY, Kind.BANK, Kind.ASSOCIATION, Kind.RESEARCH, Kind.CITIZEN})
WITHOUT_SIRET = frozenset({Kind.ASSOCIATION, Kind.CITIZEN})
SIZE_MATTERS = frozenset({Kind.COMPANY, Kind.BANK})


class OrganisationForm(TownPicker, forms.ModelForm):
    """A new organisation, or the correction of one. From the list of towns or intercommunalities, its SIREN is
    known and only the establishment's five digits are asked: they cannot be deduced."""

    class Meta:
        model = Organisation
        fields = ["siret", "name", "kind", "size", "rna", "address"]
        labels = {"kind": _("Nature de la structure"), "size": _("Taille"), "address": _("Adresse")}
        help_texts = {
            "rna": _("Pour une association sans SIRET : un W et neuf chiffres."),
            "size": _("Au sens européen, avec les entreprises liées."),
        }
        widgets = {
            "siret": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            "address": forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        }

    field_order = ["siret", "name", "kind", "size", "rna", "town", "commune", "address"]

    def __init__(self, *args: Any, place: Commune | Epci | None = None, **kwargs: Any) -> None:
        self.place = place
        super().__init__(*args, **kwargs)
        self.fields["siret"].max_length = 30
        self.fields["siret"].widget.attrs["maxlength"] = "30"
        self.fields["siret"].validators = []
        self._ask_for_what_the_kind_needs()
        self.fields["siret"].help_text = _("14 chiffres. Il figure sur votre avis de situation Sirene.")
        if place is not None:
            self._begin_from(place)
        elif self.instance.pk:
            self._begin_from_itself()

    def _ask_for_what_the_kind_needs(self) -> None:
        """Asked of all until the kind is known; the page tells an association that its RNA is enough."""
        self.use_required_attribute = False
        kind = self.data.get(self.add_prefix("kind")) if self.is_bound else None
        self.fields["siret"].required = kind not in WITHOUT_SIRET
        self.fields["siret"].error_messages["required"] = _(
            "Indiquez le SIRET. Pour une association, le numéro RNA suffit."
        )
        self.fields["size"].required = kind is None or kind in SIZE_MATTERS
        self.fields["rna"].required = False

    def _begin_from(self, place: Commune | Epci) -> None:
        self.initial.setdefault("name", place.name)
        for name in ("kind", "size", "rna"):
            del self.fields[name]
        if isinstance(place, Commune):
            del self.fields["town"], self.fields["commune"]
        if place.siren:
            self.initial.setdefault("siret", identifiers.spaced(place.siren) + " ")
            self.fields["siret"].help_text = _(
                "Les neuf premiers chiffres sont connus. Ajoutez les cinq derniers : "
                "ils figurent sur votre avis de situation Sirene."
            )

    def _begin_from_itself(self) -> None:
        """The identity stays: another SIRET is another organisation."""
        if self.instance.siret:
            del self.fields["siret"]
        if self.instance.commune:
            self.initial.setdefault("town", self.instance.commune.name)
            self.initial.setdefault("commune", self.instance.commune_id)

    def clean_siret(self) -> str:
        typed = self.cleaned_data["siret"]
        if not typed.strip():
            return ""
        siret = identifiers.check_siret(typed)
        if self.place is not None and self.place.siren:
            identifiers.check_same_siren(siret, self.place.siren)
        return siret

    def clean_rna(self) -> str:
        typed = self.cleaned_data["rna"]
        return identifiers.check_rna(typed) if typed.strip() else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._complete(cleaned.get("kind") or self.instance.kind)
        kind, size = self.instance.kind, cleaned.get("size")
        nameless = not cleaned.get("siret", self.instance.siret) and not cleaned.get("rna")
        if nameless and kind != Kind.CITIZEN and "siret" in self.fields and "siret" not in self.errors:
            self.add_error("siret", _now("Indiquez le SIRET. Pour une association, le numéro RNA suffit."))
        if kind in SIZE_MATTERS and size == Organisation.Size.NOT_APPLICABLE:
            self.add_error("size", _now("Choisissez une taille : le taux de l’aide en dépend."))
        return cleaned

    def _complete(self, kind: str) -> None:
        """What the place says by itself, before the constraints are checked."""
        data, it = self.cleaned_data, self.instance
        it.siren = (data.get("siret") or it.siret)[: identifiers.SIREN_LENGTH]
        if isinstance(self.place, Commune):
            it.kind, it.commune, it.epci = Kind.COMMUNE, self.place, self.place.epci
            return
        it.commune = data.get("commune")
        if isinstance(self.place, Epci):
            it.kind, it.epci = Kind.EPCI, self.place
            return
        it.kind = kind
        if kind != Kind.EPCI:
            it.epci = it.commune.epci if it.commune else None
        if kind not in SIZED or not data.get("size"):
            data["size"] = Organisation.Size.NOT_APPLICABLE

    def validate_constraints(self) -> None:
        """Also those on fields that the page does not show; a field already faulty is not blamed twice."""
        hidden = {"siren", "siret", "rna", "kind"} - set(self.errors)
        if "siret" in self.errors:
            hidden = set()
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions() - hidden)
        except ValidationError as error:
            self._update_errors(error)
