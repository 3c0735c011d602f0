from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workflows import clock

from .. import identifiers
from ..fields import SearchKeyField
from ..names import digits_of, key_of
from .territory import Commune, Department, Epci


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def search(self, text: str) -> Self:
        """By SIREN, SIRET, RNA or words of the name."""
        digits = digits_of(text).upper()
        if len(digits) >= identifiers.SIREN_LENGTH and identifiers.is_digits(digits):
            return self.filter(siren=digits[: identifiers.SIREN_LENGTH])
        if identifiers.RNA.fullmatch(digits):
            return self.filter(rna=digits)
        words = key_of(text).split()
        if not words:
            return self.none()
        found = self
        for word in words:
            found = found.filter(key__contains=f" {word}")
        return found

    def visible_to(self, user: Any) -> Self:
        """Those one is a member of; all of them for who holds an office over everything."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        from .mandate import Mandate

        offices = [Mandate.Role.ADMINISTRATOR, Mandate.Role.MANAGER, Mandate.Role.OFFICER]
        held = Mandate.objects.in_force(clock.today()).filter(user=user, role__in=offices)
        everywhere = held.filter(scope_kind=Mandate.Scope.EVERYWHERE)
        return self.filter(Q(memberships__user=user) | Q(models.Exists(everywhere))).distinct()

    def of(self, user: Any) -> Self:
        return self.filter(memberships__user=user) if user.is_authenticated else self.none()

    def owned_by(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user, memberships__role="owner")


class Organisation(models.Model):
    class Kind(models.TextChoices):
        COMMUNE = "commune", _("Commune")
        EPCI = "epci", _("Intercommunalité")
        DEPARTMENT = "department", _("Département")
        REGION = "region", _("Région")
        STATE = "state", _("Service de l’État")
        PUBLIC_BODY = "public_body", _("Établissement public")
        RESEARCH = "research", _("Organisme de recherche")
        ASSOCIATION = "association", _("Association ou fondation")
        COMPANY = "company", _("Entreprise")
        BANK = "bank", _("Banque")
        CITIZEN = "citizen", _("Collectif de citoyens")

    class Size(models.TextChoices):
        """Annex I of Regulation 651/2014; micro and small are one class of aid, kept apart for statistics."""

        MICRO = "micro", _("Micro-entreprise (moins de 10 personnes)")
        SMALL = "small", _("Petite entreprise (moins de 50 personnes)")
        MEDIUM = "medium", _("Entreprise moyenne (moins de 250 personnes)")
        LARGE = "large", _("Grande entreprise")
        NOT_APPLICABLE = "not_applicable", _("Sans objet")

    PUBLIC_KINDS = frozenset({Kind.COMMUNE, Kind.EPCI, Kind.DEPARTMENT, Kind.REGION, Kind.STATE, Kind.PUBLIC_BODY})

    siren = models.CharField("SIREN", max_length=9, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    rna = models.CharField(_("numéro RNA"), max_length=10, blank=True)
    name = models.CharField(_("nom"), max_length=200)
    kind = models.CharField(_("nature"), max_length=20, choices=Kind)
    size = models.CharField(_("taille"), max_length=20, choices=Size, default=Size.NOT_APPLICABLE)
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("commune"),
    )
    epci = models.ForeignKey(
        Epci,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("intercommunalité"),
    )
    address = models.TextField(_("adresse"), blank=True)
    # Mail domains that an officer found to be this structure's own: an address there proves whom one works for.
    domains = ArrayField(models.CharField(max_length=100), default=list, blank=True, editable=False)
    key = SearchKeyField(max_length=250)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("structure")
        verbose_name_plural = _("structures")
        ordering = ["key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["siret"],
                condition=~Q(siret=""),
                name="one_organisation_per_siret",
                violation_error_message=_("Une structure est déjà inscrite avec ce SIRET : demandez à la rejoindre."),
            ),
            models.UniqueConstraint(
                fields=["rna"],
                condition=~Q(rna="") & Q(siret=""),
                name="one_organisation_per_rna",
                violation_error_message=_("Une association est déjà inscrite avec ce numéro RNA."),
            ),
            models.CheckConstraint(
                condition=Q(siret="") | (Q(siret__regex=r"^\d{14}$") & Q(siret__startswith=models.F("siren"))),
                name="organisation_siret_begins_with_siren",
                violation_error_message=_("Le SIRET commence par le SIREN."),
            ),
            models.CheckConstraint(
                condition=Q(siren="") | Q(siren__regex=r"^\d{9}$"),
                name="organisation_siren_has_nine_digits",
                violation_error_message=_("Un SIREN compte neuf chiffres."),
            ),
            models.CheckConstraint(
                condition=~Q(siret="") | ~Q(rna="") | Q(kind="citizen"),
                name="organisation_has_an_identifier",
                violation_error_message=_("Indiquez un SIRET ; un numéro RNA suffit pour une association."),
            ),
        ]
        indexes = [models.Index(fields=["siren"], name="organisation_siren")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:organisation", args=[self.pk])

    def is_run_by(self, user: Any) -> bool:
        """Its owners. While it has none (it was named as a partner before anyone joined), an administrator
        lets the first one in: otherwise nobody could ever answer at its door."""
        if self.memberships.owners().filter(user=user).exists():
            return True
        from .mandate import Mandate

        office = Mandate.objects.in_force(clock.today()).filter(user=user, role=Mandate.Role.ADMINISTRATOR)
        return office.for_scope().exists() and not self.memberships.owners().exists()

    @property
    def siret_spaced(self) -> str:
        return identifiers.spaced(self.siret)

    @property
    def is_public(self) -> bool:
        """A public body: the agreement above 23 000 € (art. 10, law 2000-321) is a duty to private ones."""
        return self.kind in self.PUBLIC_KINDS

    @property
    def department(self) -> Department | None:
        place = self.commune or self.epci
        return place.department if place else None
