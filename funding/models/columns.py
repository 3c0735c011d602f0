"""Columns that many nouns share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from ..rules.ranking import DEFAULT_TIE_BREAKS


def amount(verbose_name: Any = "", **kwargs: Any) -> models.DecimalField:
    """Euros to the cent, 12 digits before the point; never negative."""
    kwargs.setdefault("validators", [MinValueValidator(Decimal(0))])
    return models.DecimalField(verbose_name, max_digits=14, decimal_places=2, **kwargs)


def rate(verbose_name: Any = "", **kwargs: Any) -> models.DecimalField:
    """A share between 0 and 1, to the millionth."""
    kwargs.setdefault("validators", [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))])
    return models.DecimalField(verbose_name, max_digits=7, decimal_places=6, **kwargs)


def published_tie_breaks() -> list[str]:
    """Unless a call says otherwise: margin, impact, cost per point, earlier complete file."""
    return [measure.value for measure in DEFAULT_TIE_BREAKS]


def tie_breaks(verbose_name: Any = "") -> Any:
    """What separates files of equal score, in the order that the call publishes."""
    measure = models.CharField(max_length=20)
    return ArrayField(measure, verbose_name=verbose_name, default=published_tie_breaks, blank=True)
