"""Rows that a test builds and another needs again are copied, not walked to a second time.

`@remembered` goes on a function that brings a story to some point (`cast.awarded`). The first time in a process its
steps are really taken and the rows that they wrote are kept; after that they are put back as they were, with the same
keys. Only where it is certain that nothing else differs: same words, same clock, and a database that nothing has
written to since a test began or since rows were put back. Everywhere else the steps are taken as ever.
"""

from __future__ import annotations

import functools
import pickle
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import connection, models, transaction
from django.utils.translation import get_language

from workflows import clock

WRITES = re.compile(r'(?i)\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)')
READS = re.compile(r"(?i)[\s(]*(SELECT|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT|SET CONSTRAINTS)\b")
PLAIN = (str, int, float, bool, Decimal, date, timedelta, type(None))
Key = tuple[Any, ...]


@dataclass
class Story:
    """What a call wrote: (table, its key, the keys of these rows and of those lost, the rows as COPY writes them), and
    what it gave back."""

    rows: list[tuple[str, str, list[Any], bytes]]
    given: bytes


@dataclass(eq=False)
class Watch:
    """A story that is being told: the version of its first row, and the keys of a table before rows were deleted."""

    since: int
    before: dict[str, set[Any]] = field(default_factory=dict)
    lost: bool = False  # something was written that cannot be put back

    def note(self, text: str) -> None:
        """A statement that is about to write."""
        found = WRITES.match(text)
        if found is None:
            self.lost = True
        elif found.group(1).upper() == "DELETE FROM":
            self.lose(found.group(2))

    def lose(self, table: str) -> None:
        if table not in self.before:
            self.before[table] = keys(table)


class Memory:
    def __init__(self) -> None:
        self.place: Key | None = None  # where the database stands, when that is known
        self.stories: dict[Key, Story | None] = {}
        self.tokens: dict[int, tuple[Any, Key]] = {}  # what was given to this test, by identity
        self.watches: list[Watch] = []

    def begin(self, place: Key | None) -> None:
        self.place = place
        self.tokens.clear()

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        """Django runs each statement through here."""
        text = sql if isinstance(sql, str) else str(sql)
        if not READS.match(text):
            self.place = None
            for watch in self.watches:
                watch.note(text)
        return execute(sql, params, many, context)

    def tell(self, function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        key = self.key(function, args, kwargs)
        if key is None:
            return function(*args, **kwargs)
        if story := self.stories.get(key):
            for watch in self.watches:  # this story is a part of another, which is being learnt
                for table in [table for table, *_what in story.rows]:
                    watch.lose(table)
            given = put_back(story)
        elif key in self.stories:
            return function(*args, **kwargs)
        else:
            given, self.stories[key] = self.learn(function, args, kwargs)
        self.place = key
        self.tokens[id(given)] = given, key
        return given

    def learn(self, function: Callable[..., Any], args: Any, kwargs: Any) -> tuple[Any, Story | None]:
        sent = len(getattr(mail, "outbox", ()))
        with transaction.atomic():  # a savepoint: what is written has versions of its own
            self.watches.append(watch := Watch(since=version()))
            try:
                given = function(*args, **kwargs)
            finally:
                self.watches.remove(watch)
        if watch.lost or len(getattr(mail, "outbox", ())) > sent:
            return given, None
        return given, Story(kept(watch), pickle.dumps(given))

    def key(self, function: Callable[..., Any], args: Any, kwargs: Any) -> Key | None:
        if self.place is None or not connection.in_atomic_block:
            return None
        try:
            words = tuple(self.spelt(value) for value in (*args, *sorted(kwargs.items())))
        except TypeError:
            return None
        where = repr(settings.STORAGES["default"]), get_language(), str(clock.today()), str(clock._set.get())
        return self.place, function.__module__, function.__qualname__, words, where

    def spelt(self, value: Any) -> Any:
        if id(value) in self.tokens:
            return self.tokens[id(value)][1]
        if isinstance(value, PLAIN):
            return type(value).__name__, str(value)
        if isinstance(value, list | tuple):
            return tuple(self.spelt(one) for one in value)
        if isinstance(value, models.Model):
            return value._meta.label, value.pk
        raise TypeError(f"no key can be made of {value!r}")


MEMORY = Memory()


def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def told(*args: Any, **kwargs: Any) -> Any:
        return MEMORY.tell(function, args, kwargs)

    return told


@functools.cache
def key_of(table: str) -> str:
    models_of_ours = apps.get_models(include_auto_created=True)
    return next(model._meta.pk.column for model in models_of_ours if model._meta.db_table == table)


@functools.cache
def columns(table: str) -> str:
    """Those that are written, not those that the database computes."""
    written = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
    with raw() as cursor:
        found = cursor.execute(written + " AND attgenerated = ''", [table]).fetchall()
    return ", ".join(f'"{name}"' for (name,) in found)


def raw() -> Any:
    """Past Django's cursor: neither counted nor noticed by whatever listens to statements."""
    return connection.connection.cursor()


def version() -> int:
    """The number that rows written here will bear, or a greater one. Only a row that is written shows it."""
    marked = "UPDATE django_migrations SET name = name WHERE id = 1 RETURNING xmin::text::bigint"
    with raw() as cursor:
        return int(cursor.execute(marked).fetchone()[0])


def keys(table: str, condition: str = "true") -> set[Any]:
    with raw() as cursor:
        found = cursor.execute(f'SELECT "{key_of(table)}" FROM "{table}" WHERE {condition}').fetchall()
    return {row[0] for row in found}


def kept(watch: Watch) -> list[tuple[str, str, list[Any], bytes]]:
    """The rows whose version is younger than the story, those that triggers wrote among them."""
    rows, young = [], f"xmin::text::bigint >= {watch.since}"
    for table in written():
        selected = f'SELECT {columns(table)} FROM "{table}" WHERE {young}'
        with raw() as cursor, cursor.copy(f"COPY ({selected}) TO STDOUT") as copy:
            lines = b"".join(bytes(part) for part in copy)
        gone = keys(table, young) | (watch.before.get(table, set()) - keys(table))
        if gone:
            rows.append((table, key_of(table), list(gone), lines))
    return rows


def written() -> list[str]:
    """The tables that the transaction wrote to."""
    counted = "SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
    with raw() as cursor:
        return [table for (table,) in cursor.execute(counted).fetchall() if table != "django_migrations"]


def put_back(story: Story) -> Any:
    """What the database holds by triggers it held when the rows were first written."""
    with transaction.atomic(), raw() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, column, gone, lines in story.rows:
            cursor.execute(f'DELETE FROM "{table}" WHERE "{column}" = ANY(%s)', [gone])
            if lines:
                with cursor.copy(f'COPY "{table}" ({columns(table)}) FROM STDIN') as copy:
                    copy.write(lines)
        cursor.execute("SET LOCAL session_replication_role = origin")
    return pickle.loads(story.given)  # noqa: S301 -- written by this process


def pristine() -> Key | None:
    """The place of a test that begins: what was committed for all is a part of it; with people there, unknown."""
    if not connection.in_atomic_block:
        return None
    with raw() as cursor:
        if not cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()[0]:
            return None  # what the database holds by triggers cannot be put back
        counts = "SELECT (SELECT count(*) FROM people_user), (SELECT count(*) FROM funding_lawversion)"
        people, laws = cursor.execute(counts).fetchone()
    return None if people else ("begun", laws)


def begin() -> None:
    if MEMORY not in connection.execute_wrappers:
        connection.execute_wrappers.append(MEMORY)
    MEMORY.begin(pristine())


def end() -> None:
    MEMORY.begin(None)
