"""Money leaves by two hands: one of finance calculates and orders, another releases. Shared by whatever pays."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows import clock
from workflows.models import Counter

from .. import roles


class PaidByTwo(models.Model):
    basis = models.TextField(_("service fait"), blank=True)
    number = models.CharField(max_length=40, unique=True, null=True, blank=True)
    ordered_at = models.DateTimeField(null=True, blank=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    paid_at = models.DateTimeField(null=True, blank=True)
    paid_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    returned_why = models.TextField(blank=True)

    class Meta:
        abstract = True

    def write_order(self, attempt: Any, basis: str, prefix: str, series: str) -> None:
        """Ordered again after it was sent back, it keeps its number: a year's series (`OP-2027-00012`) has no gap."""
        self.basis, self.returned_why = basis, ""
        self.ordered_at, self.ordered_by = attempt.at, attempt.by
        year = clock.paris_day(attempt.at).year
        self.number = self.number or f"{prefix}-{year}-{Counter.take(f'{series}/{year}'):05}"

    def write_release(self, attempt: Any) -> None:
        self.paid_at, self.paid_by = attempt.at, attempt.by

    def write_return(self, reason: str) -> None:
        self.returned_why, self.ordered_at, self.ordered_by = reason, None, None

    def second_hand(self, user: Any, held: set[Any]) -> set[Any]:
        """Four eyes: whoever calculated the order is not the one who releases it."""
        return held | {roles.SECOND_SIGNATORY} if roles.FINANCE in held and self.ordered_by_id != user.pk else held


def by_two_people(noun: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=~Q(state="paid") | Q(ordered_by__isnull=False, paid_by__isnull=False),
            name=f"{noun}_ordered_and_released",
            violation_error_message=_("Un versement est ordonné puis libéré."),
        ),
        models.CheckConstraint(
            condition=Q(paid_by=None) | ~Q(paid_by=F("ordered_by")),
            name=f"{noun}_by_two_people",
            violation_error_message=_("Une seconde personne libère le versement."),
        ),
    ]
