"""What a stay leaves beside its journal: productions, incidents, evaluations."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Deliverable(models.Model):
    residency = models.ForeignKey("residencies.Residency", models.CASCADE, related_name="deliverables")
    name = models.CharField(_("nom"), max_length=150)
    what = models.CharField(_("ce que c’est, à qui cela sert"), max_length=300)
    address = models.URLField(_("adresse en ligne"), max_length=300, blank=True)
    document = models.ForeignKey("funding.Document", models.PROTECT, null=True, blank=True, related_name="+")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("production")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(address="") | Q(document__isnull=False), name="deliverable_can_be_seen",
                violation_error_message=_("Une production a un fichier ou une adresse."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Incident(models.Model):
    """Why a stay was interrupted: logged before it is, told to the insurer where one must."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Accident ou maladie")
        PLACE = "place", _("Lieu devenu indisponible")
        DISPUTE = "dispute", _("Désaccord entre l’hôte et l’équipe")
        FORCE = "force", _("Force majeure")
        OTHER = "other", _("Autre")

    residency = models.ForeignKey("residencies.Residency", models.CASCADE, related_name="incidents")
    kind = models.CharField(_("nature"), max_length=10, choices=Kind)
    happened_on = models.DateField(_("survenu le"))
    account = models.TextField(_("ce qui s’est passé"))
    insurer_told = models.BooleanField(_("un assureur doit être prévenu"), default=False)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()

    class Meta:
        verbose_name = _("incident")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.happened_on:%d/%m/%Y})"


MARK = [MinValueValidator(0), MaxValueValidator(5)]


class Evaluation(models.Model):
    """What each side makes of it, once, after the presentation."""

    residency = models.ForeignKey("residencies.Residency", models.CASCADE, related_name="evaluations")
    side = models.CharField(max_length=4, choices=[("host", _("Hôte")), ("team", _("Équipe"))])
    understanding = models.PositiveSmallIntegerField(_("compréhension de la question"), validators=MARK)
    welcome = models.PositiveSmallIntegerField(_("accueil et présence"), validators=MARK)
    usefulness = models.PositiveSmallIntegerField(_("utilité des productions"), validators=MARK)
    changed = models.TextField(_("ce que la résidence a changé"))
    missed = models.TextField(_("ce qui a manqué"), blank=True)
    rights_agreed = models.BooleanField(_("contrat de cession de droits signé"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("évaluation")
        ordering = ["side"]
        constraints = [models.UniqueConstraint(fields=["residency", "side"], name="one_evaluation_per_side")]

    def __str__(self) -> str:
        return self.get_side_display()
