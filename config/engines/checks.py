"""bin/test: every check in order, each with its duration; then pytest, to which words are passed on."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from config.engines.embedded import Engines
from config.engines.installation import ROOT

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
SPREAD = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]  # one process a core, each with its database
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

    def run(self) -> bool:
        print(f"── {self.name}", flush=True)
        done = subprocess.run(self.command, cwd=ROOT, env={**os.environ, **self.environment}, check=False)
        return done.returncode == 0


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
    with Engines.for_tests().shared():
        for stage in [*stages(), Stage("pytest", [sys.executable, "-m", "pytest", *SPREAD, "--durations=10", *words])]:
            began = time.monotonic()
            passed = stage.run()
            took.append((stage.name, time.monotonic() - began, passed))
    for line in died(Engines.for_tests().home)[-5:]:
        print(f"PostgreSQL: {line}")
    print("\n── durations")
    for name, seconds, passed in took:
        print(f"{seconds:8.1f} s  {name}{'' if passed else '   FAILED'}")
    print(f"{sum(seconds for _, seconds, _ in took):8.1f} s  in all")
    return 0 if all(passed for *_, passed in took) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
