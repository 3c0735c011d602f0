"""The calendar of a stay: its immersion weeks, and the certificates that must cover every day of them.

Two weeks that share a day are refused by the database, for one residency as for one team or one host across several:
each is a range of days beside a range of one identifier, which needs no extension of PostgreSQL.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from workflows import clock

from ..rules.weeks import Span


def alone(name: str, owner: str, sentence: Any) -> ExclusionConstraint:
    """No two kept weeks of one `owner` share a day."""
    days = Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange", output_field=DateRangeField())
    mine = Func(F(owner), F(owner), Value("[]"), function="int8range", output_field=BigIntegerRangeField())
    return ExclusionConstraint(
        name=name, expressions=[(days, RangeOperators.OVERLAPS), (mine, RangeOperators.OVERLAPS)],
        condition=Q(dropped=False), violation_error_message=sentence,
    )  # fmt: skip


class WeekQuerySet(models.QuerySet["Week"]):
    def kept(self) -> Self:
        return self.filter(dropped=False)

    def of_public_stays(self) -> Self:
        from .residency import Residency

        return self.kept().filter(residency__in=Residency.objects.public().values("pk"))

    def meeting(self, span: Span) -> Self:
        return self.kept().filter(starts_on__lte=span.last, ends_on__gte=span.first)

    def of_either(self, host_lead: Any, team_lead: Any) -> Self:
        return self.filter(Q(host_lead=host_lead) | Q(team_lead=team_lead))


class Week(models.Model):
    residency = models.ForeignKey("residencies.Residency", models.CASCADE, related_name="weeks")
    # Beside the residency's own, so that the database sees two stays of one team, or of one host, at once.
    team_lead = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    host_lead = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    dropped = models.BooleanField(default=False)

    objects = WeekQuerySet.as_manager()

    class Meta:
        verbose_name = _("semaine d’immersion")
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="week_ends_after_it_starts",
                violation_error_message=_("Une semaine finit après avoir commencé."),
            ),
            alone("weeks_of_a_team_apart", "team_lead", _("L’équipe est déjà en résidence ces jours-là.")),
            alone("weeks_of_a_host_apart", "host_lead", _("L’hôte accueille déjà une équipe ces jours-là.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.starts_on:%d/%m/%Y} – {self.ends_on:%d/%m/%Y}"

    @property
    def span(self) -> Span:
        return Span(self.starts_on, self.ends_on)

    @property
    def number(self) -> int:
        return [week.pk for week in self.residency.kept_weeks()].index(self.pk) + 1

    @property
    def is_now(self) -> bool:
        return self.started_at is not None and self.closed_at is None

    def drop(self) -> None:
        self.dropped = True
        self.save(update_fields=["dropped"])


class Certificate(models.Model):
    """Civil liability of the host or of the team, between two days."""

    residency = models.ForeignKey("residencies.Residency", models.CASCADE, related_name="certificates")
    side = models.CharField(max_length=4, choices=[("host", _("Hôte")), ("team", _("Équipe"))])
    insurer = models.CharField(_("assureur"), max_length=120)
    number = models.CharField(_("numéro de contrat"), max_length=60)
    starts_on = models.DateField(_("valable du"))
    ends_on = models.DateField(_("au"))
    document = models.ForeignKey("funding.Document", models.PROTECT, null=True, blank=True, related_name="+")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("attestation d’assurance")
        ordering = ["side", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="certificate_ends_after_it_starts",
                violation_error_message=_("L’attestation finit après avoir commencé."),
            ),
            models.CheckConstraint(
                condition=Q(side__in=["host", "team"]), name="certificate_of_one_side",
                violation_error_message=_("Une attestation est celle de l’hôte ou de l’équipe."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.insurer} {self.number}"

    @property
    def span(self) -> Span:
        return Span(self.starts_on, self.ends_on)

    def covers(self, day: date) -> bool:
        return self.span.holds(day)
