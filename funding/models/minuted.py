"""What a closed session makes of one file: the project of decision, as prepared, as edited, as drawn up."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MinutedDraftQuerySet(models.QuerySet["MinutedDraft"]):
    def asked(self) -> Self:
        """On their way: a worker draws them up."""
        return self.filter(asked_at__isnull=False, drawn_at=None, refused_at=None)


class MinutedDraft(models.Model):
    item = models.OneToOneField("funding.AgendaItem", models.PROTECT, related_name="draft")
    facts = models.JSONField(default=dict, blank=True)  # the proposal's fields, where a person changed them
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_facts = models.JSONField(default=dict, blank=True)  # what is proposed: as it read when one pressed
    drawn_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = MinutedDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(drawn_at=None) | Q(refused_at=None),
                name="draft_drawn_or_refused",
                violation_error_message=_("Un projet est préparé, ou ne l’est pas."),
            )
        ]

    def __str__(self) -> str:
        return str(self.item)

    @property
    def key(self) -> str:
        return f"funding.draw_up.{self.pk}.{self.tries}"

    @property
    def under_way(self) -> bool:
        return bool(self.asked_at and not self.drawn_at and not self.refused_at)

    def ask(self, *, by: Any, at: Any, facts: dict[str, Any]) -> None:
        self.asked_by, self.asked_at, self.asked_facts = by, at, facts
        self.drawn_at, self.refused_at, self.refusal, self.tries = None, None, "", self.tries + 1
