"""bin/start: everything on one machine, under one supervisor.

DATABASE_URL, BROKER_URL, EMAIL_URL and STORAGE_URL replace the embedded parts.
"""

import argparse
import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from config.engines.embedded import Engines, answers, var_directory
from config.engines.installation import ROOT, say
from config.engines.prepare import fingerprint
from config.engines.supervisor import Child, CrashLoop, Supervisor, tail
from config.engines.wheels import EngineFailed, environment

PORTS_TRIED = 20


class CannotStart(Exception):
    """The sentence says why, and what to do."""


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/start", description="Start Trame on this machine.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 to be reached from other machines")
    parser.add_argument("--fresh", action="store_true", help="forget everything and begin again (asks first)")
    parser.add_argument("--yes", action="store_true", help="answer yes to that question")
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="an empty database, no cast")
    return parser.parse_args(words)


def free_port(host: str, wanted: int, tries: int = PORTS_TRIED) -> int:
    """The wanted port, or the next free one."""
    for port in range(wanted, wanted + tries):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except PermissionError:
                raise CannotStart(f"Port {port} needs root. Try: bin/start --port 8000") from None
            except OSError:
                continue
            return port
    raise CannotStart(f"Ports {wanted} to {wanted + tries - 1} are all in use. Try: bin/start --port 9000")


