"""A link sent to one address, for one person: what all invitations share."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from workflows import clock

VALID_FOR = timedelta(days=14)


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class AddressedQuerySet(models.QuerySet[Any]):
    def waiting(self, now: datetime) -> Self:
        return self.unanswered().filter(expires_at__gt=now)

    def unanswered(self) -> Self:
        """Waiting, or no longer valid: what one may still send again."""
        return self.filter(accepted_at=None, cancelled_at=None)

    def addressed_to(self, user: Any) -> Self:
        return self.filter(email__iexact=user.email) if user.is_authenticated else self.none()

    def with_token(self, token: str) -> Self:
        return self.filter(token_hash=hash_of(token))


class Addressed(models.Model):
    """Only the hash of the link's secret is kept: who reads the database cannot accept for another."""

    email = models.EmailField(_("adresse électronique"))
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = AddressedQuerySet.as_manager()

    class Meta:
        abstract = True

    def obstacle(self, user: Any = None) -> str:
        """Why it cannot be accepted, or nothing."""
        if self.accepted_at:
            return _now("Cette invitation a déjà servi.")
        if self.cancelled_at:
            return _now("Cette invitation a été annulée ou remplacée. Demandez-en une nouvelle à %(person)s.") % {
                "person": self.invited_by
            }
        if self.expires_at <= clock.now():
            return _now("Cette invitation n’est plus valable : elle durait 14 jours. Demandez-en une à %(person)s.") % {
                "person": self.invited_by
            }
        if user is not None and user.email.lower() != self.email.lower():
            return _now(
                "Cette invitation est adressée à %(invited)s, et vous êtes connecté avec %(current)s. "
                "Déconnectez-vous, puis ouvrez de nouveau le lien avec l’autre compte."
            ) % {"invited": self.email, "current": user.email}
        return ""
