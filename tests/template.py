"""The test database is copied from one that is migrated once for each set of migrations.

Migrating takes half a minute, a copy a fraction of a second: one test by name starts at once, the processes of a whole
run share the work, and a test that needs a process of its own is not afraid of it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from psycopg import sql

PREFIX = "trame_template_"


def digest() -> str:
    """Of every migration under the project, its libraries' too; an instrument put elsewhere migrates its copy."""
    found = hashlib.sha256(sys.version.encode())
    for path in sorted(path for path in migrations() if path.is_relative_to(settings.BASE_DIR)):
        found.update(str(path).encode() + path.read_bytes())
    return found.hexdigest()[:16]


def migrations() -> Iterator[Path]:
    for config in apps.get_app_configs():
        yield from (Path(config.path) / "migrations").glob("*.py")


def made(url: str, lock: Path) -> str:
    """The name of the migrated database on the server of `url`; the first who asks makes it, the others wait."""
    name, known = PREFIX + digest(), settings.DATABASES["default"]
    server = {key: known[key.upper()] or None for key in ("host", "port", "user", "password")}
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as held, psycopg.connect(dbname="postgres", autocommit=True, **server) as db:
        fcntl.flock(held, fcntl.LOCK_EX)
        there = [row[0] for row in db.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [PREFIX + "%"])]
        if name not in there:
            for old in there:
                drop(db, old)
            build(db, url.rsplit("/", 1)[0] + "/", name)
    return name


def build(db: Any, server: str, name: str) -> None:
    """Under another name until it is whole: a run that is killed leaves nothing that looks ready."""
    draft = f"{PREFIX}draft"
    drop(db, draft)
    db.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8'").format(sql.Identifier(draft)))
    subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity", "0"],
        env={**environment(), "DATABASE_URL": server + draft}, check=True,
    )  # fmt: skip
    db.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))


def environment() -> dict[str, str]:
    return {**os.environ, "HTTPS": "false"}


def drop(db: Any, name: str) -> None:
    db.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
