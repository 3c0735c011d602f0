"""A question that is always asked in the same shape: Django writes its SQL once, at first use, and it is run again with
other values. Writing it costs Django ten times what PostgreSQL takes to answer; planning it, five times, so that a
connection that asks it again keeps the plan as well.

    @prepared
    def seats(user: Any, application: Any) -> Any:
        return Membership.objects.filter(user=user, organisation__partnerships__application=application)

    for seat in seats(user.pk, application.pk): ...

The function is called once, with slots where the values will stand. A value is what the column holds (a key, a day, a
text), never a thing nor a list; None equals nothing, as in SQL. Whatever Python decides in the function it decides for
good: what differs from one call to the next is a value, or another question.

`@seen` is the same for what a person may see, and gives the person to the function, to hand to `visible_to`:

    @seen
    def filed(user: Any, reference: Any) -> Any:
        return Application.objects.visible_to(user).filter(reference=reference)

    for file in filed(request.user, "LIT-2026-0004"): ...
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import Expression, QuerySet, Value
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

from . import clock


class Slot(Value):
    """Where the value of one parameter will stand."""

    def __init__(self, place: int) -> None:
        super().__init__(place)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def __str__(self) -> str:
        raise TypeError("A slot has no value yet: Python cannot look at it.")


class Slots(Expression):
    """Where the values of an `in` will stand, one slot for each; nothing is in none."""

    def __init__(self, slots: Iterable[Slot]) -> None:
        super().__init__()
        self.slots = tuple(slots)

    def __bool__(self) -> bool:
        return bool(self.slots)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not self.slots:
            raise EmptyResultSet
        return f"({', '.join(['%s'] * len(self.slots))})", list(self.slots)


class Reader(Slot):
    """Where the key of a person will stand. Of the person Python may look at the offices, and at nothing else."""

    def __init__(self, place: int, offices: tuple[Any, ...] | None) -> None:
        super().__init__(place)
        self.is_authenticated = offices is not None
        self.offices = offices or ()

    @property
    def pk(self) -> Reader:
        return self

    def mandates_in_force(self) -> list[Any]:
        return list(self.offices)


class prepared:
    """Calling it gives the rows as a list: things, or the tuples of `values_list`."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build

    def __call__(self, *values: Any) -> list[Any]:
        sql, params, locks, read = self._written
        if not sql:
            return []
        if locks and connection.get_autocommit():
            raise TransactionManagementError("A row is locked within a transaction.")
        given = tuple(values[p.value] if isinstance(p, Slot) else p for p in params)
        try:
            return read(_asked(sql, given))
        except NotSupportedError:  # a migration changed a column under a plan that the connection kept
            if connection.in_atomic_block:
                raise  # what is rolled back is forgotten
            with connection.cursor() as cursor:
                cursor.execute("DEALLOCATE ALL")  # a pool would hand the same connection out again
            return read(_asked(sql, given))

    @cached_property
    def _written(self) -> tuple[str, tuple[Any, ...], bool, Callable[[list[Any]], list[Any]]]:
        slots = self._slots()
        queryset: Any = self.build(*slots)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:  # of such a person, say: without an office nobody sees any
            return "", (), False, list
        asked = {p.value for p in params if isinstance(p, Slot)}
        if missing := {s.value for s in slots if not isinstance(s, Reader)} - asked:
            raise TypeError(f"{self.build.__qualname__}: asks nothing of parameter {missing.pop()}")
        read = _things(queryset, compiler) if queryset._fields is None else _tuples(compiler)
        return sql, tuple(params), queryset.query.select_for_update, read

    def _slots(self) -> list[Slot]:
        return [Slot(place) for place in range(len(inspect.signature(self.build).parameters))]


class seen:
    """The first parameter is a person. Those who hold the same offices are asked the same SQL, written once a day."""

    SHAPES = 128  # sets of offices whose SQL is kept

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self._asked = lru_cache(self.SHAPES)(self._of_day)

    def __call__(self, person: Any, *values: Any) -> list[Any]:
        offices = person.offices() if person.is_authenticated else None
        return self._asked(offices, clock.today())(person.pk, *values)

    def _of_day(self, offices: tuple[Any, ...] | None, _day: date) -> prepared:
        """A function may look at the day: what it decided holds no longer."""
        return _OfReader(self.build, offices)


class _OfReader(prepared):
    def __init__(self, build: Callable[..., QuerySet[Any, Any]], offices: tuple[Any, ...] | None) -> None:
        super().__init__(build)
        self.offices = offices

    def _slots(self) -> list[Slot]:
        return [Reader(0, self.offices), *super()._slots()[1:]]


def _asked(sql: str, values: tuple[Any, ...]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.cursor = ServerBindingCursor(cursor.connection)  # type: ignore[call-arg]  # stubs of psycopg 2
        cursor.execute(sql, values)
        found: list[Any] = cursor.fetchall()
        return found


def _tuples(compiler: Any) -> Callable[[list[Any]], list[Any]]:
    count, converted = len(compiler.select), _converted(compiler)
    return lambda rows: [tuple(row[:count]) for row in converted(rows)]


def _things(queryset: Any, compiler: Any) -> Callable[[list[Any]], list[Any]]:
    made, converted = compiler.klass_info, _converted(compiler)
    if queryset._prefetch_related_lookups:
        raise TypeError("Prepared: things of one table and of those it follows, or a values_list")
    first, end = made["select_fields"][0], made["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in compiler.select[first:end]]
    related = get_related_populators(made, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # stubs of Django 6

    def things(rows: list[Any]) -> list[Any]:
        found = []
        for row in converted(rows):
            thing = made["model"].from_db(DEFAULT_DB_ALIAS, names, row[first:end])
            for populator in related:
                populator.populate(row, thing)
            for name, place in compiler.annotation_col_map.items():
                setattr(thing, name, row[place])
            found.append(thing)
        return found

    return things


def _converted(compiler: Any) -> Callable[[list[Any]], Iterable[Any]]:
    """Values as the fields read them from the database's."""
    converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    return (lambda rows: compiler.apply_converters(rows, converters)) if converters else (lambda rows: rows)
