"""A process killed without warning at one exact point of its work: before a statement, around a commit or a file."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.processes import forget_connections
from workflows import pdf

CONTEXT = multiprocessing.get_context("fork")


class Fuse:
    """Burns at its `at`-th point; 0 never burns, and counts."""

    def __init__(self, at: int) -> None:
        self.at, self.seen = at, 0

    def point(self) -> None:
        self.seen += 1
        if self.seen == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.point()
        return execute(sql, params, many, context)

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def burning(*words: Any, **named: Any) -> Any:
            self.point()
            answer = function(*words, **named)
            self.point()
            return answer

        return burning


@contextmanager
def lit(fuse: Fuse) -> Iterator[None]:
    """Every statement, and both sides of each commit, each file written or deleted, each drawing of a page."""
    places = [(BaseDatabaseWrapper, "_commit"), (FileSystemStorage, "_save"), (FileSystemStorage, "delete"),
              (pdf, "render")]  # fmt: skip
    before = [getattr(owner, name) for owner, name in places]
    for owner, name in places:
        setattr(owner, name, fuse.around(getattr(owner, name)))
    try:
        with connections["default"].execute_wrapper(fuse.statement):
            yield
    finally:
        for (owner, name), function in zip(places, before, strict=True):
            setattr(owner, name, function)


def run(task: Callable[[], Any], at: int = 0) -> int | None:
    """Run `task` in a process of its own, killed at point `at`. The number of points it passed, None when killed."""
    connections.close_all()
    answers = CONTEXT.SimpleQueue()

    def live() -> None:
        forget_connections()
        fuse = Fuse(at)
        with lit(fuse):
            task()
        answers.put(fuse.seen)
        connections.close_all()

    process = CONTEXT.Process(target=live)
    process.start()
    process.join(60)
    if process.exitcode == -signal.SIGKILL:
        return None
    assert process.exitcode == 0, f"it failed by itself: {process.exitcode}"
    return int(answers.get())
