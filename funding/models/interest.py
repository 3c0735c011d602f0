"""A declaration of interests: for a whole call, then for each of its files. A link closes what it is about.

Rows are facts with a date, written by `conflicts`: who declared it, for whom, and the words that say why.
"""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class InterestQuerySet(models.QuerySet["Interest"]):
    def of(self, user: Any) -> Self:
        return self.filter(user=user)

    def links(self) -> Self:
        return self.filter(kind=Interest.Kind.LINK)

    def on_calls(self) -> Self:
        return self.filter(application=None)

    def on_files(self) -> Self:
        return self.filter(application__isnull=False)


class Interest(models.Model):
    class Kind(models.TextChoices):
        NONE = "none", _("Aucun lien")
        LINK = "link", _("Lien : déport")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="interests")
    call = models.ForeignKey("funding.Call", models.PROTECT, related_name="interests")
    application = models.ForeignKey(
        "funding.Application", models.PROTECT, related_name="interests", null=True, blank=True
    )
    kind = models.CharField(max_length=4, choices=Kind)
    reason = models.TextField(_("nature du lien"), blank=True, max_length=1000)
    # Oneself; or who chairs or keeps a session, for a seat that steps aside there.
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("déclaration d’intérêts")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "call", "application"], nulls_distinct=False, name="one_declaration_per_thing"
            ),
            models.CheckConstraint(
                condition=Q(kind="none") | ~Q(reason=""),
                name="link_of_interest_says_which",
                violation_error_message=_("Un déport dit la nature du lien."),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "application", "call"], condition=Q(kind="link"), name="interest_links"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.application or self.call} · {self.get_kind_display()}"
