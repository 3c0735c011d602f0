"""Reading a bank's report: CSV or XLSX in, rows or faults out. A wrong file changes nothing; each fault has a cell."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from look.typography import euros_cents
from workflows import clock
from workflows.errors import FormRefused, StepRefused, sentence_of

from .models import BankAgreement, Cover, Report, ReportRow

COLUMNS = ("garantie", "capital_restant_du", "echeances_impayees", "evenement", "date_evenement")
EVENTS = {"redressement": "receivership", "liquidation": "liquidation", "decheance": "acceleration"}
MOST_ROWS, MOST_FAULTS, MOST_BYTES = 20_000, 50, 10 * 1024 * 1024
MOST_EXPANDED = 100 * 1024 * 1024  # what a compressed sheet may hold once opened


@dataclass(frozen=True)
class Fault:
    row: int
    column: str
    text: str

    def __str__(self) -> str:
        if not self.row:
            return self.text
        where = {"row": self.row, "column": self.column, "text": self.text}
        if not self.column:
            return _("Ligne %(row)s : %(text)s") % where
        return _("Ligne %(row)s, colonne « %(column)s » : %(text)s") % where


class Unreadable(Exception):
    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults[:MOST_FAULTS]
        self.more = max(len(faults) - MOST_FAULTS, 0)
        super().__init__(" ".join(map(str, self.faults)))


def take_in(agreement: BankAgreement, upload: Any, *, as_of: date, by: Any) -> Report:
    """The report's rows, kept to be confirmed. Raises Unreadable with every fault, and keeps nothing then."""
    data = upload.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Unreadable([Fault(0, "", _("Le fichier est trop lourd : dix mégaoctets au plus."))])
    rows, faults = read(agreement, cells(data))
    if faults:
        raise Unreadable(faults)
    if not rows:
        raise Unreadable([Fault(0, "", _("Le fichier n’a aucune ligne sous son en-tête."))])
    with transaction.atomic():
        BankAgreement.objects.select_for_update().get(pk=agreement.pk)
        agreement.reports.waiting().update(dropped_at=clock.now())
        report = Report.objects.create(
            agreement=agreement, as_of=as_of, name=upload.name[:200], sha256=hashlib.sha256(data).hexdigest(),
            uploaded_by=by, uploaded_at=clock.now(),
        )  # fmt: skip
        for row in rows:
            row.report = report
        ReportRow.objects.bulk_create(rows, batch_size=1000)
    return report


