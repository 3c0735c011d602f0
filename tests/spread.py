"""How a whole run is spread over processes: a file is one piece of work, the long ones are begun first.

The browser's journeys last minutes. Begun last, one process would play them alone while the others have ended.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

LONG = ("tests/journeys/", "tests/demo/", "tests/engines/", "tests/house/", "tests/instruments/")
ALONE = (
    "tests/journeys/test_every_page.py",
    "tests/journeys/test_instrument_pages.py",
)  # each test of these is a piece of its own
BY_STAGE = "tests/house/test_rights.py"  # a piece for each of its stages: [core], [guarantees]


class LongFirst(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(BY_STAGE):
            return "rights " + nodeid.partition("[")[2]
        return nodeid if nodeid.startswith(ALONE) else super()._split_scope(nodeid)


def begun_early(item: Any) -> int:
    """The rank of the piece an item belongs to; what is equal keeps its order."""
    return next((rank for rank, folder in enumerate(LONG) if item.nodeid.startswith(folder)), len(LONG))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: Any, items: list[Any]) -> None:
    if hasattr(config, "workerinput"):  # a run in one process shows what is quick first
        items.sort(key=begun_early)


def pytest_xdist_make_scheduler(config: Any, log: Any) -> LongFirst:
    return LongFirst(config, log)
