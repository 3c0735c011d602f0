"""What puts things where a test wants them, past every rule of the product: only here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection

from funding.models import AgendaItem, CommitteeSession
from workflows import clock


def settled(cast: Any, file: Any) -> AgendaItem:
    """A point of a closed session: what decisions are drawn up from."""
    now = clock.now()
    session = CommitteeSession.objects.create(
        call=cast.call, starts_at=now, envelope=100_000, created_by=cast.manager, closed_at=now, snapshot={},
        sha256="0" * 64,
    )  # fmt: skip
    write("funding_committeesession", session.pk, state="closed")
    return AgendaItem.objects.create(
        session=session, application=file, position=1, outcome="favourable", amount=70_000, proposed=70_000
    )


def signed(cast: Any) -> dict[str, Any]:
    now = clock.now()
    return {
        "offered_at": now, "holder_signed_at": now, "signed_at": now, "holder_signed_by_id": cast.mayor.pk,
        "signed_by_id": cast.signatory.pk, "starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=500),
    }  # fmt: skip


def write(table: str, pk: int, **values: Any) -> None:
    columns = ", ".join(f'"{name}" = %s' for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {columns} WHERE id = %s", [*values.values(), pk])
