"""The figures of the law as dated rows: a manager drafts a version, publishes it, and it never changes again.

A rule asks for the row of its day. Of two published rows that cover the day the later version holds: it corrects the
other. Where none covers it nothing can be decided.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workflows import clock


class LawVersionQuerySet(models.QuerySet["LawVersion"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(published_at=None)

    def covering(self, day: date) -> Self:
        return self.published().filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)

    def in_order(self) -> Self:
        return self.select_related("published_by").order_by("table", "-valid_from", "-number")


class LawVersion(models.Model):
    class Table(models.TextChoices):
        DE_MINIMIS_GENERAL = "de_minimis_general", _("Plafond de minimis, régime général")
        DE_MINIMIS_SGEI = "de_minimis_sgei", _("Plafond de minimis, services d’intérêt économique général")
        DE_MINIMIS_AGRICULTURE = "de_minimis_agriculture", _("Plafond de minimis, agriculture")
        DE_MINIMIS_FISHERY = "de_minimis_fishery", _("Plafond de minimis, pêche et aquaculture")
        BLOCK_EXEMPTION = "block_exemption", _("Intensités du règlement général d’exemption (RGEC)")
        SIZE = "size", _("Taille de l’entreprise")
        OWN_FUNDING = "own_funding", _("Participation minimale du maître d’ouvrage")

    table = models.CharField(_("règle"), max_length=30, choices=Table)
    number = models.PositiveSmallIntegerField(_("version"))
    value = models.JSONField()
    valid_from = models.DateField(_("en vigueur du"))
    valid_to = models.DateField(_("jusqu’au"), null=True, blank=True)
    legal_basis = models.CharField(_("base juridique"), max_length=300)
    source_url = models.URLField(_("texte en ligne"), max_length=300, blank=True)
    verified = models.BooleanField(_("chiffres vérifiés dans le texte officiel"), default=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now, editable=False)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = LawVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version d’une règle")
        ordering = ["table", "number"]
        constraints = [
            models.UniqueConstraint(fields=["table", "number"], name="one_law_version_per_number"),
            models.UniqueConstraint(
                fields=["table"],
                condition=Q(published_at=None),
                name="one_law_version_in_preparation",
                violation_error_message=_("Une version de cette règle est déjà en préparation : terminez-la."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="law_version_ends_after_it_begins",
                violation_error_message=_("La fin vient après le début."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_table_display()}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("funding:law", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @classmethod
    def draft_of(cls, table: str, *, by: Any) -> LawVersion:
        """The version in preparation; a copy of the latest one where there is none yet."""
        with transaction.atomic():
            rows = cls.objects.filter(table=table).select_for_update()
            known = list(rows)
            waiting = next((row for row in known if row.is_draft), None)
            if waiting:
                return waiting
            last = max(known, key=lambda row: (row.valid_from, row.number))
            highest = max(row.number for row in known)
            return cls.objects.create(
                table=table, number=highest + 1, value=last.value, valid_from=last.valid_from, valid_to=last.valid_to,
                legal_basis=last.legal_basis, source_url=last.source_url, verified=False, drafted_by=by,
            )  # fmt: skip

    def publish(self, *, by: Any) -> None:
        self.published_by, self.published_at = by, clock.now()
        self.save(update_fields=["published_by", "published_at"])
