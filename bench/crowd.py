"""Many files at once: copies of a few that went through the gate, made by the database from their own rows.

A copy has its own keys, handle, title, date and commune; its journal is not copied. The clones of a file share the
state of the original, so that pages meet true rows in true proportions.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from funding.models import (
    Agreement,
    AidDeclaration,
    Application,
    CostLine,
    Decision,
    Disbursement,
    Document,
    Partner,
    Review,
    Score,
    StateAidCheck,
)

STEP = 10_000_000  # far above every key that was given out: the n-th copy of row k has the key n × STEP + k

ORGANISATION = {
    "id": f"n * {STEP} + o.id",
    "siren": "lpad((mod(o.id, 1000) * 100000 + n)::text, 9, '0')",
    "siret": "lpad((mod(o.id, 1000) * 100000 + n)::text, 9, '0') || '00000'",
}


def copy(model: Any, pks: list[int], count: int, *, first: int = 1, **changes: str) -> None:
    """Copies `first` to `count` of each row; `changes` are SQL expressions over the row `o` and the number `n`."""
    if not pks:
        return
    names = [f.column for f in model._meta.concrete_fields if not getattr(f, "generated", False)]
    given = [changes.get(name, f'o."{name}"') for name in names]
    table, into = model._meta.db_table, ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({into}) "
            f"SELECT {', '.join(given)} FROM {table} o, generate_series(%s::bigint, %s::bigint) n WHERE o.id = ANY(%s)",
            [first, count, pks],
        )


def spread(name: str, among: int) -> str:
    """The first 20 copies stay with the person or organisation of the original, the others go to copies of them."""
    return f"CASE WHEN n <= 20 THEN o.{name} ELSE (1 + mod(n, {among})) * {STEP} + o.{name} END"


def of(files: list[Application], count: int, *, first: int = 1, links: Any = (), **changes: str) -> None:
    """Copies of each file, with all that hangs on it; `links` says what changes in other tables' rows."""
    links = dict(links)
    here, file = f"n * {STEP} + o.id", f"n * {STEP} + o.application_id"
    pks = [f.pk for f in files]
    facts = {
        "id": here,
        "draft_code": "'C' || n || '-' || o.id",
        "reference": "CASE WHEN o.reference IS NULL THEN NULL ELSE 'K-' || o.id || '-' || n END",
        "title": "o.title || ' ' || n",
        "submitted_at": "o.submitted_at - mod(n, 5000) * interval '1 minute'",
        "aid_requested": "o.aid_requested - mod(n, 977)",
        "journal_count": "0",
        "journal_head": "''",
    }
    copy(Application, pks, count, first=first, **facts | changes)

    def under(model: Any, path: str, **own: str) -> None:
        found = list(model.objects.filter(**{f"{path}__in": pks}).values_list("pk", flat=True))
        copy(model, found, count, first=first, **{"id": here} | own | links.get(model, {}))

    under(Partner, "application", application_id=file)
    under(CostLine, "partner__application", partner_id=f"n * {STEP} + o.partner_id")
    under(AidDeclaration, "partner__application", partner_id=f"n * {STEP} + o.partner_id")
    under(StateAidCheck, "application", application_id=file, partner_id=f"n * {STEP} + o.partner_id")
    under(Document, "application", application_id=file)
    under(Review, "application", application_id=file)
    under(Score, "review__application", review_id=f"n * {STEP} + o.review_id")
    number = "CASE WHEN o.number IS NULL THEN NULL ELSE o.number || '-' || n END"
    under(Decision, "application", application_id=file, number=number)
    under(Agreement, "application", application_id=file, decision_id=f"n * {STEP} + o.decision_id")
    under(Disbursement, "agreement__application", agreement_id=f"n * {STEP} + o.agreement_id", number=number)


def settle() -> None:
    """Statistics and a clean visibility map, as a database that lives has them."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
