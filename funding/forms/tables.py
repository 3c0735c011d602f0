"""A small table to fill in: rows of short answers, with two empty rows ahead of what is filled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .kept import Amount, Day, Kept, Number, Text

MOST_ROWS, SPARE_ROWS = 40, 2


def cell(column: dict[str, Any]) -> forms.Field:
    kind = column.get("kind", "short")
    if kind == "number":
        return Number(required=False)
    if kind == "amount":
        return Amount(required=False)
    return Day(required=False) if kind == "date" else Text(limit=500, required=False)


class TableInput(forms.Widget):
    def __init__(self, columns: list[dict[str, Any]], cells: dict[str, forms.Field]) -> None:
        super().__init__()
        self.columns, self.cells = columns, cells

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        """The rows as they were typed, empty ones left out."""
        given = data.get(name)
        if isinstance(given, list):
            return given
        rows = []
        for index in range(MOST_ROWS):
            row = {c["key"]: str(data.get(f"{name}-{index}-{c['key']}") or "").strip() for c in self.columns}
            if any(row.values()):
                rows.append(row)
        return rows

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string("funding/application/table_input.html", self.get_context(name, value, attrs))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        filled = list(value or [])[:MOST_ROWS]
        rows = filled + [{}] * min(SPARE_ROWS, MOST_ROWS - len(filled))
        lines = [
            [
                {
                    "column": column,
                    "name": f"{name}-{index}-{column['key']}",
                    "value": row.get(column["key"], ""),
                    "type": "date" if column.get("kind") == "date" else "text",
                    "numeric": column.get("kind") in ("number", "amount"),
                }
                for column in self.columns
            ]
            for index, row in enumerate(rows)
        ]
        return {"widget": {"name": name, "attrs": attrs or {}}, "columns": self.columns, "lines": lines}


class Table(Kept, forms.Field):
    def __init__(self, *, columns: list[dict[str, Any]], **kwargs: Any) -> None:
        self.cells = {column["key"]: cell(column) for column in columns}
        self.columns = columns
        super().__init__(widget=TableInput(columns, self.cells), **kwargs)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        rows, errors = [], []
        for position, typed in enumerate(value or [], start=1):
            row = {}
            for column in self.columns:
                field: Any = self.cells[column["key"]]
                try:
                    row[column["key"]] = field.keep(field.clean(typed.get(column["key"], "")))
                except forms.ValidationError as error:
                    where = _("Ligne %(row)s, « %(column)s » :") % {"row": position, "column": column["label"]}
                    errors.append(f"{where} {' '.join(error.messages)}")
            rows.append(row)
        if errors:
            raise forms.ValidationError(errors)
        if self.required and not rows:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return rows

    def keep(self, value: Any) -> list[dict[str, Any]]:
        return list(value or [])

    def show(self, kept: Any) -> list[dict[str, Any]]:
        rows = kept if isinstance(kept, list) else []
        return [{key: field.show(row.get(key, "")) for key, field in self.cells.items()} for row in rows]
