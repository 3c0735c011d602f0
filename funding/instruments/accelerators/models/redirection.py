"""A file sent to another call of the network, with its holder's consent (CRPA, art. L. 114-2: it keeps its day)."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funding.models import Application, Call

from .node import Node
from .recruitment import Recruitment


class RedirectionQuerySet(models.QuerySet["Redirection"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(application__in=Application.objects.visible_to(user).values("pk"))

    def open(self) -> Self:
        return self.filter(answered_at=None)


class Redirection(models.Model):
    application = models.ForeignKey(Application, models.PROTECT, related_name="redirections")
    origin = models.ForeignKey(Call, models.PROTECT, related_name="+")
    target = models.ForeignKey(Call, models.PROTECT, related_name="+")
    reason = models.TextField(_("pourquoi"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    consented = models.BooleanField(null=True)
    refused_why = models.TextField(blank=True)

    objects = RedirectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("réorientation")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(answered_at=None), name="one_redirection_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(origin=models.F("target")), name="redirection_goes_elsewhere",
                violation_error_message=_("Choisissez un autre appel."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.application_id}: {self.origin_id} → {self.target_id}"

    def answer(self, attempt: Any, *, consented: bool, why: str = "") -> None:
        self.answered_at, self.answered_by = attempt.at, attempt.by
        self.consented, self.refused_why = consented, why
        self.save()

    @property
    def node(self) -> Node | None:
        """That of the call it would go to."""
        return Recruitment.of(self.target).node
