"""Files that people bring: typed by content, named, hashed; a new version supersedes, nothing is overwritten."""

from __future__ import annotations

import secrets
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def stored_at(stored: Stored, name: str) -> str:
    """Under a name that nobody chose: what a person typed never becomes a path."""
    return f"files/{stored.application_id}/{secrets.token_hex(16)}.{stored.extension}"


class Stored(models.Model):
    """What was taken in: known by its content, named as its author named it."""

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    extension = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=stored_at)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    application_id: Any

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class DocumentQuerySet(models.QuerySet["Document"]):
    def current(self) -> Self:
        return self.filter(superseded_by=None)


class Document(Stored):
    application = models.ForeignKey("funding.Application", models.CASCADE, related_name="documents")
    piece = models.ForeignKey("funding.RequiredPiece", models.PROTECT, null=True, blank=True, related_name="documents")
    question = models.CharField(max_length=60, blank=True)
    accepted_at = models.DateTimeField(_("acceptée le"), null=True, blank=True)
    superseded_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="supersedes")

    veiled = False  # before eyes that may open its anonymised copy alone

    objects = DocumentQuerySet.as_manager()

    def get_absolute_url(self) -> str:
        return reverse("funding:document", args=[self.pk])

    @property
    def anonymised(self) -> Any:
        """Its copy without names, the last one; of a blind call, where one was given."""
        return max(self.copies.all(), key=lambda copy: copy.pk, default=None)

    @property
    def latest(self) -> Document:
        """What took its place, where something did."""
        return self.superseded_by.latest if self.superseded_by else self

    def facts(self) -> dict[str, Any]:
        return {"name": self.name, "sha256": self.sha256, "size": self.size}
