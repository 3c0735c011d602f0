"""Keeps a few processes alive, and leaves none behind.

What dies is started again after a growing pause; what keeps dying stops everything with its last lines of
log. Children are killed by the kernel when this process is (a worker would outlive it by two minutes).
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None, use_errno=True)


class CrashLoop(RuntimeError):
    """A child that cannot live; the message ends with its log."""


@dataclass
class Child:
    name: str
    command: list[str]
    environment: dict[str, str] | None = None
    stop_signal: int = signal.SIGTERM
    stop_order: int = 0  # engines last
    directory: str | None = None
    process: subprocess.Popen | None = None
    deaths: list[float] = field(default_factory=list)
    restart_at: float = 0.0

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    def __init__(self, logs: Path, *, deaths_allowed: int = 5, within: float = 60.0, pause: float = 0.5, say=print):
        self.logs = logs
        self.deaths_allowed, self.within, self.pause = deaths_allowed, within, pause
        self.say = say
        self.children: list[Child] = []
        self.stopping = False
        self.logs.mkdir(parents=True, exist_ok=True)
        # Grandchildren orphaned by a crash come to us, so that the end finds them; not those of others.
        self.spared = children_of(os.getpid())
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    def add(self, child: Child) -> Child:
        self.children.append(child)
        self._spawn(child)
        return child

    def log_of(self, child: Child) -> Path:
        return self.logs / f"{child.name}.log"

    def _spawn(self, child: Child) -> None:
        parent = os.getpid()

        def die_with_parent():
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() != parent:  # it died between fork and prctl
                os._exit(1)

        with self.log_of(child).open("ab") as log:
            child.process = subprocess.Popen(
                child.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=child.environment,
                cwd=child.directory,
                start_new_session=True,  # Ctrl-C reaches us alone; we stop them in order
                preexec_fn=die_with_parent,
            )

    def tick(self) -> None:
        """One look at everyone: note the dead, start again those whose pause is over."""
        now = time.monotonic()
        for child in self.children:
            if child.alive:
                continue
            if child.process is not None:
                self._note_death(child, now)
            elif now >= child.restart_at:
                self._spawn(child)
        self._reap_orphans()

    def _note_death(self, child: Child, now: float) -> None:
        code = child.process.returncode
        child.process = None
        child.deaths = [when for when in child.deaths if now - when < self.within] + [now]
        if len(child.deaths) > self.deaths_allowed:
            raise CrashLoop(
                f"{child.name} died {len(child.deaths)} times within {self.within:.0f} s (last: {code}). "
                f"Its log, {self.log_of(child)}, ends with:\n{tail(self.log_of(child))}"
            )
        child.restart_at = now + self.pause * len(child.deaths)
        self.say(f"{child.name} died ({code}); starting it again.")

    def _reap_orphans(self) -> None:
        ours = {child.process.pid for child in self.children if child.process}
        for pid in children_of(os.getpid()) - ours - self.spared:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)

    def run(self) -> None:
        """Until SIGINT or SIGTERM, or a crash loop."""
        while not self.stopping:
            self.tick()
            time.sleep(0.2)

    def request_stop(self, *_signal) -> None:
        self.stopping = True

    def stop(self, patience: float = 10.0) -> None:
        """Politely in order, then by force; the groups too, so that no grandchild stays."""
        for order in sorted({child.stop_order for child in self.children}):
            group = [child for child in self.children if child.stop_order == order and child.process]
            for child in group:
                if child.alive:
                    child.process.send_signal(child.stop_signal)
            end = time.monotonic() + patience
            while any(child.alive for child in group) and time.monotonic() < end:
                time.sleep(0.02)
            for child in group:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
        for _ in range(50):
            left = children_of(os.getpid()) - self.spared
            if not left:
                return
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)
            time.sleep(0.02)


def children_of(parent: int) -> set[int]:
    """The pids whose parent this is, from /proc (zombies included)."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                after_name = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                if int(after_name[1]) == parent:
                    found.add(int(entry.name))
    return found


def tail(path: Path, lines: int = 15) -> str:
    with contextlib.suppress(OSError):
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    return ""
