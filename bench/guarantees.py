"""A fund of 100,000 covers: its exposure over 120 months, its capacity; and a million ledger entries proved.

One cover goes through the gate, then the database copies it: its file, itself, its ten entries and their lines, each
with a schedule of its own, half of them in constant instalments at twenty rates. Sums are written by one statement, and
proved by the recount that is measured.
"""

from __future__ import annotations

import resource
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection

from bench import crowd
from bench.table import Row, ms
from funding.instruments.guarantees import curve, ledger, recount
from funding.instruments.guarantees.models import Cover, Entry, Line
from funding.models import Application
from workflows import clock

COVERS, RUNS = 100_000, 7
CURVE, RECOUNT, MEMORY = 0.2, 60.0, 32  # seconds, seconds, mebibytes more than before

SUMS = """
DELETE FROM guarantees_balance;
INSERT INTO guarantees_balance (fund_id, account, contributor_id, amount)
SELECT fund_id, account, contributor_id, sum(debit - credit) FROM guarantees_line GROUP BY 1, 2, 3
"""


def original() -> Cover:
    """In force, with seven reports behind it: ten entries."""
    from tests.instruments.guarantees import playing

    scene = playing.play()
    cover = playing.active(scene, days=300)
    for month in range(1, 8):
        cover.amortise(by=scene.maker, outstanding=cover.loan - 2_000 * month, as_of=clock.today(), unpaid=0)
    return cover


def copied(cover: Cover) -> None:
    key, file = f"n * {crowd.STEP} + o.id", f"n * {crowd.STEP} + o.application_id"
    entries = list(Entry.objects.filter(application=cover.application_id).values_list("pk", flat=True))
    lines = list(Line.objects.filter(entry__in=entries).values_list("pk", flat=True))
    tables = ("guarantees_entry", "guarantees_line")
    run(*(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables))
    names = {"draft_code": "'c' || n", "reference": "'GAR-' || n", "journal_head": "''", "journal_count": "0"}
    crowd.copy(Application, [cover.application_id], COVERS - 1, id=key, **names)
    crowd.copy(
        Cover, [cover.pk], COVERS - 1, id=key, application_id=file,
        ends_on="o.ends_on + (mod(n, 84) || ' months')::interval",
        repays_from="o.repays_from + (mod(n, 12) || ' months')::interval",
        repayment="CASE WHEN mod(n, 2) = 0 THEN 'annuity' ELSE 'linear' END",
        loan_rate="CASE WHEN mod(n, 2) = 0 THEN 0.02 + mod(n, 40) * 0.001 ELSE 0 END",
    )  # fmt: skip
    whose = f"CASE WHEN o.cover_id IS NULL THEN NULL ELSE n * {crowd.STEP} + o.cover_id END"
    crowd.copy(Entry, entries, COVERS - 1, id=key, application_id=file, cover_id=whose)
    crowd.copy(Line, lines, COVERS - 1, id=key, entry_id=f"n * {crowd.STEP} + o.entry_id")
    run(*(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables), SUMS)
    run("VACUUM ANALYZE guarantees_cover", "ANALYZE guarantees_line", "ANALYZE guarantees_entry")


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def timed(act: Any) -> float:
    seconds = []
    for _run in range(RUNS):
        begin = perf_counter()
        act()
        seconds.append(perf_counter() - begin)
    return median(seconds)


def peak() -> float:
    """Mebibytes that this process held at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rows() -> list[Row]:
    cover = original()
    copied(cover)
    fund = cover.fund
    assert Cover.objects.live().count() == COVERS
    drawn = timed(lambda: curve.of_fund(fund, 120))
    held = timed(lambda: ledger.position(fund).capacity)
    before, begin = peak(), perf_counter()
    assert list(recount.gaps()) == []
    seconds, more = perf_counter() - begin, peak() - before
    entries, lines = Entry.objects.count(), Line.objects.count()
    return [
        Row(f"exposure curve, 120 months, {COVERS:,} covers", ms(drawn), "one statement", "200 ms", drawn <= CURVE),
        Row("capacity of the fund", ms(held), "one statement", "200 ms", held <= CURVE),
        Row(f"recount, {entries:,} entries, {lines:,} lines", ms(seconds), "", f"{RECOUNT:.0f} s", seconds <= RECOUNT),
        Row("peak memory of the recount, beyond the process", f"{more:.1f} MiB", f"{before:.0f} MiB before",
            f"{MEMORY} MiB", more <= MEMORY),
    ]  # fmt: skip
