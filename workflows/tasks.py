"""Thin tasks: keys in, one call, safe to run twice."""

from __future__ import annotations

from celery import shared_task

from . import clock, journal, outbox, ticks


@shared_task
def deliver(keys: list[str]) -> int:
    return sum(outbox.deliver(key) for key in keys)


@shared_task
def sweep() -> int:
    return outbox.sweep()


@shared_task
def tick() -> int:
    return ticks.tick()


@shared_task
def seal() -> str:
    return journal.seal(clock.today()).hash
