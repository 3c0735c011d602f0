"""The instruments' own lines in the rules of the house: `tests/instruments/<name>/house.py` of each.

RULES     the access rule of each of its addresses, as tests/house/urls.py writes them.
scene     (cast) -> one of everything of the instrument, over the cast of all tests; `scene.people` names those it adds.
EXAMPLES  name of an address -> (scene) -> the keys of examples that exist.
PAGES     (scene) -> further addresses to walk: the files that its panels are on, its steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from django.urls import NoReverseMatch, get_resolver, reverse

HERE = Path(__file__).parent


def names() -> list[str]:
    return sorted(path.parent.name for path in HERE.glob("*/house.py"))


def house(name: str) -> Any:
    return import_module(f"tests.instruments.{name}.house")


def tables() -> dict[str, Any]:
    """Who may do what to the things of each instrument that brings some (tests/house/walking.py)."""
    found = sorted(path.parent.name for path in HERE.glob("*/rights.py"))
    return {name: import_module(f"tests.instruments.{name}.rights") for name in found}


def spaces() -> set[str]:
    """The namespaces of addresses that instruments bring."""
    return {rule.partition(":")[0] for name in names() for rule in house(name).RULES}


def of_instruments(address: str) -> bool:
    return address.partition(":")[0] in spaces()


def routes(space: str) -> list[str]:
    """Names of all addresses of a namespace."""
    resolver = next(entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", None) == space)
    return [f"{space}:{entry.name}" for entry in resolver.url_patterns]


def addresses(house: Any, scene: Any) -> Iterator[tuple[str, str]]:
    """(name, address) of each example of each address of an instrument."""
    for name in house.RULES:
        examples = house.EXAMPLES[name](scene) if name in house.EXAMPLES else [{}]
        for keys in examples:
            try:
                yield name, reverse(name, kwargs=keys)
            except NoReverseMatch as error:
                raise AssertionError(f"give an example of {name} in {house.__name__}") from error


def pages(house: Any, scene: Any) -> list[str]:
    further = getattr(house, "PAGES", lambda scene: [])(scene)
    return [*(address for _name, address in addresses(house, scene)), *further]


def people(cast: Any, scene: Any) -> dict[str, Any]:
    return cast.people | getattr(scene, "people", {})
