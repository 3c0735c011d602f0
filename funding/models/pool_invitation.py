"""Calling someone without an account to judge a call's files: the mandate waits until the address answers."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from people.models import Addressed, AddressedQuerySet, Mandate

from .assignment import ReviewerProfile


class PoolInvitation(Addressed):
    class Role(models.TextChoices):
        REVIEWER = Mandate.Role.REVIEWER.value, _("Évaluateur")
        CHAIR = Mandate.Role.CHAIR.value, _("Président de comité")
        MEMBER = "member", _("Membre de comité, siège à donner en séance")

    call = models.ForeignKey("funding.Call", models.PROTECT, related_name="pool_invitations")
    name = models.CharField(_("nom"), max_length=160, blank=True)
    role = models.CharField(_("rôle"), max_length=10, choices=Role)
    # What whoever invites knows of the person; their own words replace it.
    themes = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    departments = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(default=ReviewerProfile.CAPACITY)
    sent_at = models.DateTimeField(null=True, blank=True)  # when its last mail left; before that, nobody has the link

    objects: Any = AddressedQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation à évaluer")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                "call",
                Upper("email"),
                condition=Q(accepted_at=None, cancelled_at=None),
                name="one_waiting_call_per_address",
                violation_error_message=_("Cette personne est déjà invitée."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name or self.email} · {self.call}"
