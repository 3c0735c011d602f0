"""Reviewers for a whole call: 2,000 files among 400 reviewers, three each, with conflicts and expertise. No database.

Run: .venv/bin/python -m bench.assignment
"""

import random
from time import process_time

from bench.table import Row, shown
from funding.rules.assignment import Demand, Proposal, Seat, propose

FILES, SEATS, EACH, CAPACITY, THEMES = 2_000, 400, 3, 20, 30
CONFLICTS = 20_000
GOAL = 10.0  # seconds


def call() -> dict:
    """The same call at every run: three themes to a reviewer, two to a file, one pair in forty barred."""
    draw = random.Random(3)
    known = [set(draw.sample(range(THEMES), 3)) for _seat in range(SEATS)]
    about = [set(draw.sample(range(THEMES), 2)) for _file in range(FILES)]
    fits = {
        file: {seat: 2 * len(about[file] & known[seat]) for seat in range(SEATS) if about[file] & known[seat]}
        for file in range(FILES)
    }
    return {
        "files": [Demand(key=n, wanted=EACH) for n in range(FILES)],
        "seats": [Seat(key=n, capacity=CAPACITY) for n in range(SEATS)],
        "fits": fits,
        "barred": {(draw.randrange(FILES), draw.randrange(SEATS)) for _pair in range(CONFLICTS)},
    }


def measure() -> tuple[float, Proposal, float]:
    """Seconds of work, the proposal, and its fit beside the best that no load would bound."""
    given = call()
    begin = process_time()
    found = propose(**given)
    seconds = process_time() - begin
    best = sum(sum(sorted(given["fits"][file].values())[-EACH:]) for file in range(FILES))
    return seconds, found, found.fit / best


def rows() -> list[Row]:
    seconds, found, share = measure()
    loads = found.loads.values()
    return [
        Row(f"{FILES:,} files to {SEATS} reviewers, {EACH} each", f"{seconds:.2f} s", f"{len(found.short)} short",
            f"under {GOAL:.0f} s", met=seconds < GOAL),
        Row("loads", f"{min(loads)} to {max(loads)}", "", "one apart", met=max(loads) - min(loads) <= 1),
        Row("expertise, of the best that ignores loads", f"{share:.1%}"),
    ]  # fmt: skip


def main() -> None:
    print(shown("assignment", rows()))


if __name__ == "__main__":
    main()
