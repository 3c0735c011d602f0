"""Import of the national register of de minimis aid (`aides_minimis`): a stream, line by line, that never stops.

The file is what it is: columns in any order, comma or semicolon, French or ISO dates, amounts with either point. What
cannot be read is flagged and kept. Only a file that lacks a column we cannot do without is refused.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import count, islice
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people import identifiers
from people.names import key_of
from workflows import clock

from .law import REGIMES, Book
from .models import RegisteredAid, RegisterImport
from .rules.de_minimis import Regime
from .rules.money import LARGEST

A = RegisteredAid.Anomaly
BATCH = 500
REGISTER_SINCE = date(2026, 1, 1)
# Column of ours -> the headings under which it is met, bare: no accent, no capital, underscores.
HEADINGS = {
    "identifier": ("identifiant", "identifiant_beneficiaire", "id_beneficiaire", "siret", "siren"),
    "name": ("nom", "nom_beneficiaire", "beneficiaire", "raison_sociale"),
    "regime": ("regime", "regime_aide", "libelle_regime", "reglement"),
    "instrument": ("instrument", "instrument_aide"),
    "authority": ("autorite", "autorite_octroi", "autorite_d_octroi"),
    "operator": ("operateur",),
    "commune": ("commune", "commune_beneficiaire"),
    "country": ("pays", "pays_beneficiaire"),
    "sector": ("secteur", "secteur_naf", "naf", "code_naf"),
    "gge": ("montant_esb", "montant", "esb"),
    "granted_on": ("date_octroi",),
    "declared_on": ("date_declaration",),
    "published_on": ("date_publication",),
}
NEEDED = {"identifier": "identifiant", "gge": "montant_esb", "granted_on": "date_octroi"}
KNOWN_REGIMES = (
    ("peche", Regime.FISHERY), ("aquaculture", Regime.FISHERY), ("agri", Regime.AGRICULTURE), ("sieg", Regime.SGEI),
    ("economique general", Regime.SGEI), ("2023/2832", Regime.SGEI), ("1408/2013", Regime.AGRICULTURE),
    ("717/2014", Regime.FISHERY), ("general", Regime.GENERAL), ("2023/2831", Regime.GENERAL),
)  # fmt: skip
FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y")
TEXTS = {"name": 200, "instrument": 100, "authority": 200, "operator": 200, "commune": 100, "country": 60,
         "sector": 100, "identifier": 40}  # fmt: skip


def as_windows_wrote(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("as_windows_wrote", as_windows_wrote)


class NotTheRegister(ValidationError):
    """The file cannot be the register: a column is missing, or it is no text."""


def load(stream: BinaryIO, *, name: str, by: Any = None) -> RegisterImport:
    """Replaces what was imported before by this file, all of it or nothing. Raises NotTheRegister."""
    digest = Hashed(stream)
    rows = reader(digest)
    with transaction.atomic():
        made = RegisterImport.objects.create(
            name=name[:200], sha256="", imported_by=by, imported_at=clock.now()
        )  # fmt: skip
        found: Counter[str] = Counter()
        lines, countable = Lines(made, ceilings()), 0
        batches = lines.read(rows)
        while batch := list(islice(batches, BATCH)):
            RegisteredAid.objects.bulk_create(batch)
            countable += sum(bool(r.siren and r.granted_on and r.gge is not None) for r in batch)
            made.lines += len(batch)
            made.flagged += sum(bool(r.anomalies) for r in batch)
            for row in batch:
                found.update(row.anomalies)
        made.sha256, made.countable, made.found = digest.hexdigest(), countable, dict(found)
        made.save()
        RegisteredAid.objects.exclude(source=made).delete()
    return made


def ceilings() -> dict[Regime, Decimal]:
    """The ceilings of today, to see which line exceeds its own alone; a regime without one is not judged."""
    book = Book.of(clock.today(), list(REGIMES.values()))
    return {regime: Decimal(book.rows[t].value["value"]) for regime, t in REGIMES.items() if t in book.rows}


class Hashed(io.RawIOBase):
    """The stream, hashed as it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.hash = stream, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.stream.read(len(buffer))
        self.hash.update(data)
        buffer[: len(data)] = data
        return len(data)

    def hexdigest(self) -> str:
        return self.hash.hexdigest()


def reader(stream: io.RawIOBase) -> Iterator[list[str]]:
    """The lines as lists of cells, heading first. A byte that is no UTF-8 is read as Windows wrote it."""
    text = io.TextIOWrapper(
        io.BufferedReader(stream, 1 << 16), encoding="utf-8-sig", errors="as_windows_wrote", newline=""
    )
    first = text.readline(20_000)
    if "\x00" in first or not first.strip():
        raise NotTheRegister(_("Ce fichier n’est pas un CSV : déposez l’export « aides_minimis » tel quel."))
    delimiter = max(";,\t|", key=first.count)
    return csv.reader(chain_text(first, text), delimiter=delimiter)


