"""A version of a rule of law: its figures, from when to when, and which text says so."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Organisation

from ..fields import AmountField, DayField
from ..law import BLOCK_EXEMPTION, OWN_FUNDING, SIZE, number, text
from ..models import LawVersion
from ..rules.intensities import CATEGORY_LABELS, Category
from .call import PercentField

SHARE_LABELS = {
    "large": _("Grande"), "medium": _("Moyenne"), "small": _("Petite"), "bonus": _("Majoration de collaboration"),
    "cap": _("Plafond"), "large_needs_sme_share": _("Part de PME exigée d’une grande"),
}  # fmt: skip
Leaf = tuple[str, Any, str]  # path in the value, label, what it is: rate, amount or count


def leaves(table: str) -> list[tuple[Any, list[Leaf]]]:
    """The figures of a rule, in groups with a title."""
    if table == BLOCK_EXEMPTION:
        groups: list[tuple[Any, list[Leaf]]] = [
            (
                CATEGORY_LABELS[c],
                [(f"intensities.{c.value}.{key}", label, "rate") for key, label in SHARE_LABELS.items()],
            )
            for c in Category
        ]
        limits = [(f"notify_above.{c.value}", CATEGORY_LABELS[c], "amount") for c in Category]
        shares: list[Leaf] = [
            ("largest_bearer", _("Part de la plus grande entreprise, au plus"), "rate"),
            ("research_bearer", _("Part des organismes de recherche, au moins"), "rate"),
            ("publish_above", _("Publication individuelle au-dessus de"), "amount"),
        ]
        return [*groups, (_("Seuils de notification"), limits), (_("Collaboration et publication"), shares)]
    if table == SIZE:
        sizes = ("micro", "small", "medium")
        groups = [
            (Organisation.Size(key).label, [
                (f"classes.{key}.staff_below", _("Moins de (personnes)"), "count"),
                (f"classes.{key}.turnover", _("Chiffre d’affaires, au plus"), "amount"),
                (f"classes.{key}.balance_sheet", _("Total de bilan, au plus"), "amount"),
            ]) for key in sizes
        ]  # fmt: skip
        shares = [
            ("partner_share", _("Entreprise partenaire à partir de"), "rate"),
            ("linked_above", _("Entreprise liée au-dessus de"), "rate"),
            ("public_share", _("Capital public à partir de"), "rate"),
        ]
        return [*groups, (_("Liens"), shares)]
    kind = "rate" if table == OWN_FUNDING else "amount"
    return [(_("Valeur"), [("value", LawVersion.Table(table).label, kind)])]


class LawForm(forms.ModelForm):
    use_required_attribute = False

    valid_from = DayField(label=_("En vigueur du"))
    valid_to = DayField(label=_("Jusqu’au"), required=False, help_text=_("Vide : jusqu’à ce qu’une version l’arrête."))
    source_url = forms.URLField(label=_("Texte en ligne"), required=False, max_length=300, assume_scheme="https")

    class Meta:
        model = LawVersion
        fields = ["valid_from", "valid_to", "legal_basis", "source_url", "verified"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaves = leaves(self.instance.table)
        for _title, rows in self.leaves:
            for path, label, kind in rows:
                self.fields[path] = self._field(path, label, kind)
                self.initial[path] = number(at(self.instance.value, path))

    @staticmethod
    def _field(path: str, label: Any, kind: str) -> forms.Field:
        optional = path.startswith(("intensities.", "notify_above."))
        if kind == "rate":
            return PercentField(label=label, required=not optional)
        if kind == "count":
            return forms.DecimalField(label=label, min_value=1, max_digits=6, decimal_places=0)
        return AmountField(label=label, required=not optional)

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        return [(title, [self[path] for path, _label, _kind in rows]) for title, rows in self.leaves]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("valid_from"), data.get("valid_to")
        if starts and ends and ends < starts:
            self.add_error("valid_to", _("La fin vient après le début."))
        return data

    def save(self, commit: bool = True) -> Any:
        value: dict[str, Any] = {}
        for _title, rows in self.leaves:
            for path, _label, _kind in rows:
                put(value, path, text(self.cleaned_data[path]))
        for row in value.get("intensities", {}).values():
            row["bonus"], row["cap"] = row["bonus"] or "0", row["cap"] or "1"
            row["large_needs_sme_share"] = row["large_needs_sme_share"] or "0"
        self.instance.value = value
        return super().save(commit)


def at(value: Any, path: str) -> Any:
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def put(value: dict[str, Any], path: str, said: Any) -> None:
    *folders, last = path.split(".")
    for key in folders:
        value = value.setdefault(key, {})
    value[last] = said


def shown(row: LawVersion) -> list[tuple[Any, list[tuple[Any, str, Decimal | None]]]]:
    """The figures of a published version, as its page lists them: label, what it is, value."""
    return [
        (title, [(label, kind, number(at(row.value, path))) for path, label, kind in rows])
        for title, rows in leaves(row.table)
    ]
