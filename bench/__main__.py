"""bin/bench [name …]: each benchmark in a process and a database of its own; one table at the end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import stage
from bench.table import HEADING, Row, shown
from config.engines.installation import ROOT, say

NAMES = ("gate", "rush", "letters", "signing", "pages", "exports", "ranking", "committee", "assignment",
         "guarantees", "matching")  # fmt: skip


def play(name: str, environment: dict[str, str]) -> list[Row]:
    """The rows of one benchmark, or one row that says that it failed."""
    with tempfile.NamedTemporaryFile(suffix=".json") as answer:
        command = [sys.executable, "-m", "bench.one", name, answer.name]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        if done.returncode:
            return [Row("did not end", f"code {done.returncode}", met=False)]
        return [Row(**row) for row in json.loads(Path(answer.name).read_text())]


def main(words: list[str]) -> int:
    names = [word for word in words if not word.startswith("-")] or list(NAMES)
    if unknown := set(names) - set(NAMES):
        print(f"Unknown: {', '.join(unknown)}. There are: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    found: dict[str, list[Row]] = {}
    with stage.engines() as engines, stage.files() as files:
        say("Migrations")
        stage.template(engines, files)
        for name in names:
            say(name)
            with stage.database(engines, f"bench_{name}") as database:
                found[name] = play(name, stage.environment(engines, database, files))
    load = os.getloadavg()
    print(
        f"\nLoad of the machine at the end: {load[0]:.1f} on {os.cpu_count()} cores. Ratios and counts are of one run."
    )
    print(f"\n{HEADING}")
    for name, rows in found.items():
        print(shown(name, rows))
    return int(any(row.met is False for rows in found.values() for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
