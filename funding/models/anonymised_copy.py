"""Beside a file of a blind call: the same without names, the only one that its reviewers open."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .document import Document, Stored


class AnonymisedCopy(Stored):
    """Of one version of a file; the last one is read, the former stay. A new version of the file has none."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="copies")

    class Meta(Stored.Meta):
        verbose_name = _("copie anonymisée")

    @property
    def application_id(self) -> int:
        return int(self.document.application_id)

    def get_absolute_url(self) -> str:
        return reverse("funding:anonymised", args=[self.pk])
