"""The officer's check of one undertaking: what the file cannot know by itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..fields import AmountField, TextField
from ..models import StateAidCheck
from ..rules.intensities import CATEGORY_LABELS, Category
from .call import PercentField

Regime = StateAidCheck.Regime
NEEDED = _("Ce régime le demande : complétez.")


class OutsideForm(forms.Form):
    use_required_attribute = False

    justification = TextField(
        label=_("Pourquoi leur activité n’est pas économique"), max_length=1000, rows=3,
        help_text=_("Une collectivité, une école, un laboratoire qui ne vend rien dans ce projet : dites-le une fois."),
        error_messages={"required": _("Dites pourquoi : la justification reste au dossier.")},
    )  # fmt: skip


class CheckForm(forms.Form):
    use_required_attribute = False

    regime = forms.ChoiceField(label=_("Régime"), choices=Regime.choices, widget=forms.RadioSelect)
    aid = AmountField(
        label=_("Aide à contrôler"),
        help_text=_("La part de cette structure. Une avance récupérable compte pour son montant entier."),
    )
    justification = TextField(
        label=_("Pourquoi son activité n’est pas économique"), required=False, max_length=1000, rows=3,
        help_text=_("Elle ne vend ni bien ni service sur un marché dans ce projet : dites en quoi."),
    )  # fmt: skip
    other_aid = AmountField(
        label=_("Autres aides publiques aux mêmes dépenses"), required=False,
        help_text=_("Y compris de minimis et européennes (règlement 651/2014, article 8)."),
    )  # fmt: skip
    no_exclusion = forms.BooleanField(
        label=_("Aucune exclusion : ni production agricole ou pêche, ni aide à l’exportation (article 1er)"),
        required=False,
    )
    scheme = forms.CharField(
        label=_("Régime cadre exempté"), max_length=60, required=False, help_text=_("Par exemple SA.111723.")
    )
    staff = forms.DecimalField(
        label=_("Effectif, en unités de travail par an"), required=False, min_value=0, max_digits=9, decimal_places=2,
        localize=True,
    )  # fmt: skip
    turnover = AmountField(label=_("Chiffre d’affaires annuel"), required=False)
    balance_sheet = AmountField(label=_("Total de bilan"), required=False)
    public_share = PercentField(label=_("Capital ou votes tenus par des organismes publics"), required=False)
    may_publish = forms.BooleanField(
        label=_("Les organismes de recherche peuvent publier leurs résultats"), required=False
    )
    in_difficulty = forms.BooleanField(label=_("L’entreprise est en difficulté"), required=False)
    recovery_order = forms.BooleanField(
        label=_("L’entreprise doit encore rembourser une aide illégale"), required=False
    )

    def __init__(self, *args: Any, partner: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partner = partner
        for key in Category:
            label = CATEGORY_LABELS[key]
            self.fields[f"cost_{key.value}"] = AmountField(label=label, required=False)
        self.fields["regime"].error_messages["required"] = _("Choisissez un régime.")

    @classmethod
    def starting(cls, partner: Any, last: Any, told: Any = None) -> dict[str, Any]:
        """From the last check, else from the file and what the undertaking declared of its size."""
        start: dict[str, Any] = {"aid": partner.aid, "regime": "" if partner.is_economic else Regime.NONE}
        start |= {key: Decimal(value) for key, value in told.figures.items() if key != "before"} if told else {}
        if last is None:
            return start
        known = {key: value for key, value in last.given.items() if key != "costs"}
        amounts = ("aid", "other_aid", "staff", "turnover", "balance_sheet", "public_share")
        start |= {key: Decimal(value) if key in amounts and value else value for key, value in known.items()}
        return start | {f"cost_{key}": Decimal(value) for key, value in last.given.get("costs", {}).items()}

    @property
    def costs(self) -> list[Any]:
        return [self[f"cost_{key.value}"] for key in Category]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        regime = data.get("regime")
        if regime == Regime.NONE and not data.get("justification", "").strip():
            self.add_error("justification", _("Dites pourquoi : la justification reste au dossier."))
        if regime in (Regime.DE_MINIMIS, Regime.DE_MINIMIS_SGEI) and not data.get("no_exclusion"):
            self.add_error("no_exclusion", _("Vérifiez les exclusions, puis cochez, ou prenez un autre régime."))
        if regime == Regime.BLOCK_EXEMPTION:
            for name in ("staff", "turnover", "balance_sheet"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, NEEDED)
            if not any(data.get(f"cost_{key.value}") for key in Category):
                self.add_error(f"cost_{Category.INDUSTRIAL.value}", _("Répartissez les dépenses entre les catégories."))
        return data

    def given(self) -> dict[str, Any]:
        """As the check keeps it: JSON values, and only what the regime asks for."""
        data = self.cleaned_data
        kept: dict[str, Any] = {"regime": data["regime"], "aid": str(data["aid"])}
        if data["regime"] == Regime.NONE:
            return kept | {"justification": data["justification"].strip()}
        kept["other_aid"] = str(data["other_aid"] or 0)
        if data["regime"] != Regime.BLOCK_EXEMPTION:
            return kept | {"no_exclusion": True}
        costs = {key.value: str(value) for key in Category if (value := data[f"cost_{key.value}"])}
        numbers = {name: str(data[name] or 0) for name in ("staff", "turnover", "balance_sheet", "public_share")}
        said = {name: data[name] for name in ("may_publish", "in_difficulty", "recovery_order")}
        return kept | numbers | said | {"scheme": data["scheme"].strip(), "costs": costs}
