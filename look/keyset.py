"""Pages without OFFSET: the thousandth costs what the first does. A cursor holds the sort values of one row."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

SIZE = 30


@dataclass
class Page:
    rows: list[Any] = field(default_factory=list)
    previous: str = ""
    next: str = ""

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page(queryset: QuerySet[Any], query: Mapping[str, str], *, order: Sequence[str], size: int = SIZE) -> Page:
    """One page. `order` must end with a unique column and hold no nullable one; a false cursor reads as none."""
    backwards = bool(query.get("before"))
    cursor = read_cursor(query.get("before") or query.get("after") or "", len(order))
    names = [flip(name) for name in order] if backwards else list(order)
    rows = queryset.order_by(*names)
    if cursor is not None:
        try:
            found = list(rows.filter(beyond(names, cursor))[: size + 1])
        except (ValidationError, ValueError, TypeError):
            return page(queryset, {}, order=order, size=size)
    else:
        found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return page(queryset, {}, order=order, size=size) if cursor is not None else Page()
    has_previous = more if backwards else cursor is not None
    has_next = True if backwards else more
    return Page(
        found,
        write_cursor(found[0], order) if has_previous else "",
        write_cursor(found[-1], order) if has_next else "",
    )


def flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def beyond(names: Sequence[str], cursor: list[Any]) -> Q:
    """Rows strictly after the cursor. The first column is repeated as a plain bound, for the index to use."""
    first = names[0].lstrip("-")
    bound = Q(**{f"{first}__{'lte' if names[0].startswith('-') else 'gte'}": cursor[0]})
    choice, equal = Q(), Q()
    for name, value in zip(names, cursor, strict=True):
        column = name.lstrip("-")
        choice |= equal & Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        equal &= Q(**{column: value})
    return bound & choice


def write_cursor(row: Any, order: Sequence[str]) -> str:
    values = [plain(value_of(row, name.lstrip("-"))) for name in order]
    return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def value_of(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = row[part] if isinstance(row, dict) else getattr(row, part)
    return row


def plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def read_cursor(text: str, length: int) -> list[Any] | None:
    try:
        values = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, UnicodeDecodeError):
        return None
    if not isinstance(values, list) or len(values) != length:
        return None
    simple = all(isinstance(value, (str, int, float)) and "\x00" not in str(value) for value in values)
    return values if simple else None
