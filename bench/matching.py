"""Hosts and teams of a large round matched: 500 hosts, 800 teams, ranked lists of thirty. No database.

Run: .venv/bin/python -m bench.matching
"""

import random
from decimal import Decimal
from time import process_time

from bench.table import Row, shown
from residencies.rules.matching import Matching, Place, Side, blocking_pairs, match

HOSTS, TEAMS, LISTED, WEEKS = 500, 800, 30, 3
SKILLS = ("architecture", "design", "sociology", "graphics", "digital", "gardens", "theatre")
GOAL = 5.0  # seconds


def call() -> tuple[list[Side], list[Side]]:
    """The same round at every run: eighteen regions, one team in five stays in its own."""
    draw = random.Random(27)
    hosts, teams = range(HOSTS), range(HOSTS, HOSTS + TEAMS)

    def side(key: int, others: range, skills: int, reach: int) -> Side:
        region = draw.randrange(18)
        return Side(
            key=key, weeks=draw.getrandbits(30), disciplines=frozenset(draw.sample(SKILLS, skills)),
            place=Place(department=f"{region}-{draw.randrange(6)}", region=str(region), zone="metro"), reach=reach,
            ranks={other: n for n, other in enumerate(draw.sample(others, LISTED), 1)},
            score=Decimal(draw.randrange(500)) / 100, ties=frozenset(draw.sample(others, 2)),
        )  # fmt: skip

    return [side(k, teams, draw.randint(1, 2), 3) for k in hosts], [
        side(k, hosts, draw.randint(2, 5), draw.choice((1, 2, 2, 2, 3))) for k in teams
    ]


def measure() -> tuple[float, Matching, int]:
    hosts, teams = call()
    begin = process_time()
    found = match(hosts, teams, weeks=WEEKS)
    seconds = process_time() - begin
    return seconds, found, len(blocking_pairs(found.by_host, hosts, teams, weeks=WEEKS))


def rows() -> list[Row]:
    seconds, found, blocking = measure()
    wished = sum(1 for pair in found.pairs if pair.host_rank)
    return [
        Row(f"{HOSTS} hosts and {TEAMS} teams, {LISTED} wishes each", f"{seconds:.2f} s", f"{len(found.pairs)} pairs",
            f"under {GOAL:.0f} s", met=seconds < GOAL),
        Row("pairs that both would leave for one another", str(blocking), "", "none", met=blocking == 0),
        Row("hosts with a team of their list", f"{wished / HOSTS:.0%}"),
    ]  # fmt: skip


def main() -> None:
    print(shown("matching", rows()))


if __name__ == "__main__":
    main()
