"""Who takes part and what it costs: each partner with its own SIRET, kind, size, costs, rate and aid."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Organisation

from . import columns


class Partner(models.Model):
    application = models.ForeignKey("funding.Application", models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships")
    is_lead = models.BooleanField(_("chef de file"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    size = models.CharField(_("taille"), max_length=20, choices=Organisation.Size)
    is_economic = models.BooleanField(_("activité économique"), default=False)
    contact = models.CharField(_("personne à joindre"), max_length=200, blank=True)
    # Results of rules.aid on the cost lines; written together with them, never typed.
    cost = columns.amount(_("dépenses"), default=Decimal(0))
    aid_rate = columns.rate(_("taux"), default=Decimal(0))
    aid = columns.amount(_("aide"), default=Decimal(0))
    grant = columns.amount(_("subvention"), default=Decimal(0))
    recoverable_advance = columns.amount(_("avance récupérable"), default=Decimal(0))
    engaged_at = models.DateTimeField(_("engagement confirmé le"), null=True, blank=True)
    engaged_by = models.CharField(_("confirmé par"), max_length=200, blank=True)

    class Meta:
        ordering = ["-is_lead", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "organisation"],
                name="one_part_per_organisation",
                violation_error_message=_("Cette structure participe déjà au projet."),
            ),
            models.UniqueConstraint(fields=["application"], condition=Q(is_lead=True), name="one_lead"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def engage_url(self) -> str:
        return reverse("funding:engage", args=[self.application.handle, self.pk])


class CostLine(models.Model):
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="costs")
    category = models.CharField(max_length=40)
    amount = columns.amount()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "category"], name="one_line_per_category")]

    def __str__(self) -> str:
        return f"{self.category} {self.amount}"
