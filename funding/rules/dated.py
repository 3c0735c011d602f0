"""Legal figures are dated data: each row says from when to when it holds, and which text says so.

A rule asks its table for the row of a day. Where no row covers the day it refuses: the general block
exemption ends on 31 December 2026, and no figure may silently outlive the text that gave it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from .wording import ValueRefused, refuse

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Law(Generic[T]):
    """A value in force from `valid_from` to `valid_to`, both included; no `valid_to` means until it is
    changed.

    `verified` is False while the figure still has to be checked against the official text.
    """

    value: T
    valid_from: date
    valid_to: date | None = None
    legal_basis: str
    source_url: str = ""
    verified: bool = True

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class NoLawInForce(ValueRefused):
    """No row of the table covers the day: the rule cannot be applied, so the act cannot be done."""


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """The successive values of one legal figure, oldest first, never two on the same day."""

    name: str
    rows: tuple[Law[T], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if row.valid_to is not None and row.valid_to < row.valid_from:
                raise ValueError(f"{self.name}: a row ends on {row.valid_to} before it begins")
        for before, after in pairwise(self.rows):
            if before.valid_to is None or after.valid_from <= before.valid_to:
                raise ValueError(f"{self.name}: two rows hold on {after.valid_from}")

    def at(self, day: date) -> Law[T]:
        """The row in force on `day` (a legal day of Europe/Paris). Raises `NoLawInForce` where there is
        none.
        """
        for row in reversed(self.rows):
            if row.covers(day):
                return row
        raise NoLawInForce(
            refuse(
                "no_law_in_force",
                _("Aucune règle « %(table)s » n’est enregistrée pour le %(day)s : la décision ne peut pas être prise."),
                table=self.name,
                day=day,
            )
        )
