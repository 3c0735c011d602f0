"""Beside a file of a blind call: the same without names, the only one that its reviewers open."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .document import Document


def copied_at(copy: AnonymisedCopy, name: str) -> str:
    """Under a name that nobody chose, and that leads to no other file."""
    return f"files/{copy.document.application_id}/{secrets.token_hex(16)}.{copy.extension}"


class AnonymisedCopy(models.Model):
    """Of one version of a file; the last one is read, the former stay. A new version of the file has none."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="copies")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    extension = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=copied_at)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("copie anonymisée")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("funding:anonymised", args=[self.pk])
