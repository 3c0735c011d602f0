"""The funder's export of 20,000 applications, as CSV and as a workbook: seconds, and what the memory does.

Each is written through the page itself (rights, filter, streaming), in a process of its own, at 2,000 and at 20,000
files: memory is flat when ten times the rows take hardly more of it.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from time import perf_counter
from typing import Any

from bench.table import Row

FEW, MANY = 2_000, 20_000
GROWTH = 8.0  # megabytes


def one(form: str) -> dict[str, Any]:
    """In a fresh process: the whole answer read and thrown away."""
    import django

    django.setup()
    from django.test import Client

    from people.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(
        User.objects.get(email="julie.marchetti@exemple.fr"), "django.contrib.auth.backends.ModelBackend"
    )
    client.get("/portefeuille/")  # imports and templates are there
    before, began, size = peak(), perf_counter(), 0
    reply = client.get(f"/portefeuille/dossiers.{form}")
    for part in reply.streaming_content:
        size += len(part)
    reply.close()
    return {"seconds": perf_counter() - began, "size": size, "before": before, "peak": peak()}


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(form: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.exports", form]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def rows() -> list[Row]:
    from bench import crowd
    from tests import cast as actors

    cast = actors.play()
    files = [actors.submitted(cast), actors.awarded(cast)]
    found = []
    crowd.of(files, FEW // 2 - 1)
    crowd.settle()
    small = {form: measured(form) for form in ("csv", "xlsx")}
    crowd.of(files, MANY // 2 - 1, first=FEW // 2)
    crowd.settle()
    for form, few in small.items():
        many = measured(form)
        more = many["peak"] - few["peak"]
        found += [
            Row(f"{MANY:,} applications as {form}", f"{many['seconds']:.1f} s", f"{many['size'] / 1e6:.1f} MB"),
            Row(f"peak memory, {FEW:,} → {MANY:,} applications", f"{few['peak']:.0f} → {many['peak']:.0f} MB",
                f"{more:+.1f} MB", "flat", more < GROWTH),
        ]  # fmt: skip
    return found


if __name__ == "__main__":
    print(json.dumps(one(sys.argv[1])))
