"""Files as CSV and XLSX: streamed, memory flat, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from workflows import clock

from .portfolio import with_money

CHUNK = 1000
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(DANGEROUS) else value


def heading() -> list[str]:
    return [
        _("Numéro"), _("Projet"), _("Porteur"), "SIRET", _("Nature"), _("Commune"), _("Département"), _("Appel"),
        _("Programme"), _("État"), _("Déposé le"), _("Dépenses"), _("Aide demandée"), _("Attribué"),
        _("Conventionné"), _("Versé"),
    ]  # fmt: skip


COLUMNS = (
    "reference", "title", "lead__name", "lead__siret", "lead__kind", "commune__name", "commune__department",
    "call__code", "call__programme__code", "state", "submitted_at", "total_cost", "aid_requested", "granted",
    "contracted", "disbursed",
)  # fmt: skip


def rows(files: Any) -> Iterator[list[Any]]:
    """One list per file, in chunks by primary key: constant memory whatever the number."""
    from .models import Application

    states = {value: str(label) for value, label in Application.S.choices}
    kinds = _kinds()
    listed = with_money(files).order_by("pk").values_list("pk", *COLUMNS)
    last = 0
    while chunk := list(listed.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1][0]
        for _pk, *row in chunk:
            row[4] = kinds.get(row[4], row[4])
            row[9] = states.get(row[9], row[9])
            row[10] = clock.paris_day(row[10]) if row[10] else None
            yield row


def _kinds() -> dict[str, str]:
    from people.models import Organisation

    return {value: str(label) for value, label in Organisation.Kind.choices}


def as_csv(files: Any) -> Iterator[bytes]:
    """UTF-8 with its mark, semicolons and decimal commas: what a French spreadsheet opens by a double click."""
    yield "\ufeff".encode()
    yield from _lines([heading()])
    yield from _lines(rows(files))


def _lines(table: Iterable[list[Any]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    for number, row in enumerate(table, 1):
        writer.writerow([_text(value) for value in row])
        if number % 200 == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return text


def _text(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    return value.isoformat() if isinstance(value, date) else harmless(value)


def as_xlsx(files: Any) -> IO[bytes]:
    """A workbook written row by row to a temporary file, given back at its start; closing it removes it."""
    target = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 (the response closes it)
    book = xlsxwriter.Workbook(
        target.name, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_("Dossiers"))
    bold, money, day = (
        book.add_format({"bold": True}),
        book.add_format({"num_format": "# ##0.00"}),
        book.add_format({"num_format": "dd/mm/yyyy"}),
    )
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(heading()):
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(rows(files), 1):
        for column, value in enumerate(row):
            if isinstance(value, Decimal):
                sheet.write_number(number, column, float(value), money)
            elif isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif value not in (None, ""):
                sheet.write_string(number, column, harmless(str(value)))
    book.close()
    target.seek(0)
    return target
