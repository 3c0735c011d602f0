"""Columns that many nouns share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


def amount(verbose_name: Any = "", **kwargs: Any) -> models.DecimalField:
    """Euros to the cent, 12 digits before the point; never negative."""
    kwargs.setdefault("validators", [MinValueValidator(Decimal(0))])
    return models.DecimalField(verbose_name, max_digits=14, decimal_places=2, **kwargs)


def rate(verbose_name: Any = "", **kwargs: Any) -> models.DecimalField:
    """A share between 0 and 1, to the millionth."""
    kwargs.setdefault("validators", [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))])
    return models.DecimalField(verbose_name, max_digits=7, decimal_places=6, **kwargs)
