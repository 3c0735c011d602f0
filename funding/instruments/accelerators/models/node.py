"""A node of the network: an organisation accredited to accompany projects on a territory, between two dates."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from funding.models import Programme
from people.models import Mandate, Membership, Organisation


class NodeQuerySet(models.QuerySet["Node"]):
    def accredited(self, on: date) -> Self:
        return self.filter(Q(accredited_to=None) | Q(accredited_to__gte=on), accredited_from__lte=on)

    def visible_to(self, user: Any) -> Self:
        """The network is public: its nodes of today and of before are on its page."""
        return self

    def of(self, user: Any) -> Self:
        """For whose organisation `user` writes."""
        mine = Membership.objects.writers().filter(user=user, organisation=OuterRef("organisation"))
        return self.filter(Exists(mine)) if user.is_authenticated else self.none()

    def managed_by(self, user: Any) -> Self:
        """Whoever is in charge of the network's programme accredits its nodes."""
        if not user.is_authenticated:
            return self.none()
        held = [mandate for mandate in user.mandates_in_force() if mandate.role == Mandate.Role.MANAGER]
        held = [mandate for mandate in held if mandate.scope_kind != Mandate.Scope.CALL]
        return self.filter(programmes_under(held))


def programmes_under(mandates: list[Any], programme: str = "programme") -> Q:
    """Rows whose programme is covered by one of these mandates."""
    where = Q(pk__in=[])
    for mandate in mandates:
        if mandate.scope_kind == Mandate.Scope.EVERYWHERE:
            return Q(pk__isnull=False)
        if mandate.scope_kind == Mandate.Scope.PROGRAMME:
            where |= Q(**{programme: int(mandate.scope_id)})
    return where


class Node(models.Model):
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="nodes", verbose_name=_("réseau"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="accelerator_nodes", verbose_name=_("structure")
    )
    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("adresse"), max_length=60, unique=True)
    summary = models.CharField(_("en une phrase"), max_length=300)
    description = models.TextField(_("présentation"), blank=True, max_length=4000)
    departments = ArrayField(
        models.CharField(max_length=3), default=list, blank=True, verbose_name=_("départements"),
        help_text=_("Vide : toute la France."),
    )  # fmt: skip
    themes = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("thèmes"))
    capacity = models.PositiveSmallIntegerField(_("places par promotion"), default=8)
    email = models.EmailField(_("adresse électronique"))
    accredited_from = models.DateField(_("accrédité du"))
    accredited_to = models.DateField(_("jusqu’au"), null=True, blank=True)
    accreditation = models.CharField(_("décision d’accréditation"), max_length=150, blank=True)

    objects = NodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("accélérateur")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation"], name="one_node_per_organisation",
                violation_error_message=_("Cette structure est déjà dans le réseau."),
            ),
            models.CheckConstraint(
                condition=Q(accredited_to=None) | Q(accredited_to__gte=F("accredited_from")),
                name="node_accredited_between_two_days",
                violation_error_message=_("L’accréditation finit après avoir commencé."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1), name="node_takes_someone",
                violation_error_message=_("Une promotion a une place au moins."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accelerators:node", args=[self.slug])

    def is_accredited(self, on: date) -> bool:
        return self.accredited_from <= on and (self.accredited_to is None or on <= self.accredited_to)
