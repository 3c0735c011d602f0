"""The national register of de minimis aid, as imported: every line kept, each anomaly named, none of them fatal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class RegisteredAidQuerySet(models.QuerySet["RegisteredAid"]):
    def countable(self, sirens: Iterable[str]) -> Self:
        """Those of these enterprises whose day and amount can be read."""
        return self.readable().filter(siren__in=list(sirens))

    def readable(self) -> Self:
        return self.filter(granted_on__isnull=False, gge__isnull=False).exclude(siren="")

    def flagged(self) -> Self:
        return self.exclude(anomalies=[])

    def with_anomaly(self, code: str) -> Self:
        return self.filter(anomalies__contains=[code]) if code else self


class RegisterImport(models.Model):
    """One reading of the file: who, when, how many lines, what was flagged. The last one is what counts."""

    name = models.CharField(_("fichier"), max_length=200)
    sha256 = models.CharField(max_length=64)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    imported_at = models.DateTimeField()
    lines = models.PositiveIntegerField(default=0)
    countable = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict)  # anomaly -> number of lines

    class Meta:
        verbose_name = _("import du registre de minimis")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.imported_at:%Y-%m-%d})"


class RegisteredAid(models.Model):
    class Anomaly(models.TextChoices):
        COLUMNS = "columns", _("Nombre de colonnes différent de l’en-tête")
        NO_SIREN = "no_siren", _("Pas de SIREN : la ligne ne peut être rattachée à personne")
        WRONG_SIREN = "wrong_siren", _("SIREN dont la clé ne tombe pas juste")
        NO_AMOUNT = "no_amount", _("Montant illisible : la ligne n’est pas comptée")
        NEGATIVE = "negative", _("Montant négatif : la ligne n’est pas comptée")
        ZERO = "zero", _("Montant nul")
        NO_DAY = "no_day", _("Date d’octroi illisible : la ligne n’est pas comptée")
        FUTURE = "future", _("Date d’octroi à venir")
        BEFORE = "before", _("Octroi antérieur au registre (avant 2026)")
        ABOVE_CEILING = "above_ceiling", _("Montant supérieur, à lui seul, au plafond du régime")
        UNKNOWN_REGIME = "unknown_regime", _("Régime inconnu : compté au régime général")
        TWICE = "twice", _("Ligne identique à une autre : les deux sont comptées")
        TOO_LONG = "too_long", _("Texte trop long, coupé")

    source = models.ForeignKey(RegisterImport, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("ligne"))
    siren = models.CharField("SIREN", max_length=9, blank=True)
    identifier = models.CharField(_("identifiant"), max_length=40, blank=True)
    name = models.CharField(_("bénéficiaire"), max_length=200, blank=True)
    regime = models.CharField(_("régime"), max_length=20)
    instrument = models.CharField(_("instrument"), max_length=100, blank=True)
    authority = models.CharField(_("autorité"), max_length=200, blank=True)
    operator = models.CharField(_("opérateur"), max_length=200, blank=True)
    commune = models.CharField(_("commune"), max_length=100, blank=True)
    country = models.CharField(_("pays"), max_length=60, blank=True)
    sector = models.CharField(_("secteur"), max_length=100, blank=True)
    gge = models.DecimalField(_("équivalent-subvention brut"), max_digits=14, decimal_places=2, null=True)
    granted_on = models.DateField(_("octroyée le"), null=True)
    declared_on = models.DateField(_("déclarée le"), null=True)
    published_on = models.DateField(_("publiée le"), null=True)
    anomalies = ArrayField(models.CharField(max_length=20), default=list)

    objects = RegisteredAidQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne du registre de minimis")
        ordering = ["line"]
        indexes = [models.Index(fields=["siren", "granted_on"], name="registered_aid_siren")]

    def __str__(self) -> str:
        return f"{self.line} {self.siren} {self.gge}"

    @property
    def labels(self) -> list[Any]:
        return [self.Anomaly(code).label for code in self.anomalies]

    @property
    def is_countable(self) -> bool:
        return bool(self.siren and self.granted_on and self.gge is not None)
