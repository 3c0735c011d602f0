"""A bank's periodic report: what it says of each of its loans, beside what we know, before anything is written."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from funding.models import columns

from .. import roles
from .fund import BankAgreement


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        bank = Q(agreement__bank__in=roles.structures_of(user))
        return self.filter(bank | roles.over_programmes(user, roles.OFFICES, "agreement__fund__programme"))

    def waiting(self) -> Self:
        return self.filter(confirmed_at=None, dropped_at=None)


class Report(models.Model):
    """Read without a fault; confirmed by a member of the bank, or dropped."""

    agreement = models.ForeignKey(BankAgreement, models.PROTECT, related_name="reports")
    as_of = models.DateField(_("arrêté au"))
    name = models.CharField(_("fichier"), max_length=200)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("compte rendu de banque")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(confirmed_at=None, dropped_at=None), name="one_report_to_confirm"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.as_of}"

    def get_absolute_url(self) -> str:
        return reverse("guarantees:report", args=[self.pk])


class ReportRow(models.Model):
    report = models.ForeignKey(Report, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("ligne"))
    cover = models.ForeignKey("guarantees.Cover", models.PROTECT, related_name="+")
    outstanding = columns.amount(_("capital restant dû"))
    unpaid = models.PositiveSmallIntegerField(_("échéances impayées"), default=0)
    event = models.CharField(_("événement"), max_length=15, blank=True)
    event_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["report", "cover"], name="one_row_per_cover_and_report")]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number}"

    @property
    def event_label(self) -> Any:
        from .of_cover import Claim

        return Claim.Event(self.event).label if self.event else ""
