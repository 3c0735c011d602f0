"""The minutes as someone may read them who steps aside from some of the files: without those, nor what tells of them.

Ranks would show a gap, the sums an amount, and the notes of the session may speak of any file: none is here.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from . import conflicts
from .models import AgendaItem, CommitteeSession
from .models.seat import College


def extract(session: CommitteeSession, user: Any) -> dict[str, Any]:
    """Read from the frozen record of a session that is over."""
    record: dict[str, Any] = session.snapshot or {}
    open_to = set(session.items.filter(conflicts.not_barred(user, "application")).values_list("pk", flat=True))
    files = [row for row in record["files"] if row["item"] in open_to]
    return {
        "opened_at": moment(record["opened_at"]),
        "closed_at": moment(record["closed_at"]),
        "seats": [seat(row) for row in record["seats"]],
        "proxies": [
            row | {"from": moment(row["from"]), "to": moment(row["to"])}
            for row in record.get("proxies", {}).get("given", [])
        ],
        "files": [deliberated(row) for row in files],
        "left_out": [row["position"] for row in record["files"] if row["item"] not in open_to],
    }


def seat(row: dict[str, Any]) -> dict[str, Any]:
    times = [{key: moment(value) for key, value in stay.items()} for stay in row["presences"]]
    return row | {"college": College(row["college"]).label, "presences": times}


def deliberated(row: dict[str, Any]) -> dict[str, Any]:
    rounds = [vote | {"label": AgendaItem.Outcome(vote["outcome"]).label} for vote in row["rounds"]]
    label = AgendaItem.Outcome(row["outcome"]).label if row["outcome"] else ""
    return row | {"label": label, "amount": Decimal(row["amount"]), "rounds": rounds,
                  "score": Decimal(row["score"]) if row["score"] else None}  # fmt: skip


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
