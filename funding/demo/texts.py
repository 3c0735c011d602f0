"""What `data/` says. Python holds no text of its own."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def toml(name: str) -> dict[str, Any]:
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def projects(call: str) -> list[dict[str, Any]]:
    path = DATA / "projects" / f"{call}.toml"
    return toml(f"projects/{call}").get("project", []) if path.exists() else []
