"""The forms of the question builder: a section, a question of each kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..models import FormVersion
from ..questions import WITH_LIMIT, WITH_OPTIONS
from .kept import Text

MOST_OPTIONS, MOST_COLUMNS, LONGEST = 50, 8, 20_000
REQUIRED = {"required": _("Écrivez un intitulé.")}


class SectionForm(forms.Form):
    use_required_attribute = False

    title = Text(label=_("Titre de la partie"), limit=120, error_messages={"required": _("Donnez un titre.")})
    help = Text(label=_("Introduction"), limit=1000, rows=3, required=False)


class QuestionForm(forms.Form):
    """Asks for what the kind has: a limit, choices, columns. The kind is chosen when the question is added."""

    use_required_attribute = False

    label = Text(label=_("Question"), limit=300, rows=2, error_messages=REQUIRED)
    help = Text(label=_("Aide"), limit=1000, rows=2, required=False, help_text=_("Une phrase qui aide à répondre."))
    required = forms.BooleanField(label=_("Une réponse est attendue pour déposer"), required=False)

    def __init__(self, kind: str, data: Any = None, *, question: dict[str, Any] | None = None) -> None:
        self.kind = kind
        super().__init__(data, initial=initial_of(question or {}))
        if kind in WITH_LIMIT:
            self.fields["limit"] = LimitField(250 if kind == "short" else 3000)
        if kind in WITH_OPTIONS:
            self.fields["options"] = LinesField()
        if kind == "table":
            self._columns()

    def _columns(self) -> None:
        kinds = [(k, FormVersion.Kind(k).label) for k in ("short", "number", "amount", "date")]
        for index in range(1, MOST_COLUMNS + 1):
            self.fields[f"column_{index}"] = Text(
                label=_now("Colonne %(number)s") % {"number": index}, limit=80, required=False
            )
            self.fields[f"column_kind_{index}"] = forms.ChoiceField(
                label=_now("Type de la colonne %(number)s") % {"number": index}, choices=kinds, required=False
            )

    @property
    def column_pairs(self) -> list[tuple[Any, Any]]:
        if self.kind != "table":
            return []
        return [(self[f"column_{n}"], self[f"column_kind_{n}"]) for n in range(1, MOST_COLUMNS + 1)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.kind == "table":
            data["columns"] = [
                {"label": data[f"column_{n}"], "kind": data.get(f"column_kind_{n}") or "short"}
                for n in range(1, MOST_COLUMNS + 1)
                if data.get(f"column_{n}")
            ]
            if not data["columns"] and not self.errors:
                self.add_error("column_1", _("Un tableau a au moins une colonne : nommez-la."))
            if len({column["label"] for column in data["columns"]}) < len(data["columns"]):
                self.add_error("column_1", _("Deux colonnes portent le même nom : changez-en un."))
        return data


def initial_of(question: dict[str, Any]) -> dict[str, Any]:
    facts = {name: question.get(name) for name in ("label", "help", "required", "limit") if name in question}
    facts["options"] = "\n".join(option["label"] for option in question.get("options", []))
    for index, column in enumerate(question.get("columns", []), start=1):
        facts |= {f"column_{index}": column["label"], f"column_kind_{index}": column["kind"]}
    return facts


class LimitField(forms.IntegerField):
    def __init__(self, default: int) -> None:
        super().__init__(
            label=_("Limite de caractères"), min_value=20, max_value=LONGEST, initial=default,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "short"}),
            error_messages={
                "required": _("Indiquez une limite : les réponses se comparent mieux."),
                "invalid": _("Écrivez un nombre entier, par exemple 1500."),
                "min_value": _("Laissez au moins 20 caractères."),
                "max_value": _("20 000 caractères suffisent : réduisez la limite."),
            },
        )  # fmt: skip


class LinesField(Text):
    """One choice a line."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Choix proposés"), limit=8000, rows=6, help_text=_("Un par ligne."),
            error_messages={"required": _("Écrivez au moins deux choix, un par ligne.")},
        )  # fmt: skip

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).split("\n") if line.strip()]
        if len(lines) < 2:
            raise forms.ValidationError(_("Écrivez au moins deux choix, un par ligne."))
        if len(lines) > MOST_OPTIONS:
            raise forms.ValidationError(_("Cinquante choix au plus : regroupez-en."))
        if len(set(lines)) < len(lines):
            raise forms.ValidationError(_("Deux choix sont identiques : retirez-en un."))
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError(_("Un choix compte 200 caractères au plus."))
        return lines
