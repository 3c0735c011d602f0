"""One step among many in one act: its readers get one digest, not a message each (N02)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_bulk: ContextVar[bool] = ContextVar("funding_bulk", default=False)


def in_bulk() -> bool:
    """Whether the step being taken is one of many."""
    return _bulk.get()


@contextmanager
def bulk() -> Iterator[None]:
    token = _bulk.set(True)
    try:
        yield
    finally:
        _bulk.reset(token)
