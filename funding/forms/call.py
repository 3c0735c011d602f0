"""A call, part by part: what it says, its rules, its stages, its pieces, its grid."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from look.typography import number
from people.models import Department, Organisation
from workflows.forms import without

from ..call_facts import KINDS
from ..fields import AmountField, MomentField
from ..models import Call
from ..questions import keyed
from .kept import Text

SIZES = [size for size in Organisation.Size.values if size != "not_applicable"]


class PercentField(forms.DecimalField):
    """« 70 », « 33,33 % »: kept as a rate between 0 and 1."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "data-suffix": "%", "data-width": "short"})
        )
        kwargs.setdefault("error_messages", {"invalid": _("Écrivez un pourcentage, par exemple 70.")})
        super().__init__(max_digits=7, decimal_places=4, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            text = number(value * 100, 4)
            return text.rstrip("0").rstrip(",.") if "," in text or "." in text else text
        return value

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = value.replace("%", "").replace(",", ".").replace("\u202f", "").replace("\u00a0", "").strip()
        percent = super().to_python(value)
        return None if percent is None else percent / 100

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not 0 <= value <= 1:
            raise forms.ValidationError(_("Un pourcentage va de 0 à 100."))

    def run_validators(self, value: Any) -> None:
        """Digits were counted on what was typed."""


class CallForm(forms.ModelForm):
    """What its parts share: our sentences, a note of what is missing."""

    use_required_attribute = False

    class Meta:
        model = Call
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _now("Il manque : %(label)s.") % {"label": str(field.label).lower()}
        if "code" in self.fields:
            self.fields["code"].error_messages["invalid"] = _now("Des lettres sans accent, des chiffres et des tirets.")

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if Call.objects.filter(code__iexact=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Un appel porte déjà ce code : choisissez-en un autre."))
        return code


class TextsForm(CallForm):
    """All that a published call may still change by itself."""

    title = Text(label=_("Titre"), limit=200)
    summary = Text(label=_("En une phrase"), limit=300, rows=2, help_text=_("Lue dans la liste des appels."))
    description = Text(label=_("Présentation"), limit=10_000, rows=8)

    class Meta(CallForm.Meta):
        fields = ["title", "summary", "description"]


class DatedForm(forms.ModelForm):
    """Opening and closing, to the second; mixed into the forms that ask for them."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        opens, closes = data.get("opens_at"), data.get("closes_at")
        kind = data.get("kind") or self.instance.kind
        if not closes and "closes_at" not in self.errors and kind != Call.Kind.PERMANENT:
            self.add_error("closes_at", _("Indiquez la clôture : seul un appel ouvert toute l’année n’en a pas."))
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("La clôture vient après l’ouverture : choisissez une date plus tardive."))
        return data


class PresentationForm(DatedForm, TextsForm):
    opens_at = MomentField(label=_("Ouverture"), help_text=_("Heure de Paris, à la seconde."))
    closes_at = MomentField(
        label=_("Clôture"),
        required=False,
        help_text=_("L’heure de réception par le serveur compte. Laissez vide pour un appel ouvert toute l’année."),
    )

    class Meta(CallForm.Meta):
        fields = ["title", "code", "kind", "summary", "description", "opens_at", "closes_at"]


OF_A_BUDGET = (
    "min_total_cost", "max_total_cost", "min_aid", "max_aid", "aid_rate", "grant_share_of_aid", "max_grant_rate",
    "own_funding_floor", "advance_rate",
)  # fmt: skip


class NewCallForm(PresentationForm):
    envelope = AmountField(label=_("Enveloppe de l’appel"))
    aid_rate = PercentField(label=_("Part des dépenses payée, au plus"))

    class Meta(CallForm.Meta):
        fields = [*PresentationForm.Meta.fields, "envelope", "aid_rate"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        face = self.instance.face
        if not face.WITH_BUDGET:
            without(self, "aid_rate", *(() if face.SPENDS else ("envelope",)))


class CopyForm(DatedForm, CallForm):
    """Everything is taken over but the dates and the files; the code must be new."""

    title = Text(label=_("Titre"), limit=200)
    opens_at = MomentField(label=_("Ouverture"))
    closes_at = MomentField(label=_("Clôture"), required=False)

    class Meta(CallForm.Meta):
        fields = ["code", "title", "opens_at", "closes_at"]


class StagesForm(CallForm):
    class Meta(CallForm.Meta):
        fields = ["reviews_wanted", "blind", "with_shortlist", "silence_months", "allow_skip"]
        help_texts = {
            "reviews_wanted": _("Combien de personnes évaluent chaque dossier."),
            "blind": _("Les évaluateurs ne voient ni le nom du porteur, ni celui de ses partenaires."),
            "with_shortlist": _("Un comité retient d’abord les dossiers à instruire."),
            "allow_skip": _("Sinon le premier dossier qui ne tient plus dans l’enveloppe arrête la liste."),
            "silence_months": _("Sans réponse dans ce délai, la demande est rejetée."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bounds = {"reviews_wanted": (0, 10), "silence_months": (1, 24)}
        for name, (low, high) in bounds.items():
            self.fields[name] = whole_number(self.fields[name], low, high)


def whole_number(field: forms.Field, low: int, high: int) -> forms.IntegerField:
    sentence = _now("Écrivez un nombre entier de %(low)s à %(high)s.") % {"low": low, "high": high}
    return forms.IntegerField(
        label=field.label, help_text=field.help_text, min_value=low, max_value=high,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "short"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value", "required"), sentence),
    )  # fmt: skip


class RulesForm(CallForm):
    envelope = AmountField(label=_("Enveloppe de l’appel"))
    min_total_cost = AmountField(label=_("Coût du projet, au moins"), required=False)
    max_total_cost = AmountField(label=_("Coût du projet, au plus"), required=False)
    min_aid = AmountField(label=_("Aide, au moins"), required=False)
    max_aid = AmountField(label=_("Aide, au plus"), required=False)
    aid_rate = PercentField(label=_("Part des dépenses payée, au plus"))
    grant_share_of_aid = PercentField(
        label=_("Part de subvention dans l’aide"),
        help_text=_("Le reste est une avance récupérable."),
    )
    max_grant_rate = PercentField(label=_("Subvention, au plus"), required=False, help_text=_("En part des dépenses."))
    own_funding_floor = PercentField(
        label=_("Apport du porteur, au moins"),
        help_text=_("En part des financements publics et de son apport. Pour une collectivité, jamais sous 20 %."),
    )
    advance_rate = PercentField(label=_("Avance, au plus"), help_text=_("30 % au plus (décret n° 2018-514, art. 12)."))
    eligible_kinds = forms.MultipleChoiceField(
        label=_("Qui peut déposer"), choices=[(kind, many) for kind, (_one, many) in KINDS.items()],
        widget=forms.CheckboxSelectMultiple, required=False, help_text=_("Rien de coché : toute structure."),
    )  # fmt: skip
    departments = Text(
        label=_("Départements"),
        limit=600,
        required=False,
        help_text=_("Codes séparés par des virgules, par exemple 75, 77, 2A. Vide : toute la France."),
    )
    categories = Text(label=_("Postes de dépenses payés"), limit=4000, rows=6, help_text=_("Un par ligne."))

    class Meta(CallForm.Meta):
        fields = [
            "envelope", "min_total_cost", "max_total_cost", "min_aid", "max_aid", "aid_rate", "grant_share_of_aid",
            "max_grant_rate", "own_funding_floor", "advance_rate", "eligible_kinds", "min_months", "max_months",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("min_months", "max_months"):
            self.fields[name] = whole_number(self.fields[name], 1, 240)
        face = self.instance.face
        if not face.WITH_BUDGET:
            without(self, *OF_A_BUDGET, *(() if face.SPENDS else ("envelope",)))
        sizes = dict(Organisation.Size.choices)
        for size in SIZES if face.WITH_BUDGET else ():
            self.fields[f"rate_{size}"] = PercentField(label=sizes[size], required=False)
            if size in self.instance.rates_by_size:
                self.initial[f"rate_{size}"] = Decimal(str(self.instance.rates_by_size[size]))
        self.initial["departments"] = ", ".join(self.instance.eligible_departments)
        if not face.WITH_BUDGET:
            del self.fields["categories"]
        self.initial["categories"] = "\n".join(category["label"] for category in self.instance.cost_categories)

    @property
    def size_fields(self) -> list[Any]:
        return [self[f"rate_{size}"] for size in SIZES if f"rate_{size}" in self.fields]

    def clean_departments(self) -> list[str]:
        codes = [code.strip().upper() for code in self.cleaned_data["departments"].replace(";", ",").split(",")]
        codes = list(dict.fromkeys(code for code in codes if code))
        known = set(Department.objects.filter(code__in=codes).values_list("code", flat=True))
        if unknown := [code for code in codes if code not in known]:
            raise forms.ValidationError(_("Codes inconnus : %(codes)s.") % {"codes": ", ".join(unknown)})
        return codes

    def clean_categories(self) -> list[dict[str, Any]]:
        labels = [line.strip() for line in self.cleaned_data["categories"].split("\n") if line.strip()]
        if len(set(labels)) < len(labels):
            raise forms.ValidationError(_("Un poste figure deux fois : retirez-en un."))
        if len(labels) > 30 or any(len(label) > 100 for label in labels):
            raise forms.ValidationError(_("Trente postes au plus, de 100 caractères au plus."))
        return keyed([{"label": label} for label in labels], self.instance.cost_categories)

    def clean_advance_rate(self) -> Decimal:
        rate = self.cleaned_data["advance_rate"]
        if rate > Decimal("0.3"):
            raise forms.ValidationError(_("L’avance est de 30 % au plus : réduisez-la."))
        return rate

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        pairs = (("min_total_cost", "max_total_cost"), ("min_aid", "max_aid"), ("min_months", "max_months"))
        for low, high in pairs:
            if data.get(low) is not None and data.get(high) is not None and data[low] > data[high]:
                self.add_error(high, _("Le plus grand doit dépasser le plus petit : échangez les deux bornes."))
        self.instance.rates_by_size = {
            size: str(data[f"rate_{size}"].normalize()) for size in SIZES if data.get(f"rate_{size}") is not None
        }
        self.instance.eligible_departments = data.get("departments") or []
        self.instance.cost_categories = data.get("categories") or []
        return data
