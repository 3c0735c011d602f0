"""The project's own sources, for the rules that read them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROOMS = ("config", "look", "workflows", "people", "funding", "residencies")
# Where pages are answered: the shared rooms, and the `views` of each instrument.
VIEWS = ("funding/views", "people/views", "workflows/views.py", "funding/api", *(
    path.relative_to(ROOT).as_posix()
    for room in ("funding/instruments", "residencies")
    for path in sorted((ROOT / room).rglob("views*"))
    if path.name in ("views", "views.py")
))  # fmt: skip
# `.min.` and lib/ hold what others wrote and we ship as it came.
VENDORED = ("static/vendor", "static/lib", ".min.")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def called(path: Path) -> str:
    """As a view or an include names a template: from the folder `templates` that holds it."""
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])


@cache
def python(*folders: str) -> list[Path]:
    rooms = [ROOT / folder for folder in folders]
    found = [path for room in rooms for path in ([room] if room.is_file() else room.rglob("*.py"))]
    return sorted(path for path in found if "migrations" not in path.parts and "__pycache__" not in path.parts)


@cache
def templates(suffixes: tuple[str, ...] = (".html", ".txt")) -> list[Path]:
    """Of the shared pages, and of each instrument's folder."""
    folders = [
        ROOT / "templates",
        *(ROOT / "funding" / "instruments").glob("*/templates"),
        ROOT / "residencies/templates",
    ]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in suffixes)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
