"""Which instruments are installed: every folder of `funding/instruments`, those of INSTRUMENTS_PATH, and the rooms
of their own. One is found by its `apps.py`; its `urls.py`, `api.py` and `demo.py` are found by the same rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

import funding.instruments

ROOMS = ("residencies",)


def found(paths: Sequence[str] = ()) -> list[str]:
    """Names of their packages, in the order of the alphabet; `paths` are further folders of instruments."""
    funding.instruments.__path__.extend(path for path in paths if path not in funding.instruments.__path__)
    names = [
        f"funding.instruments.{module.name}" for module in iter_modules(funding.instruments.__path__) if module.ispkg
    ]
    return [name for name in (*sorted(names), *ROOMS) if find_spec(f"{name}.apps")]


def modules(names: Sequence[str], part: str) -> Iterator[ModuleType]:
    """`part` of each of these instruments that has one."""
    return (import_module(f"{name}.{part}") for name in names if find_spec(f"{name}.{part}"))
