"""Many files at once: copies of a few that went through the gate, made by the database from their own rows.

A copy has its own keys, handle, title, date and commune; its journal is not copied. The clones of a file share the
state of the original, so that pages meet true rows in true proportions.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from funding.models import Agreement, Application, CostLine, Decision, Disbursement, Document, Partner, Review, Score

STEP = 10_000_000  # far above every key that was given out: the n-th copy of row k has the key n × STEP + k


def copy(model: Any, pks: list[int], count: int, **changes: str) -> None:
    """`count` copies of each of these rows; `changes` are SQL expressions over the row `o` and the number `n`."""
    if not pks:
        return
    names = [f.column for f in model._meta.concrete_fields if not getattr(f, "generated", False)]
    given = [changes.get(name, f'o."{name}"') for name in names]
    table, into = model._meta.db_table, ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({into}) "
            f"SELECT {', '.join(given)} FROM {table} o, generate_series(1, %s::bigint) n WHERE o.id = ANY(%s)",
            [count, pks],
        )


def of(files: list[Application], count: int, **changes: str) -> None:
    """`count` copies of each file, with all that hangs on it. Two calls need different originals."""
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
    copy(Application, pks, count, **facts | changes)

    def under(model: Any, path: str, **links: str) -> list[int]:
        found = list(model.objects.filter(**{f"{path}__in": pks}).values_list("pk", flat=True))
        copy(model, found, count, id=here, **links)
        return found

    under(Partner, "application", application_id=file)
    under(CostLine, "partner__application", partner_id=f"n * {STEP} + o.partner_id")
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
