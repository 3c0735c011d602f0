"""From JSON to what a page would have posted: the draft's own fields then judge it, in one place for all."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.models import Commune

from .. import territories
from ..forms.kept import Amount, Many, Number, Place, YesNo
from ..forms.tables import MOST_ROWS, Table

Plain = str | int | float


def posted(field: Any, value: Any) -> Any:
    """Raises ValidationError when the value is of a type that this field never takes."""
    if value is None:
        return [] if isinstance(field, (Many, Table)) else ""
    if isinstance(field, Many):
        return _many(value)
    if isinstance(field, Table):
        return _rows(value)
    if isinstance(value, str):
        return value
    if isinstance(value, bool) and isinstance(field, YesNo):
        return "yes" if value else "no"
    if isinstance(value, (int, float)) and not isinstance(value, bool) and isinstance(field, (Number, Amount)):
        return str(value)
    if isinstance(value, dict) and isinstance(field, Place):
        return _place(value)
    raise wrong()


def wrong() -> ValidationError:
    return ValidationError(_("Cette valeur n’est pas du type attendu."), code="type")


def _many(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise wrong()
    return value


def _rows(value: Any) -> list[dict[str, str]]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise wrong()
    if len(value) > MOST_ROWS:
        raise ValidationError(_("Un tableau compte %(most)s lignes au plus."), params={"most": MOST_ROWS}, code="rows")
    return [{key: _cell(cell) for key, cell in row.items()} for row in value]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value)
    raise wrong()


def _place(value: dict[str, Any]) -> str:
    """As an answer is kept ({kind, code, name, label}), or a town by its INSEE code alone: {code}."""
    if isinstance(value.get("label"), str):
        return value["label"]
    town = Commune.objects.filter(pk=value["code"]).first() if isinstance(value.get("code"), str) else None
    if town is None:
        raise ValidationError(_("Aucune commune n’a ce code INSEE."), code="place")
    return territories.of_commune(town).label
