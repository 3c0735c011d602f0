"""The debate on a file, among those who judged it: kept as written, never shown to those who apply."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Remark(models.Model):
    application = models.ForeignKey("funding.Application", models.CASCADE, related_name="remarks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    body = models.TextField(_("contribution"), max_length=4000)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("contribution au débat")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.application} · {self.author}"