def cells(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    return _sheet(data) if data[:2] == b"PK" else _text(data)


def _text(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable([Fault(0, "", _("Le fichier ne se lit pas : enregistrez-le en CSV (UTF-8) ou en XLSX."))])
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=";" if ";" in head else ",")
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise Unreadable([Fault(reader.line_num, "", str(error))]) from error


def _sheet(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_EXPANDED:
                raise Unreadable([Fault(0, "", _("Le classeur est trop grand : envoyez un CSV."))])
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        rows = sheet.iter_rows(max_col=20, max_row=MOST_ROWS + 2, values_only=True)
        yield from ((number, list(row)) for number, row in enumerate(rows, start=1))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        said = _("Le classeur ne se lit pas : enregistrez-le de nouveau en XLSX, ou en CSV.")
        raise Unreadable([Fault(0, "", said)]) from error


def read(agreement: BankAgreement, lines: Iterator[tuple[int, list[Any]]]) -> tuple[list[ReportRow], list[Fault]]:
    header: list[str] = []
    rows: list[ReportRow] = []
    faults: list[Fault] = []
    known = _covers(agreement)
    seen: dict[int, int] = {}
    for number, line in lines:
        if not any(str(cell or "").strip() for cell in line):
            continue
        if not header:
            header = [str(cell or "").strip().lower() for cell in line]
            if missing := [name for name in COLUMNS[:2] if name not in header]:
                said = _("L’en-tête n’a pas la colonne « %(name)s ».") % {"name": missing[0]}
                return [], [Fault(number, "", said)]
            continue
        if len(rows) >= MOST_ROWS:
            return [], [Fault(number, "", _("Vingt mille lignes au plus : envoyez le reste dans un second fichier."))]
        row = _row(number, dict(zip(header, line, strict=False)), agreement, known, faults)
        if row is None:
            continue
        if row.cover_id in seen:
            said = _("cette garantie est déjà à la ligne %(row)s.") % {"row": seen[row.cover_id]}
            faults.append(Fault(number, "garantie", said))
        seen[row.cover_id] = number
        rows.append(row)
    if not header:
        faults.append(Fault(0, "", _("Le fichier est vide.")))
    return rows, faults


def _covers(agreement: BankAgreement) -> dict[str, Cover]:
    found = Cover.objects.live().filter(agreement=agreement).select_related("application", "agreement")
    return {cover.handle.upper(): cover for cover in found}


def _row(
    number: int, values: dict[str, Any], agreement: BankAgreement, known: dict[str, Cover], faults: list[Fault]
) -> ReportRow | None:
    handle = str(values.get("garantie") or "").strip().upper()
    cover = known.get(handle)
    if cover is None:
        faults.append(Fault(number, "garantie", _unknown(handle)))
        return None
    before = len(faults)
    left = _amount(values.get("capital_restant_du"))
    if left is None:
        faults.append(Fault(number, "capital_restant_du", _("écrivez un montant, par exemple 96500,50.")))
    elif left > cover.outstanding:
        said = _("le capital restant dû était de %(before)s : il ne peut pas remonter.")
        faults.append(Fault(number, "capital_restant_du", said % {"before": euros_cents(cover.outstanding)}))
    unpaid = _count(values.get("echeances_impayees"))
    if unpaid is None:
        faults.append(Fault(number, "echeances_impayees", _("écrivez un nombre entier, ou laissez vide.")))
    event, event_on = _event(number, values, cover, faults)
    if len(faults) > before:
        return None
    return ReportRow(number=number, cover=cover, outstanding=left, unpaid=unpaid, event=event, event_on=event_on)


def _unknown(handle: str) -> str:
    """Another bank's loan and one that nobody has read alike: a bank learns nothing of another's covers."""
    if not handle:
        return _("indiquez le numéro de la garantie.")
    return _("« %(handle)s » n’est pas une garantie en cours de votre banque.") % {"handle": handle[:40]}


def _event(number: int, values: dict[str, Any], cover: Cover, faults: list[Fault]) -> tuple[str, date | None]:
    typed = str(values.get("evenement") or "").strip().lower().replace("é", "e")
    if not typed:
        return "", None
    event = EVENTS.get(typed)
    if event is None:
        faults.append(Fault(number, "evenement", _("écrivez redressement, liquidation ou decheance, ou laissez vide.")))
        return "", None
    on = _day(values.get("date_evenement"))
    if on is None or on > clock.today() or on < cover.disbursed_on:
        faults.append(Fault(number, "date_evenement", _("écrivez le jour de l’événement, par exemple 12/03/2027.")))
    return event, on


def _amount(value: Any) -> Decimal | None:
    text = str(value if value is not None else "").replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    try:
        found = Decimal(text.replace("€", "").replace(",", "."))
    except InvalidOperation:
        return None
    if not found.is_finite() or not 0 <= found < Decimal("1e12"):
        return None
    cents = found.quantize(Decimal("0.01"))
    # A sheet holds floats: 1234.5600000001 is what somebody typed as 1234,56.
    return cents if cents == found or (isinstance(value, float) and abs(cents - found) < Decimal("1e-6")) else None


def _count(value: Any) -> int | None:
    text = str(value if value is not None else "").strip().removesuffix(".0")
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and int(text) < 1000 else None


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(str(value or "").strip(), form).date()
        except ValueError:
            continue
    return None


def confirm(report: Report, *, by: Any) -> int:
    """Each row by a step of its cover; all of them or none. Raises StepRefused with the row that stands in the way."""
    with transaction.atomic():
        locked = Report.objects.select_for_update().get(pk=report.pk)
        if locked.confirmed_at or locked.dropped_at:
            raise StepRefused([_("Ce compte rendu est déjà confirmé, ou remplacé par un autre.")], reason="state")
        rows = list(locked.rows.select_related("cover"))
        for row in rows:
            try:
                _apply(row, locked, by)
            except (StepRefused, FormRefused) as refused:
                said = _("Ligne %(row)s : %(why)s") % {"row": row.number, "why": sentence_of(refused)}
                raise StepRefused([said], reason="obstacles") from refused
        locked.confirmed_at, locked.confirmed_by = clock.now(), by
        locked.save(update_fields=["confirmed_at", "confirmed_by"])
    return len(rows)


def _apply(row: ReportRow, report: Report, by: Any) -> None:
    cover = row.cover
    if row.event:
        words = _("Compte rendu du %(day)s") % {"day": report.as_of.isoformat()}
        cover.notify_default(by=by, event=row.event, event_on=row.event_on, outstanding=row.outstanding, words=words)
        return
    cover.amortise(by=by, outstanding=row.outstanding, as_of=report.as_of, unpaid=row.unpaid)
    if row.unpaid and cover.state == cover.S.ACTIVE:
        cover.watch(by=by, unpaid=row.unpaid, reason=_("Échéances impayées au compte rendu."))
    elif not row.unpaid and cover.state == cover.S.WATCH:
        cover.unwatch(by=by, reason=_("À jour au compte rendu."))
