"""The project's own sources, for the rules that read them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROOMS = ("config", "look", "workflows", "people", "funding")
# `.min.` and lib/ hold what others wrote and we ship as it came.
VENDORED = ("static/vendor", "static/lib", ".min.")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def python(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts and "__pycache__" not in path.parts)


@cache
def templates(suffixes: tuple[str, ...] = (".html", ".txt")) -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in suffixes)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
