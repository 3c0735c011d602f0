from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from .names import key_of, sort_key_of


class DerivedField(models.CharField):
    """A column computed in Python from another one whenever the row is written, `bulk_create` included.

    PostgreSQL could store it by itself only with `unaccent`, an extension that the embedded server lacks.
    """

    compute: Callable[[str], str]

    def __init__(self, *args: Any, of: str = "name", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"editable": False, "default": "", **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = type(self).compute(getattr(instance, self.of))[: self.max_length]
        setattr(instance, self.attname, value)
        return value


class SearchKeyField(DerivedField):
    """Begins with a space, so that `contains " word"` finds the beginning of any word."""

    @staticmethod
    def compute(text: str) -> str:
        return f" {key_of(text)}"


class SortKeyField(DerivedField):
    compute = staticmethod(sort_key_of)