def chain_text(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    for line in rest:
        yield line.replace("\x00", "")


class Lines:
    """Each line of the file as a row, with its anomalies."""

    def __init__(self, made: RegisterImport, ceilings: dict[Regime, Decimal]) -> None:
        self.made, self.ceilings, self.today = made, ceilings, clock.today()
        self.seen: set[bytes] = set()

    def read(self, rows: Iterator[list[str]]) -> Iterator[RegisteredAid]:
        heading = next(rows)
        places = placed(heading)
        for number in count(2):
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error:  # a quote that nobody closed: that line is lost, the next ones are not
                yield self.row(number, [], places, len(heading))
                continue
            if any(cell.strip() for cell in cells):
                yield self.row(number, cells, places, len(heading))

    def row(self, number: int, cells: list[str], places: dict[str, int], width: int) -> RegisteredAid:
        anomalies: list[str] = [] if len(cells) == width else [A.COLUMNS]
        said = {key: cells[at].strip() if at < len(cells) else "" for key, at in places.items()}
        texts = {key: said.get(key, "")[:most] for key, most in TEXTS.items()}
        if any(len(said.get(key, "")) > most for key, most in TEXTS.items()):
            anomalies.append(A.TOO_LONG)
        regime = self._regime(said.get("regime", ""), anomalies)
        gge = self._amount(said["gge"], regime, anomalies)
        found = RegisteredAid(
            source=self.made, line=number, siren=siren_of(said["identifier"], anomalies), regime=regime, gge=gge,
            granted_on=self._granted_on(said["granted_on"], anomalies), **texts,
            declared_on=day_of(said.get("declared_on", "")), published_on=day_of(said.get("published_on", "")),
        )  # fmt: skip
        mark = hashlib.blake2b("\x1f".join(cells).encode("utf-8", "replace"), digest_size=12).digest()
        if mark in self.seen:
            anomalies.append(A.TWICE)
        self.seen.add(mark)
        found.anomalies = [str(code) for code in anomalies]
        return found

    @staticmethod
    def _regime(text: str, anomalies: list[str]) -> str:
        bare = " ".join(key_of(text).split()) or ""
        for word, regime in KNOWN_REGIMES:
            if word in bare or word in text.lower():
                return regime.value
        anomalies.append(A.UNKNOWN_REGIME)
        return Regime.GENERAL.value

    def _amount(self, text: str, regime: str, anomalies: list[str]) -> Decimal | None:
        value = amount_of(text)
        if value is None:
            anomalies.append(A.NO_AMOUNT)
        elif value < 0:
            anomalies.append(A.NEGATIVE)
            return None
        elif value == 0:
            anomalies.append(A.ZERO)
        elif value > self.ceilings.get(Regime(regime), LARGEST):
            anomalies.append(A.ABOVE_CEILING)
        return value

    def _granted_on(self, text: str, anomalies: list[str]) -> date | None:
        found = day_of(text)
        if found is None:
            anomalies.append(A.NO_DAY)
        elif found > self.today:
            anomalies.append(A.FUTURE)
        elif found < REGISTER_SINCE:
            anomalies.append(A.BEFORE)
        return found


def placed(heading: list[str]) -> dict[str, int]:
    """Where each column of ours stands. Raises NotTheRegister with the names of those that are missing."""
    bare = [re.sub(r"[^a-z0-9]+", "_", " ".join(key_of(cell).split())).strip("_") for cell in heading]
    found = {}
    for key, names in HEADINGS.items():
        place = next((bare.index(name) for name in names if name in bare), None)
        if place is not None:
            found[key] = place
    missing = [name for key, name in NEEDED.items() if key not in found]
    if missing:
        raise NotTheRegister(
            _("Il manque la colonne %(missing)s : déposez l’export « aides_minimis » avec tous ses champs."),
            params={"missing": ", ".join(missing)},
        )
    return found


def siren_of(text: str, anomalies: list[str]) -> str:
    """The SIREN at the head of the identifier; one whose key is wrong is flagged, and kept: it may be matched."""
    digits = re.sub(r"\D", "", text)
    if len(digits) not in (9, 14):
        anomalies.append(A.NO_SIREN)
        return ""
    if not identifiers.is_siren(digits[:9]):
        anomalies.append(A.WRONG_SIREN)
    return digits[:9]


def amount_of(text: str) -> Decimal | None:
    bare = re.sub(r"[\s\u00a0\u202f€]", "", text).replace(",", ".")
    if bare.count(".") > 1:  # 1.234.567,89
        whole, _point, cents = bare.rpartition(".")
        bare = f"{whole.replace('.', '')}.{cents}"
    try:
        value = Decimal(bare).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) <= LARGEST else None


def day_of(text: str) -> date | None:
    for form in FORMATS:
        try:
            return datetime.strptime(text[:10], form).date()
        except ValueError:
            continue
    return None
