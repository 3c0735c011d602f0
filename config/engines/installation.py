"""Set-up: virtual environment, packages locked by hash, system packages where that is allowed.

Run by the system's Python, before anything is installed: standard library alone.
"""

import ctypes
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
TESTS_LOCK = ROOT / "requirements-tests.lock"
INSTALLER = ROOT / "bin" / "installer.txt"

PAPER_LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
TEST_PROGRAMS = {"chromium": "chromium", "qpdf": "qpdf", "pdftotext": "poppler-utils"}
# The same engine without windows takes three quarters of the time; where it is packaged, it is what tests install.
HEADLESS = "chromium-headless-shell"
BROWSERS = (HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class SetUpFailed(Exception):
    """The sentence says what to type."""


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def place() -> str:
    """Scripts in a virtual environment hold absolute paths, and the version of Python."""
    return f"{ROOT} {sys.version_info[0]}.{sys.version_info[1]}"


def stamp(*, tests: bool) -> str:
    """Changes with the locks, the checkout's place and Python."""
    content = LOCK.read_bytes() + INSTALLER.read_bytes() + (TESTS_LOCK.read_bytes() if tests else b"")
    return f"{hashlib.sha256(content).hexdigest()} {place()}{' tests' if tests else ''}\n"


def check_python() -> None:
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:2]))
        raise SetUpFailed(f"Python 3.11 or newer is needed, this is {found}. Try: PYTHON=python3.12 bin/start")


def install_packages(*, tests: bool) -> bool:
    """True when something was installed. Where tests were run once, their packages stay."""
    mark = VENV / "trame-stamp"
    written = mark.read_text() if mark.exists() else ""
    tests = tests or written.endswith(" tests\n")
    if written == stamp(tests=tests):
        return False
    if VENV.is_symlink():  # making it anew would empty the environment of another checkout
        raise SetUpFailed(f".venv is a link to {VENV.resolve()}. Remove the link, then try again.")
    same_place = place() in written
    began = time.monotonic()
    if not same_place:
        say("Virtual environment in .venv")
        run([sys.executable, "-m", "venv", "--clear", str(VENV)], hint="sudo apt-get install python3-venv")
    python = str(VENV / "bin" / "python")
    pip = [
        python,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--require-hashes",
        "--no-deps",
    ]
    say("Installer (uv)")
    run([*pip, "-r", str(INSTALLER)], hint="is the network up?")
    locks = [str(LOCK), *([str(TESTS_LOCK)] if tests else [])]
    say(f"Packages of {' and '.join(Path(lock).name for lock in locks)}, checked by hash")
    sync = [python, "-m", "uv", "pip", "sync", "-q", "--python", python, "--require-hashes", *locks]
    run(sync, hint="is the network up?")
    mark.write_text(stamp(tests=tests))
    say(f"Packages installed in {time.monotonic() - began:.0f} s")
    return True


def run(command: list[str], *, hint: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        output = (done.stderr or done.stdout).strip()[-2000:]
        raise SetUpFailed(f"{output}\nThis failed: {' '.join(command)}\nThen: {hint}")


# System packages -----------------------------------------------------------------------------------------


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def browser() -> str | None:
    """A Chromium of the system, or the one that CHROMIUM names."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for path in map(shutil.which, BROWSERS) if path), None)


def missing_packages(*, tests: bool) -> list[str]:
    missing = [package for library, package in PAPER_LIBRARIES.items() if not has_library(library)]
    if tests:
        there = {name: browser() if name == "chromium" else shutil.which(name) for name in TEST_PROGRAMS}
        missing += [package for name, package in TEST_PROGRAMS.items() if not there[name]]
    return missing


def install_system_packages(missing: list[str]) -> bool:
    """With root and apt. False when they must be typed by a person."""
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"System packages: {' '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def apt(*words: str) -> bool:
        return subprocess.run(words, capture_output=True, check=False, env=environment).returncode == 0

    apt("apt-get", "update", "-q")
    wanted = [HEADLESS if name == "chromium" and apt("apt-cache", "show", HEADLESS) else name for name in missing]
    return apt("apt-get", "install", "-y", "-q", "--no-install-recommends", *wanted)


def advice(missing: list[str], *, tests: bool) -> str:
    """What a person reads who may not install, or whose apt refused."""
    command = f"sudo apt-get install {' '.join(missing)}"
    papers = [package for package in missing if package in PAPER_LIBRARIES.values()]
    lines = [f"Missing system packages. To install them, type:\n    {command}"]
    if papers:
        lines.append("Until then papers are off: letters stay queued and are made once these packages are there.")
    if tests and len(papers) < len(missing):
        lines.append("Until then the tests that need them are skipped (in continuous integration they fail).")
    return "\n".join(lines)


def main(words: list[str]) -> int:
    tests = "--tests" in words
    try:
        check_python()
        (ROOT / "var").mkdir(exist_ok=True)
        with (ROOT / "var" / "setup.lock").open("a") as lock:  # two at once: the second waits
            fcntl.flock(lock, fcntl.LOCK_EX)
            install_packages(tests=tests)
            missing = missing_packages(tests=tests)
            if missing and not (install_system_packages(missing) and not missing_packages(tests=tests)):
                print(advice(missing_packages(tests=tests), tests=tests), flush=True)
    except SetUpFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
