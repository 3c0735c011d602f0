"""Who reviews what, prepared for a whole call: the pool's profiles, a proposal, and its lines until each is sent."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReviewerProfile(models.Model):
    """What a reviewer knows, where, and how much they can take. Who has none knows nothing in particular."""

    CAPACITY = 10

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reviewer_profile")
    themes = ArrayField(models.CharField(max_length=60), verbose_name=_("domaines"), default=list, blank=True)
    departments = ArrayField(models.CharField(max_length=3), verbose_name=_("départements"), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(_("dossiers au plus, par appel"), default=CAPACITY)
    away_from = models.DateField(_("absent du"), null=True, blank=True)
    away_until = models.DateField(_("au"), null=True, blank=True)

    class Meta:
        verbose_name = _("profil d’évaluateur")
        constraints = [
            models.CheckConstraint(
                condition=Q(away_from=None, away_until=None) | Q(away_until__gte=models.F("away_from")),
                name="reviewer_back_after_leaving",
                violation_error_message=_("Une absence a un premier et un dernier jour, dans cet ordre."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def away(self, first: date, last: date) -> bool:
        """Absent on some day between these two."""
        return bool(self.away_from and self.away_until and self.away_from <= last and self.away_until >= first)


class AssignmentPlan(models.Model):
    """A proposal for a call. It binds nobody before it is sent; then each file goes through its own gate."""

    call = models.ForeignKey("funding.Call", models.PROTECT, related_name="assignment_plans")
    wanted = models.PositiveSmallIntegerField(_("évaluateurs par dossier"))
    due_on = models.DateField(_("évaluations attendues le"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("proposition d’affectation")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["call"], condition=Q(sent_at=None), name="one_plan_in_preparation"),
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None) | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="plan_sent_by_someone",
                violation_error_message=_("Un envoi a un auteur et une date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call} · {self.made_at:%Y-%m-%d}"


class PlannedReview(models.Model):
    class Outcome(models.TextChoices):
        WAITING = "", _("À envoyer")
        SENT = "sent", _("Envoyée")
        REFUSED = "refused", _("Refusée")

    plan = models.ForeignKey(AssignmentPlan, models.CASCADE, related_name="rows")
    application = models.ForeignKey("funding.Application", models.CASCADE, related_name="planned_reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    matched = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    by_hand = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.WAITING, blank=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "application", "reviewer"], name="one_planned_review"),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.reviewer}"
