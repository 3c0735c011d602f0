"""A step through the gate, the same ORM writes done bare, the same in raw SQL: interleaved in one run.

The step is a holder's withdrawal: role by membership, state, the decision in preparation set aside (there is none),
journal with its hash, one notice in the outbox, the wake-up of a worker. Bare is what one writes first: read the row,
look for that decision, save, a log row, an outbox row, one transaction; nobody is asked whether they may, nothing is
locked, nobody is woken. Raw is the same five statements.
"""

from __future__ import annotations

import gc
import json
import statistics
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench import crowd
from bench.table import Row, ms
from funding.models import Application
from workflows import clock
from workflows.models import Effect, Transition

ROUNDS, WARM = 400, 40
GOAL = 1.8


def facts(file: Any, by: Any, now: Any) -> dict[str, Any]:
    return {
        "subject_type": "funding.application", "subject_id": file.pk, "sequence": 1, "step": "withdraw",
        "source": "submitted", "target": "withdrawn", "by_id": by.pk, "by_name": "Odile Ferrand", "role": "binder",
        "at": now, "previous": "", "hash": "0" * 64,
    }  # fmt: skip


def bare(pk: int, by: Any) -> None:
    now = clock.now()
    with transaction.atomic():
        file = Application._base_manager.get(pk=pk)
        for project in file.decisions.filter(signed_at=None, sent_back_at=None):
            project.set_aside(None, "")
        file.__dict__["state"] = "withdrawn"
        file.save()
        entry = Transition.objects.create(**facts(file, by, now), inputs={})
        Effect.objects.create(
            kind="notice", key=f"bare.{pk}", payload={"notice": "withdrawn"}, transition=entry, not_before=now,
            created_at=now,
        )  # fmt: skip


def raw(pk: int, by: Any) -> None:
    now = clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM funding_application WHERE id = %s", [pk])
        cursor.fetchone()
        cursor.execute(
            "SELECT * FROM funding_decision WHERE application_id = %s AND signed_at IS NULL AND sent_back_at IS NULL",
            [pk],
        )
        cursor.fetchall()
        cursor.execute("UPDATE funding_application SET state = 'withdrawn', journal_count = 1 WHERE id = %s", [pk])
        cursor.execute(
            "INSERT INTO workflows_transition (subject_type, subject_id, sequence, step, source, target, by_id, "
            "by_name, role, at, inputs, previous, hash) VALUES ('funding.application', %s, 1, 'withdraw', 'submitted', "
            "'withdrawn', %s, 'Odile Ferrand', 'binder', %s, '{}', '', %s) RETURNING id",
            [pk, by.pk, now, "0" * 64],
        )
        (entry,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO workflows_effect (kind, key, payload, transition_id, state, attempts, not_before, last_error, "
            "created_at) VALUES ('notice', %s, %s, %s, 'pending', 0, %s, '', %s)",
            [f"raw.{pk}", json.dumps({"notice": "withdrawn"}), entry, now, now],
        )


def timed(work: Callable[[], Any]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def prepare() -> tuple[Any, Any, list[int]]:
    from tests import cast as actors

    cast = actors.play()
    first = actors.submitted(cast)
    crowd.of([first], 4 * (ROUNDS + WARM))
    crowd.settle()
    copies = Application.objects.filter(state="submitted", reference__startswith="K-").values_list("pk", flat=True)
    return cast, first, list(copies.order_by("pk"))


def count(file: Any, by: Any) -> tuple[int, int]:
    """Statements of one step, and how many of them only open or close the transaction."""
    with CaptureQueriesContext(connection) as found:
        file.withdraw(by=by)
    frame = sum(query["sql"] in ("BEGIN", "COMMIT") for query in found.captured_queries)
    return len(found) - frame, frame


def rows() -> list[Row]:
    cast, first, pks = prepare()
    by = cast.mayor
    asked, frame = count(first, by)
    files = {file.pk: file for file in Application.objects.filter(pk__in=pks)}
    ways: dict[str, Callable[[int], Any]] = {
        "gate": lambda pk: files[pk].withdraw(by=by),
        "bare": lambda pk: bare(pk, by),
        "raw": lambda pk: raw(pk, by),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    left = iter(pks)
    gc.collect()
    gc.freeze()
    for turn in range(ROUNDS + WARM):
        for name, way in ways.items():
            took = timed(lambda way=way: way(next(left)))
            if turn >= WARM:
                times[name].append(took)
    gate, plain, sql = (statistics.median(times[name]) for name in ("gate", "bare", "raw"))
    return [
        Row("a step through the gate, median", ms(gate), f"{gate / plain:.2f} × bare", f"≤ {GOAL} × bare",
            gate <= GOAL * plain),
        Row("the same ORM writes, bare", ms(plain), f"{plain / sql:.2f} × raw SQL"),
        Row("the same in raw SQL", ms(sql), f"gate {gate / sql:.2f} × raw SQL"),
        Row("statements of a step", f"{asked} + {frame}", "with BEGIN and COMMIT"),
    ]  # fmt: skip
