"""What a call asks for and judges by: its pieces, and the lines of its grid."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Organisation

from .call import Call


class RequiredPiece(models.Model):
    """A file that the call asks for. Only an *indispensable* one may suspend the clock (L114-5-1 CRPA)."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="pieces")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("intitulé"), max_length=150)
    help = models.CharField(_("aide"), max_length=300, blank=True)
    indispensable = models.BooleanField(_("indispensable"), default=True)
    required_by = models.CharField(_("texte qui l’exige"), max_length=200, blank=True)
    for_kinds = ArrayField(models.CharField(max_length=20, choices=Organisation.Kind), default=list, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label


class Stage(models.TextChoices):
    """At which of two assessments a criterion is marked, where a shortlist stands between them."""

    BOTH = "", _("À chaque évaluation")
    FIRST = "first", _("Avant la présélection")
    JURY = "jury", _("Après la présélection (jury)")


class Criterion(models.Model):
    """One line of the grid: an integer from 0 to 5, a weight, perhaps a threshold that eliminates."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=0)
    key = models.SlugField(max_length=30)
    name = models.CharField(_("critère"), max_length=150)
    help = models.CharField(_("aide"), max_length=300, blank=True)
    weight = models.DecimalField(_("poids"), max_digits=5, decimal_places=2, default=Decimal(1))
    threshold = models.DecimalField(_("seuil éliminatoire"), max_digits=3, decimal_places=2, null=True, blank=True)
    stage = models.CharField(_("évaluation"), max_length=5, choices=Stage, default=Stage.BOTH, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "key"], name="one_criterion_per_key"),
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="criterion_weighs_something",
                violation_error_message=_("Le poids d’un critère est supérieur à zéro."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