@contextlib.contextmanager
def alone(var: Path):
    """One start per checkout."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "start.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            where = lock.read().strip() or "it is still starting"
            raise CannotStart(f"Trame is already running from this directory ({where}).") from None
        lock.truncate(0)
        yield lock
        lock.truncate(0)


def wipe(var: Path, *, yes: bool) -> None:
    """--fresh: the embedded database, files, mails and logs."""
    if not yes:
        try:
            answer = input(f"This erases the database, files and mails in {var}. Type yes to go on: ")
        except EOFError:  # nobody is there to answer
            answer = ""
        if answer.strip().lower() not in {"yes", "oui"}:
            raise CannotStart("Nothing was erased.")
    engines = Engines.for_work()
    if not engines.stop_if_unused(even_if_kept=True):
        raise CannotStart("The embedded engines are in use by another process: stop it first.")
    engines.erase()
    for entry in var.iterdir():
        if entry.name not in {"start.lock", "setup.lock", "testing"}:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    say("Everything erased")


class Interrupted(Exception):
    """Ctrl-C or SIGTERM while starting."""


class Start:
    def __init__(self, options: argparse.Namespace, lock):
        self.options, self.lock = options, lock
        self.var = var_directory()
        self.port = free_port(options.host, options.port)
        if self.port != options.port:
            say(f"Port {options.port} is in use; taking {self.port}")
        self.address = f"http://{'localhost' if options.host in {'127.0.0.1', '0.0.0.0'} else options.host}:{self.port}"  # noqa: S104
        self.engines = None if os.environ.get("DATABASE_URL") and os.environ.get("BROKER_URL") else Engines.for_work()
        self.supervisor = Supervisor(self.var / "log", say=say)
        self.environment = self._environment()

    def _environment(self) -> dict[str, str]:
        hosts = "*" if self.options.host != "127.0.0.1" else "localhost,127.0.0.1,[::1]"
        defaults = {"HTTPS": "false", "ALLOWED_HOSTS": hosts, "SITE_URL": self.address}
        if not os.environ.get("EMAIL_URL"):
            self.mail_port = free_port("127.0.0.1", 1025, 200)
            defaults["EMAIL_URL"] = f"smtp://localhost:{self.mail_port}"
        return {**defaults, **os.environ, "PYTHONUNBUFFERED": "1"}

    def python(self, *words: str) -> list[str]:
        return [sys.executable, *words]

    def add(self, name: str, command: list[str], **more) -> None:
        environment = {**self.environment, **more.pop("environment", {})}
        self.supervisor.add(Child(name, command, environment, directory=str(ROOT), **more))

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.supervisor.request_stop)
        try:
            self.start_engines()
            self.prepare()
            self.start_servers()
            self.supervisor.run()
        except Interrupted:
            pass
        except CrashLoop as loop:
            raise CannotStart(str(loop)) from None
        finally:
            say("Stopping")
            self.supervisor.stop()
            if self.engines is not None and not self.engines.running():
                self.engines.clean_up()

    def start_engines(self) -> None:
        engines = self.engines
        if engines is None:
            return
        if not engines.cluster.made:
            say("New PostgreSQL cluster in var/engines")
        engines.prepare()
        last = {"environment": environment(), "stop_order": 1}
        if not os.environ.get("DATABASE_URL") and not engines.cluster.listens():
            command = engines.cluster.command(die_with_parent=True)
            self.add("postgres", command, stop_signal=signal.SIGINT, **last)
        if not os.environ.get("BROKER_URL") and not answers(engines.broker_socket):
            self.add("valkey", engines.valkey_command(), **last)
        self.wait(lambda: self.engines_answer(), "The embedded engines", seconds=30)
        if not os.environ.get("DATABASE_URL"):
            engines.cluster.create_database("trame")

    def engines_answer(self) -> bool:
        database = os.environ.get("DATABASE_URL") or self.engines.cluster.ready()
        return bool(database and (os.environ.get("BROKER_URL") or answers(self.engines.broker_socket)))

    def prepare(self) -> None:
        """Once per state of the sources; a database that is not ours is looked at each time."""
        embedded = not os.environ.get("DATABASE_URL")
        mark, current = self.var / "engines" / "prepared", f"{fingerprint()} {self.options.demo}"
        if embedded and mark.exists() and mark.read_text() == current:
            return
        words = ["--demo"] if self.options.demo and embedded else []
        command = self.python("-m", "config.engines.prepare", *words)
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        while process.poll() is None:
            if self.supervisor.stopping:
                process.terminate()
                process.wait()
                raise Interrupted
            self.supervisor.tick()
            time.sleep(0.05)
        if process.returncode:
            raise CannotStart("The preparation failed: see the message above.")
        if embedded:
            mark.write_text(current)

    def start_servers(self) -> None:
        if not os.environ.get("EMAIL_URL"):
            words = ("-m", "config.engines.mail_catcher", str(self.var / "mail"), str(self.mail_port))
            self.add("mail", self.python(*words))
        self.add("web", self.web(), environment={"DATABASE_POOL": os.environ.get("DATABASE_POOL", "6")})
        celery = self.python("-m", "celery", "-A", "config.celery", "--quiet")
        self.wait(self.web_answers, "The web server", seconds=60)
        worker = ["worker", "--queues", "default,papers", "--concurrency", "2", "--hostname", "worker@trame"]
        self.add("worker", [*celery, *worker, "--without-gossip", "--without-mingle", "--loglevel", "INFO"])
        self.add("beat", [*celery, "beat", "--schedule", str(self.var / "beat"), "--pidfile", ""])
        self.announce()

    def web(self) -> list[str]:
        gunicorn = self.python("-m", "gunicorn", "config.wsgi", "--preload", "--no-control-socket")
        gunicorn += ["--bind", f"{self.options.host}:{self.port}", "--worker-class", "gthread"]
        return [
            *gunicorn,
            "--workers",
            "2",
            "--threads",
            "4",
            "--access-logfile",
            "-",
            "--graceful-timeout",
            "5",
        ]

    def web_answers(self) -> bool:
        try:
            urllib.request.urlopen(self.address, timeout=20)  # noqa: S310 (our own address)
        except urllib.error.HTTPError as answer:
            if answer.code >= 500:
                log = tail(self.var / "log" / "web.log")
                raise CannotStart(f"The first page fails. The log ends with:\n{log}") from None
        except OSError:
            return False
        return True

    def wait(self, ready, what: str, *, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not ready():
            if self.supervisor.stopping:
                raise Interrupted
            if time.monotonic() > end:
                logs = "\n".join(tail(self.supervisor.log_of(child)) for child in self.supervisor.children[-1:])
                raise CannotStart(f"{what} does not answer. The last log ends with:\n{logs}")
            self.supervisor.tick()
            time.sleep(0.05)

    def announce(self) -> None:
        self.lock.write(f"process {os.getpid()}, {self.address}")
        self.lock.flush()
        print(f"\nTrame answers at {self.address}\n")
        with contextlib.suppress(OSError):
            print((self.var / "logins.txt").read_text().rstrip() + "\n")
        if not os.environ.get("EMAIL_URL"):
            print(f"E-mails are kept in {self.var / 'mail'}; logs in {self.var / 'log'}.")
        print("Ctrl-C stops everything.", flush=True)


def main(words: list[str]) -> int:
    options = arguments(words)
    began = time.monotonic()
    try:
        with alone(var_directory()) as lock:
            if options.fresh:
                wipe(var_directory(), yes=options.yes)
            with contextlib.ExitStack() as held:
                start = Start(options, lock)
                if start.engines is not None:
                    held.enter_context(start.engines.held())
                start.run()
    except (CannotStart, EngineFailed) as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    say(f"Stopped after {time.monotonic() - began:.0f} s; no process left")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
