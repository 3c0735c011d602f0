"""Real processes at one barrier, each with its own connection: what a race is."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections

CONTEXT = multiprocessing.get_context("fork")
LEFT: list[Any] = []  # kept alive: what is collected would be closed


def race(task: Callable[[Any], Any], arguments: Sequence[Any]) -> list[Any]:
    """Run `task(argument)` for each argument in a process of its own, all let go at the same moment.

    Gives what each returned, in the order of the arguments; an exception comes back as its text.
    """
    connections.close_all()
    barrier, answers = CONTEXT.Barrier(len(arguments)), CONTEXT.SimpleQueue()
    runners = [CONTEXT.Process(target=_run, args=(task, a, i, barrier, answers)) for i, a in enumerate(arguments)]
    for runner in runners:
        runner.start()
    got = dict(answers.get() for _runner in runners)
    for runner in runners:
        runner.join(30)
    return [got[i] for i in range(len(arguments))]


def forget_connections() -> None:
    """In a child: whatever connection it inherited is its parent's, and is left to it unclosed.

    While a browser is driven, a loop runs in the parent's thread and Django keeps that loop's connections apart from
    the thread's own, which `close_all` then does not see; the child, without the loop, would find and share them."""
    for inherited in connections.all(initialized_only=True):
        LEFT.append(inherited)
        del connections[inherited.alias]


def _run(task: Any, argument: Any, index: int, barrier: Any, answers: Any) -> None:
    forget_connections()
    try:
        barrier.wait(30)
        answers.put((index, task(argument)))
    except BaseException as error:
        answers.put((index, f"{type(error).__name__}: {error}"))
    finally:
        connections.close_all()
