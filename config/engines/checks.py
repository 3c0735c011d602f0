"""bin/test: every check in order, each with its duration; then pytest, to which words are passed on."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from config.engines.embedded import Engines
from config.engines.installation import ROOT

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
# Three processes for two cores, each with its database: one waits for PostgreSQL, for Chromium or for a clock.
SPREAD = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]
STRICT = ["workflows", "funding/rules", "funding/instruments/guarantees/rules", "residencies/rules"]  # typed in full
ROOMS_OF_TEMPLATES = ["templates", "funding/instruments", "residencies"]
# What a service has and a checkout lacks, so that `check --deploy` judges the settings of production.
PRODUCTION = {
    "DATABASE_URL": "postgres://trame:trame@database/trame",
    "BROKER_URL": "redis://broker",
    "SECRET_KEY": "only-for-this-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "trame.example",
    "SITE_URL": "https://trame.example",
    "HTTPS": "true",
    "DEBUG": "false",
}


@dataclass
class Stage:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, output: int | None = None) -> tuple[float, bool, str]:
        """Its seconds, whether it passed, and what it said where that is kept (`output=subprocess.PIPE`)."""
        began = time.monotonic()
        done = subprocess.run(
            self.command, cwd=ROOT, env={**os.environ, **self.environment}, check=False, text=True,
            stdout=output, stderr=subprocess.STDOUT if output else None,
        )  # fmt: skip
        return time.monotonic() - began, done.returncode == 0, done.stdout or ""


def tool(name: str, *words: str) -> list[str]:
    return [str(BIN / name), *words]


def stages() -> list[Stage]:
    strict = [path for path in STRICT if (ROOT / path).is_dir()]
    database = {"HTTPS": "false"}
    if not os.environ.get("DATABASE_URL"):
        database["DATABASE_URL"] = Engines.for_tests().database_url
    return [
        Stage("ruff check", tool("ruff", "check", ".")),
        Stage("ruff format", tool("ruff", "format", "--check", ".")),
        Stage("djlint", tool("djlint", *ROOMS_OF_TEMPLATES, "--lint", "--quiet")),
        Stage("import-linter", tool("lint-imports")),
        Stage("mypy", tool("mypy", *strict)),
        Stage("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], database),
        Stage("check --deploy", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        Stage("documents of the machines", [*MANAGE, "document_workflows", "--check"], database),
    ]


def died(home: Path) -> list[str]:
    """What PostgreSQL's log says of processes that ended by force: a test that lost its connection names no cause."""
    log = home / "postgres.log"
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return [line for line in lines if "terminated by signal" in line or "PANIC" in line or "crash" in line]


def main(words: list[str]) -> int:
    took: list[tuple[str, float, bool]] = []
    began = time.monotonic()
    with Engines.for_tests().shared():
        with ThreadPoolExecutor(2) as two:  # one a core, told in their order
            for stage, done in [(stage, two.submit(stage.run, subprocess.PIPE)) for stage in stages()]:
                print(f"── {stage.name}", flush=True)
                seconds, passed, said = done.result()
                print(said, end="", flush=True)
                took.append((stage.name, seconds, passed))
        print("── pytest", flush=True)
        tests = [sys.executable, "-m", "pytest", *SPREAD, "--durations=10", *words]
        seconds, passed, _said = Stage("pytest", tests).run()
        took.append(("pytest", seconds, passed))
    for line in died(Engines.for_tests().home)[-5:]:
        print(f"PostgreSQL: {line}")
    print("\n── durations")
    for name, seconds, passed in took:
        print(f"{seconds:8.1f} s  {name}{'' if passed else '   FAILED'}")
    print(f"{time.monotonic() - began:8.1f} s  in all")
    return 0 if all(passed for *_, passed in took) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
