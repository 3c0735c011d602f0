"""The official geography (COG), with the SIREN of each town and intercommunality: loaded, not typed.

Names are found by a stored key and sorted by another, because the database sorts by code point.
"""

from __future__ import annotations

import re
from typing import Self

from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from ..fields import SearchKeyField, SortKeyField
from ..names import digits_of, key_of


class Zone(models.TextChoices):
    METRO = "metro", _("métropole")
    DROM = "drom", _("département ou région d’outre-mer")
    COM = "com", _("collectivité d’outre-mer")


class Region(models.Model):
    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("nom"), max_length=60)
    zone = models.CharField(_("zone"), max_length=5, choices=Zone)
    sort_key = SortKeyField(max_length=80)

    class Meta:
        verbose_name = _("région")
        verbose_name_plural = _("régions")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("nom"), max_length=60)
    region = models.ForeignKey(Region, models.PROTECT, related_name="departments", verbose_name=_("région"))
    zone = models.CharField(_("zone"), max_length=5, choices=Zone)
    sort_key = SortKeyField(max_length=80)

    class Meta:
        verbose_name = _("département")
        verbose_name_plural = _("départements")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class NamedPlaceQuerySet(models.QuerySet):
    def named(self, text: str) -> Self:
        """Each typed word begins a word of the name; the exact name first, then the largest place."""
        key = key_of(text)
        if not key:
            return self.none()
        found = self
        for word in key.split():
            # `key` starts with a space, so that each of its words can be matched at its beginning.
            found = found.filter(key__contains=f" {word}")
        rank = Case(
            When(key=f" {key}", then=Value(0)),
            When(key__startswith=f" {key}", then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return found.alias(rank=rank).order_by("rank", F("population").desc(nulls_last=True), "sort_key", "pk")


class EpciQuerySet(NamedPlaceQuerySet):
    def search(self, text: str) -> Self:
        digits = digits_of(text)
        return self.filter(siren=digits[:9]) if digits.isdigit() else self.named(text)


class Epci(models.Model):
    """An intercommunality with its own taxes (établissement public de coopération intercommunale)."""

    class Kind(models.TextChoices):
        CC = "CC", _("Communauté de communes")
        CA = "CA", _("Communauté d’agglomération")
        CU = "CU", _("Communauté urbaine")
        METRO = "METRO", _("Métropole")
        MET69 = "MET69", _("Métropole de Lyon")

    siren = models.CharField("SIREN", max_length=9, primary_key=True)
    name = models.CharField(_("nom"), max_length=150)
    kind = models.CharField(_("type"), max_length=5, choices=Kind)
    department = models.ForeignKey(Department, models.PROTECT, related_name="epcis", verbose_name=_("département"))
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    key = SearchKeyField(max_length=200)
    sort_key = SortKeyField(max_length=200)

    objects = EpciQuerySet.as_manager()

    class Meta:
        verbose_name = _("intercommunalité")
        verbose_name_plural = _("intercommunalités")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name


class CommuneQuerySet(NamedPlaceQuerySet):
    def search(self, text: str) -> Self:
        """By postcode, INSEE code, SIREN or name."""
        digits = digits_of(text).upper()
        if re.fullmatch(r"\d{9}(\d{5})?", digits):
            return self.filter(siren=digits[:9])
        if re.fullmatch(r"(\d{5}|2[AB]\d{3})", digits):
            # 59350 is the INSEE code of Lille and the postcode of its neighbour: people type postcodes.
            first = Case(When(postcode=digits, then=Value(0)), default=Value(1))
            at = self.filter(Q(postcode=digits) | Q(code=digits)).alias(first=first)
            return at.order_by("first", F("population").desc(nulls_last=True), "sort_key", "pk")
        return self.named(text)

    def around_postcode(self, postcode: str) -> Self:
        """The largest towns of that postal department: large ones have more than the one postcode we know."""
        prefix = postcode[: 3 if postcode.startswith(("97", "98")) else 2]
        return self.filter(postcode__startswith=prefix).order_by(F("population").desc(nulls_last=True), "pk")


class Commune(models.Model):
    code = models.CharField(_("code Insee"), max_length=5, primary_key=True)
    name = models.CharField(_("nom"), max_length=100)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="communes", verbose_name=_("département"))
    epci = models.ForeignKey(
        Epci,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="communes",
        verbose_name=_("intercommunalité"),
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    postcode = models.CharField(_("code postal"), max_length=5, blank=True)
    key = SearchKeyField(max_length=120)
    sort_key = SortKeyField(max_length=120)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["sort_key", "code"]
        constraints = [models.UniqueConstraint(fields=["siren"], condition=~Q(siren=""), name="one_commune_per_siren")]
        indexes = [
            models.Index(fields=["postcode"], name="commune_postcode", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["sort_key"], name="commune_sort"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def postcodes(self) -> list[str]:
        return [self.postcode] if self.postcode else []
