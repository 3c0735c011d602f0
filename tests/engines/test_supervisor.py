"""What dies is started again, what cannot live stops everything, and nothing stays behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.engines.installation import ROOT
from config.engines.supervisor import Child, CrashLoop, Supervisor, children_of

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
# A child with a child of its own, as gunicorn and celery have; writes the grandchild's pid.
PARENT = """
import subprocess, time
print(subprocess.Popen(["sleep", "60"]).pid, flush=True)
time.sleep(60)
"""
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(60)
"""


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(tmp_path / "log", pause=0.05, say=lambda text: None)
    yield supervisor
    supervisor.stop(patience=2)


def until(true, seconds=10.0, each=lambda: None):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        each()
        if true():
            return True
        time.sleep(0.02)
    return False


def gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_a_dead_child_is_started_again(supervisor):
    child = supervisor.add(Child("sleeper", SLEEPER))
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    assert until(lambda: child.alive and child.process.pid != first, each=supervisor.tick)


def test_a_crash_loop_stops_and_shows_the_log(supervisor):
    supervisor.add(Child("broken", [sys.executable, "-c", "raise SystemExit('no such database')"]))
    with pytest.raises(CrashLoop, match=r"broken died 6 times(.|\n)*no such database"):
        until(lambda: False, each=supervisor.tick)


def test_rare_deaths_are_no_crash_loop(tmp_path):
    supervisor = Supervisor(tmp_path / "log", deaths_allowed=1, within=0.3, pause=0.01, say=lambda text: None)
    child = supervisor.add(Child("sleeper", SLEEPER))
    try:
        for _ in range(4):
            assert until(lambda: child.alive, each=supervisor.tick)
            time.sleep(0.35)
            child.process.kill()
            assert until(lambda: not child.alive, each=supervisor.tick)
    finally:
        supervisor.stop(patience=2)


def test_stop_leaves_no_process_even_stubborn_ones_and_grandchildren(supervisor, tmp_path):
    before = children_of(os.getpid())
    supervisor.add(Child("stubborn", [sys.executable, "-c", STUBBORN]))
    supervisor.add(Child("parent", [sys.executable, "-c", PARENT]))
    log = tmp_path / "log" / "parent.log"
    assert until(lambda: log.read_text().strip() and (tmp_path / "log" / "stubborn.log").read_text())
    grandchild = int(log.read_text())
    supervisor.stop(patience=0.5)
    assert gone(grandchild)
    assert children_of(os.getpid()) <= before


def test_engines_stop_last(supervisor, tmp_path):
    order = tmp_path / "order"
    script = (
        "import signal, sys, time\n"
        "def end(*_):\n"
        "    open(sys.argv[2], 'a').write(sys.argv[1] + '\\n'); sys.exit()\n"
        "signal.signal(signal.SIGTERM, end); print('up', flush=True); time.sleep(60)"
    )
    for name, rank in (("database", 1), ("web", 0)):
        supervisor.add(Child(name, [sys.executable, "-c", script, name, str(order)], stop_order=rank))
        assert until(lambda name=name: (tmp_path / "log" / f"{name}.log").read_text())
    supervisor.stop()
    assert order.read_text().split() == ["web", "database"]


def test_children_die_with_a_killed_supervisor(tmp_path):
    script = f"""
import sys
from pathlib import Path
from config.engines.supervisor import Child, Supervisor
supervisor = Supervisor(Path({str(tmp_path)!r}) / "log")
child = supervisor.add(Child("sleeper", {SLEEPER!r}))
print(child.process.pid, flush=True)
supervisor.run()
"""
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    child = int(process.stdout.readline())
    assert not gone(child)
    process.kill()
    process.wait()
    process.stdout.close()
    assert until(lambda: gone(child))
