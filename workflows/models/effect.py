from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EffectQuerySet(models.QuerySet["Effect"]):
    def ripe(self, now: datetime) -> Self:
        """Waiting, not before its time, and leased by nobody alive."""
        return self.filter(state=Effect.State.PENDING, not_before__lte=now).filter(
            Q(leased_until=None) | Q(leased_until__lt=now)
        )

    def given_up(self) -> Self:
        return self.filter(state=Effect.State.GIVEN_UP)


class Effect(models.Model):
    """The outbox: what a step causes, written in the step's own transaction and done by a worker.

    `key` is unique, so that nothing is posted twice; it is also the Message-ID of a mail, so that a
    receiver drops the one duplicate that no sender can exclude (killed between SMTP's "250" and our commit).
    """

    class State(models.TextChoices):
        PENDING = "pending", _("En attente")
        DONE = "done", _("Fait")
        GIVEN_UP = "given_up", _("Abandonné")

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    transition = models.ForeignKey("workflows.Transition", models.PROTECT, null=True, related_name="effects")
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects = EffectQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["not_before", "id"], condition=Q(state="pending"), name="effect_pending"),
            models.Index(fields=["id"], condition=Q(state="given_up"), name="effect_given_up"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def queue(self) -> str:
        return "papers" if self.kind == "paper" else "default"

    def describe(self) -> dict[str, Any]:
        return {"kind": self.kind, "key": self.key, "attempts": self.attempts, "error": self.last_error}
