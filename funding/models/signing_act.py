"""A signature given to many decisions at once: one act, and a line for each decision that it signs or could not sign.

The act is a consent, kept with what was read; each line is signed by the outbox, in a transaction of its own.
"""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SigningActQuerySet(models.QuerySet["SigningAct"]):
    def visible_to(self, user: Any) -> Self:
        """Its author's alone."""
        return self.filter(by=user) if user.is_authenticated else self.none()

    def unfinished(self) -> Self:
        return self.filter(pk__in=SigningLine.objects.waiting().values("act"))


class SigningAct(models.Model):
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="signing_acts")
    asked_at = models.DateTimeField()

    objects = SigningActQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.by} · {self.asked_at:%Y-%m-%d %H:%M}"


class SigningLineQuerySet(models.QuerySet["SigningLine"]):
    def waiting(self) -> Self:
        return self.filter(signed_at=None, refused_at=None)

    def refused(self) -> Self:
        return self.filter(refused_at__isnull=False)


class SigningLine(models.Model):
    act = models.ForeignKey(SigningAct, models.CASCADE, related_name="lines")
    decision = models.ForeignKey("funding.Decision", models.PROTECT, related_name="signing_lines")
    imprint = models.CharField(max_length=64)  # of the project as it was read: what changed since is not signed
    tries = models.PositiveSmallIntegerField(default=1)
    signed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(blank=True)

    objects = SigningLineQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(signed_at=None, refused_at=None),
                name="one_signature_under_way",
                violation_error_message=_("Cette décision est déjà en cours de signature."),
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(refused_at=None),
                name="signing_line_signed_or_refused",
                violation_error_message=_("Une décision est signée, ou ne l’est pas."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act_id} · {self.decision}"

    @property
    def key(self) -> str:
        """Of its delivery in the outbox: another one for each try that a person asked."""
        return f"funding.sign.{self.pk}.{self.tries}"


class SetAside(models.Model):
    """A signatory's own mark on a project: not now, and why. It stops nobody else."""

    decision = models.ForeignKey("funding.Decision", models.CASCADE, related_name="asides")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    note = models.CharField(_("pourquoi"), max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "by"], name="one_mark_per_signatory")]

    def __str__(self) -> str:
        return self.note or str(self.decision_id)
