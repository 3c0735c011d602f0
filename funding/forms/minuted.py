"""A project of decision from the minutes, as a person edits it before it is drawn up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from look.typography import euros_cents

from .. import reasons
from ..fields import TextField
from .steps import ProposalForm

SHOWN = {
    "award": ("grant", "recoverable_advance", "eligible_base", "reasons", "conditions"),
    "reserve": ("rank", "valid_until", "reasons"),
    "rejection": ("reasons",),
}


class MinutedForm(ProposalForm):
    """The proposal's own fields; its sense and its most are those of the minutes; a reason for each criterion."""

    def __init__(self, *args: Any, item: Any, facts: dict[str, Any], **kwargs: Any) -> None:
        self.item, self.facts = item, facts
        super().__init__(*args, subject=item.application, **kwargs)

    def prepare(self) -> None:
        kind, rows = self.facts["kind"], self.facts["by_criterion"]
        for name in [name for name in self.fields if name not in SHOWN[kind]]:
            del self.fields[name]
        self.initial |= self.facts
        for number, row in enumerate(rows if kind == "rejection" else []):
            label = row["criterion"] + (f" ({row['mean'].replace('.', ',')} / 5)" if row["mean"] else "")
            self.fields[f"reason_{number}"] = TextField(
                label=label, rows=3, required=reasons.failed(row), initial="\n".join(row["comments"]),
                help_text=_("Un motif en fait est dû : la note est sous le seuil.") if reasons.failed(row) else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = forms.Form.clean(self) or self.cleaned_data
        asked = (data.get("grant") or Decimal(0)) + (data.get("recoverable_advance") or Decimal(0))
        if asked > self.item.amount:
            self.add_error(
                "grant",
                _("Le comité a retenu %(amount)s : proposez ce montant ou moins.")
                % {"amount": euros_cents(self.item.amount)},
            )
        elif self.facts["kind"] == "award" and not asked:
            self.add_error("grant", _("Indiquez le montant attribué."))
        return data

    @property
    def written(self) -> dict[str, Any]:
        """What is kept: plain JSON, in the shape in which it was prepared."""
        found = {name: plain(value) for name, value in self.cleaned_data.items() if not name.startswith("reason_")} | {
            "kind": self.facts["kind"]
        }
        if self.facts["kind"] != "rejection":
            return found
        rows = [
            row | {"comments": [text] if (text := self.cleaned_data.get(f"reason_{number}", "").strip()) else []}
            for number, row in enumerate(self.facts["by_criterion"])
        ]
        return found | {"by_criterion": [row for row in rows if row["comments"]]}


def plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
