"""Where the benchmarks play: engines of their own that keep their word to the disk, a database for each."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from config.engines.embedded import Engines, var_directory
from config.engines.installation import ROOT
from config.engines.wheels import EngineFailed

TEMPLATE = "bench_template"


def environment(engines: Engines, database: str, files: Path) -> dict[str, str]:
    """What a process of the product reads; mails go nowhere, files to a directory that disappears."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": engines.database_url.rsplit("/", 1)[0] + f"/{database}",
        "BROKER_URL": engines.broker_url,
        "BROKER_PREFIX": f"{database}:",
        "EMAIL_URL": "dummymail://",
        "STORAGE_URL": f"file://{files}",
        "HTTPS": "false",
        "LOG_LEVEL": "ERROR",
    }


@contextlib.contextmanager
def engines() -> Iterator[Engines]:
    found = Engines(var_directory() / "bench")
    with found.shared():
        yield found


@contextlib.contextmanager
def database(found: Engines, name: str, *, like: str = TEMPLATE) -> Iterator[str]:
    """A database that is gone afterwards; a copy of `like`, made in a moment."""
    from psycopg import sql

    own = sql.Identifier(name)
    with found.cluster.connect() as db:
        db.execute(sql.SQL("drop database if exists {} with (force)").format(own))
        db.execute(sql.SQL("create database {} template {}").format(own, sql.Identifier(like)))
    try:
        yield name
    finally:
        with found.cluster.connect() as db:
            db.execute(sql.SQL("drop database if exists {} with (force)").format(own))


def template(found: Engines, files: Path) -> None:
    """An empty database with the product's tables, kept between runs: copies of it take a moment."""
    found.cluster.create_database(TEMPLATE)
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, env=environment(found, TEMPLATE, files), check=False)
    if done.returncode:
        raise EngineFailed(f"The migrations failed. Perhaps the kept database is too old: rm -r {found.home}")


@contextlib.contextmanager
def files() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="trame-bench-"))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
