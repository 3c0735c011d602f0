"""What was looked at in this run, by whichever of its processes: none of them looks at the same thing again.

A process notes what it is about to look at, and fails should anything be wrong with it; the others then leave it out.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Hashable, Iterable
from functools import cache
from pathlib import Path
from time import time

from django.conf import settings

OLD = 24 * 3600  # seconds after which a run has ended


@cache
def short(thing: Hashable) -> str:
    return hashlib.blake2b(repr(thing).encode(), digest_size=8).hexdigest()


class Seen:
    """A set that only grows; kept in a file where a run has several processes."""

    def __init__(self, path: Path | None = None) -> None:
        self.known: set[str] = set()
        self.path = path
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            forget(path.parent)
            path.touch()

    def missing(self, things: Iterable[Hashable]) -> set[Hashable]:
        return {thing for thing in things if short(thing) not in self.known}

    def take(self, things: Iterable[Hashable]) -> set[Hashable]:
        """Those that nobody has taken yet: they are for the caller to look at."""
        if self.path is None:
            mine = self.missing(things)
        else:
            with self.path.open("a+") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                file.seek(0)
                self.known.update(file.read().split())
                mine = self.missing(things)
                file.write("".join(f"{short(thing)}\n" for thing in mine))
        self.known.update(map(short, mine))
        return mine


def forget(folder: Path) -> None:
    """What runs have left that ended long ago."""
    for path in folder.iterdir():
        if time() - path.stat().st_mtime > OLD:
            path.unlink(missing_ok=True)


def of_this_run() -> Seen:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    return Seen(Path(settings.VAR_DIR) / "testing" / "seen" / run if run else None)
