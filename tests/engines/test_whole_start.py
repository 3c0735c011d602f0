"""bin/start for real, in a directory of its own: answers, survives a killed child, leaves nothing."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from config.engines.installation import ROOT
from config.engines.start import free_port
from config.engines.supervisor import children_of

pytestmark = pytest.mark.slow
REPLACED = {"DATABASE_URL", "BROKER_URL", "EMAIL_URL", "STORAGE_URL"}


@pytest.fixture
def var(tmp_path):
    return tmp_path / "var with space"


@pytest.fixture
def environment(var):
    return {**{name: value for name, value in os.environ.items() if name not in REPLACED}, "TRAME_VAR": str(var)}


def command(*words):
    return [sys.executable, "-m", "config.engines.start", "--no-demo", *words]


@pytest.fixture
def started(environment, var):
    port = str(free_port("127.0.0.1", 18000, 500))
    output = var.parent / "output"
    with output.open("w") as log:
        process = subprocess.Popen(command("--port", port), cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield process, output
    finally:
        process.kill()
        process.wait()


def wait(true, seconds=240):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return False


def descendants(pid):
    direct = children_of(pid)
    return direct.union(*(descendants(child) for child in direct)) if direct else set()


def running(pids):
    return {pid for pid in pids if Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes()}


def named(pids, words):
    return [pid for pid in pids if words in command_of(pid)]


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:  # it has just ended
        return ""


def test_start_answers_mends_itself_and_leaves_no_process(started, environment):
    process, output = started
    assert wait(lambda: "answers at" in output.read_text() or process.poll() is not None)
    address = re.search(r"answers at (http://\S+)", output.read_text())[1]
    with urllib.request.urlopen(address, timeout=20) as page:
        assert page.status == 200
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]

    again = subprocess.run(command(), cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert again.returncode == 1
    assert f"already running from this directory (process {process.pid}, {address})" in again.stderr

    (worker,) = named(children_of(process.pid), "worker@trame")
    os.kill(worker, signal.SIGKILL)
    assert wait(lambda: named(children_of(process.pid), "worker@trame") not in ([], [worker]), 20)
    assert "worker died (-9); starting it again." in output.read_text()

    everyone = descendants(process.pid)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    assert running(everyone) == set()
    assert "no process left" in output.read_text()
