"""A committee before 5,000 files and 50,000 scores: read from the database, scored without the recused, ranked, cut.

The same session of 500 files beside it: the number of statements must not change, and the time must grow no faster
than the files.
"""

from __future__ import annotations

import gc
from decimal import Decimal
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import crowd
from bench.table import Row, ms
from funding.deliberation import Deliberation
from funding.models import AgendaItem, Application, Call, CommitteeSession, Score

FILES, FEW, KINDS, CRITERIA, RUNS = 5_000, 500, 10, 5, 5
GOAL = 3.0  # seconds: a page that a chair waits for once


def originals() -> tuple[Any, list[Any]]:
    """Ten files through the gate, each with other marks; five criteria, two reviewers: ten scores a file."""
    from tests import cast as actors
    from tests import sitting

    cast = actors.play()
    criteria = list(cast.call.criteria.all())
    for criterion in criteria[CRITERIA:]:
        criterion.delete()
    files = [sitting.deliberable(cast, f"Projet {n}", value=1 + n % 4) for n in range(KINDS)]
    return cast, files


def session_of(cast: Any, count: int) -> CommitteeSession:
    from tests import sitting

    session = sitting.prepared(cast, [], envelope=Decimal(1_000_000))
    keys = Application.objects.order_by("pk").values_list("pk", flat=True)[:count]
    AgendaItem.objects.bulk_create(
        AgendaItem(session=session, application_id=key, position=number, proposed=Decimal(500 + number % 7 * 100))
        for number, key in enumerate(keys, start=1)
    )
    return session


def ranked(session: CommitteeSession) -> tuple[float, int, int]:
    """Median seconds to read, score, rank and cut; statements; files that have a place."""
    seconds, statements, places = [], 0, 0
    gc.collect()
    for _run in range(RUNS):
        with CaptureQueriesContext(connection) as caught:
            begin = perf_counter()
            sitting = Deliberation(CommitteeSession.objects.select_related("call__programme").get(pk=session.pk))
            found = sitting.cut()
            seconds.append(perf_counter() - begin)
        statements, places = len(caught), len(found.awarded) + len(found.reserve)
    return median(seconds), statements, places


def rows() -> list[Row]:
    cast, files = originals()
    crowd.of(files, FILES // KINDS - 1)
    crowd.settle()
    Call.objects.filter(pk=cast.call.pk).update(reviews_wanted=2)
    few, many = session_of(cast, FEW), session_of(cast, FILES)
    assert Score.objects.count() == FILES * CRITERIA * 2
    small, statements_few, _placed = ranked(few)
    large, statements, placed = ranked(many)
    assert placed == FILES, placed
    return [
        Row(f"session of {FILES:,} files, {FILES * CRITERIA * 2:,} scores: ranked and cut", ms(large),
            f"{FEW} files: {ms(small)}", f"{GOAL:.0f} s", large <= GOAL),
        Row("statements", str(statements), f"{FEW} files: {statements_few}", "the same", statements == statements_few),
    ]  # fmt: skip
