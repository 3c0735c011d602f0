"""A race is one of separate connections, beside a browser too: its loop makes Django keep two sets of them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from tests.processes import race

pytestmark = pytest.mark.django_db(transaction=True)


def backend(_argument=None):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


async def with_a_loop(task):
    """As a test whose thread drives a browser: synchronous code, while a loop runs."""
    try:
        return task()
    finally:
        connections.close_all()


def seen_before_and_in_a_loop():
    """In a thread of its own, whatever ran before: the process's connections without a loop, with one, and raced."""
    try:
        without = backend()
        with_one, taken = asyncio.run(with_a_loop(lambda: (backend(), race(backend, range(3)))))
    finally:
        connections.close_all()
    return without, with_one, taken


def test_each_process_has_its_own_connection(monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with ThreadPoolExecutor(max_workers=1) as thread:
        without, with_one, taken = thread.submit(seen_before_and_in_a_loop).result(120)
    assert len({without, with_one, *taken}) == 5, (without, with_one, taken)
