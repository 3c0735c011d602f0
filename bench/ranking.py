"""Scoring and ranking a whole call: 5,000 files, 50,000 scores, then the cut. No database, no request.

Run: .venv/bin/python -m bench.ranking
"""

import gc
import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from statistics import median
from time import perf_counter

from bench.table import Row, ms
from funding.rules.grids import Criterion
from funding.rules.ranking import Candidate, cut, rank
from funding.rules.scoring import Score, score_file

FILES, SEATS, RUNS = 5_000, 2, 5
GRID = tuple(
    Criterion(
        key=f"criterion-{n}",
        label=f"Critère {n}",
        weight=Decimal(n),
        threshold=Decimal("1.00") if n == 1 else None,
        impact=n == 2,
    )
    for n in range(1, 6)
)
NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)


def sheets(count: int) -> list[list[Score]]:
    """The scores of each file, the same at every run."""
    draw = random.Random(2)
    return [
        [
            Score(seat=f"seat-{seat}", criterion=criterion.key, value=draw.randint(0, 5))
            for seat in range(SEATS)
            for criterion in GRID
        ]
        for _file in range(count)
    ]


def candidates(files: list[list[Score]]) -> list[Candidate]:
    """Each file with its score; amounts and dates follow from its number, with many ties."""
    scored = (score_file(grid=GRID, scores=scores) for scores in files)
    return [
        Candidate(
            reference=f"{number}",
            score=found.score or Decimal(0),
            margin=found.margin,
            impact=found.impact,
            proposed=Decimal(50_000 + number % 7 * 10_000),
            public_cost=Decimal(100_000 + number % 5 * 50_000),
            completed_at=NOON + timedelta(minutes=number % 600),
        )
        for number, found in enumerate(scored)
    ]


def timed(work, *args, **options):
    """Median seconds of a few runs, and the last result."""
    seconds = []
    gc.collect()
    gc.freeze()  # what was drawn before is not what is measured
    for _run in range(RUNS):
        begin = perf_counter()
        result = work(*args, **options)
        seconds.append(perf_counter() - begin)
    return median(seconds), result


def rows() -> list[Row]:
    """For bin/bench: the whole call."""
    files = sheets(FILES)
    scoring, listed = timed(candidates, files)
    ranking, places = timed(rank, listed)
    cutting, _found = timed(cut, places, envelope=Decimal(50_000_000), allow_skip=True)
    return [
        Row(f"{FILES:,} files, {FILES * SEATS * len(GRID):,} scores: scored", ms(scoring)),
        Row("ranked, then cut at the envelope", ms(ranking), f"cut {ms(cutting)}"),
    ]


def main() -> None:
    print(f"{'files':>7} {'scores':>8} {'score':>10} {'rank':>10} {'cut':>10} {'rank ÷ half':>12}")
    before = 0.0
    for count in (FILES // 4, FILES // 2, FILES):
        files = sheets(count)
        scoring, listed = timed(candidates, files)
        ranking, places = timed(rank, listed)
        cutting, found = timed(cut, places, envelope=Decimal(50_000_000), allow_skip=True)
        assert len(found.awarded) + len(found.reserve) == count
        ratio = f"{ranking / before:.2f}" if before else "—"
        before = ranking
        scores = count * SEATS * len(GRID)
        times = " ".join(f"{seconds * 1000:>7.1f} ms" for seconds in (scoring, ranking, cutting))
        print(f"{count:>7} {scores:>8} {times} {ratio:>12}")


if __name__ == "__main__":
    main()
