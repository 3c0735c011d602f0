"""Loads the official geography shipped in `data/`: one COPY and one upsert a table, well under five seconds."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from .fields import DerivedField
from .models import Commune, Department, Epci, Region

DATA = Path(__file__).parent / "data"

# From column of the file to column of the table.
SOURCES: list[tuple[type[models.Model], str, dict[str, str]]] = [
    (Region, "regions.csv", {"code": "code", "name": "name", "zone": "zone"}),
    (
        Department,
        "departments.csv",
        {"code": "code", "name": "name", "region": "region_id", "zone": "zone"},
    ),
    (
        Epci,
        "epci.csv",
        {
            "siren": "siren",
            "name": "name",
            "kind": "kind",
            "department": "department_id",
            "population": "population",
        },
    ),
    (
        Commune,
        "communes.csv.gz",
        {
            "code": "code",
            "name": "name",
            "siren": "siren",
            "department": "department_id",
            "epci": "epci_id",
            "population": "population",
            "postcode": "postcode",
        },
    ),
]


def load() -> dict[str, tuple[int, int]]:
    """For each table, the rows of the file and how many were new or changed."""
    done = {}
    with transaction.atomic():
        for model, source, columns in SOURCES:
            rows = list(read(model, DATA / source, columns))
            done[model._meta.label] = (len(rows), upsert(model, rows))
    return done


def read(model: type[models.Model], path: Path, columns: dict[str, str]) -> Iterator[dict[str, Any]]:
    derived = [f for f in model._meta.concrete_fields if isinstance(f, DerivedField)]
    empty = {f.attname: None if f.null else "" for f in model._meta.concrete_fields}
    open_text = gzip.open if path.suffix == ".gz" else open
    with open_text(path, "rt", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            row = {column: line[name] or empty[column] for name, column in columns.items()}
            row["name"] = row["name"].replace("'", "’")
            for field in derived:
                row[field.column] = type(field).compute(row[field.of])[: field.max_length]
            yield row


def upsert(model: type[models.Model], rows: list[dict[str, Any]]) -> int:
    table, key = model._meta.db_table, model._meta.pk.column
    columns = list(rows[0])
    others = [column for column in columns if column != key]
    listed = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE incoming (LIKE {table} INCLUDING DEFAULTS) ON COMMIT DROP")
        with cursor.copy(f"COPY incoming ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([row[column] for column in columns])
        cursor.execute(
            f"INSERT INTO {table} ({listed}) SELECT {listed} FROM incoming "  # noqa: S608 (our own names)
            f"ON CONFLICT ({key}) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in others)} "
            f"WHERE ({', '.join(f'{table}.{c}' for c in others)}) "
            f"IS DISTINCT FROM ({', '.join(f'excluded.{c}' for c in others)})"
        )
        changed = cursor.rowcount
        cursor.execute("DROP TABLE incoming")
    return int(changed)
