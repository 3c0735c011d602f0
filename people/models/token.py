from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows import clock


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self) -> Self:
        return self.filter(revoked_at=None)

    def visible_to(self, user: Any) -> Self:
        return self.filter(user=user) if user.is_authenticated else self.none()


class ApiToken(models.Model):
    """A key for programs, with the rights of the person who made it. Shown once; only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("nom"), max_length=80, help_text=_("Le logiciel qui s’en servira."))
    prefix = models.CharField(max_length=12, unique=True)
    key_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("jeton d’accès")
        verbose_name_plural = _("jetons d’accès")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name

    def revoke(self) -> None:
        if self.revoked_at is None:
            self.revoked_at = clock.now()
            self.save(update_fields=["revoked_at"])
