"""That an undertaking was asked to declare its State aid position, and when: once, then once more before the check."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DeclarationRequest(models.Model):
    partner = models.OneToOneField("funding.Partner", models.CASCADE, related_name="declaration_request")
    asked_at = models.DateTimeField(_("demandée le"))
    # Nobody: the product, when the file was submitted.
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reminded_at = models.DateTimeField(_("rappelée le"), null=True, blank=True)
    told = models.PositiveSmallIntegerField(_("personnes prévenues"), null=True, blank=True)

    class Meta:
        verbose_name = _("demande de déclaration")
        constraints = [
            models.CheckConstraint(
                condition=Q(reminded_at=None) | Q(reminded_at__gte=F("asked_at")),
                name="declaration_reminded_after_asked",
                violation_error_message=_("Un rappel vient après la demande."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.asked_at:%Y-%m-%d}"
