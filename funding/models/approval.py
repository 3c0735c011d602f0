"""What a call asks before a decision is signed: visas, at levels it names; whether a second authority co-decides."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q
from django.utils.translation import gettext_lazy as _

from workflows import clock

from .. import conflicts


class ApprovalRules(models.Model):
    """None for a call: no visa, one signature."""

    class Order(models.TextChoices):
        SERIAL = "serial", _("L’un après l’autre")
        PARALLEL = "parallel", _("Tous en même temps")

    call = models.OneToOneField("funding.Call", models.CASCADE, related_name="approval_rules")
    order = models.CharField(_("ordre des visas"), max_length=10, choices=Order, default=Order.SERIAL)
    wanted = models.PositiveSmallIntegerField(_("visas nécessaires"), default=0, help_text=_("0 : tous."))
    second_authority = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("seconde autorité"), help_text=_("Elle signe aussi chaque décision : l’État et la Région."),
    )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.call} · {self.get_order_display()}"


class VisaLevelQuerySet(models.QuerySet["VisaLevel"]):
    def of(self, user: Any, day: Any = None) -> Self:
        deputed = VisaDeputy.objects.in_force(day or clock.today()).filter(user=user).values("level")
        return self.filter(Q(holder=user) | Q(pk__in=deputed), ended_at=None)


class VisaLevel(models.Model):
    """Who gives a visa on the decisions of a call, at which rank."""

    call = models.ForeignKey("funding.Call", models.CASCADE, related_name="visa_levels")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("niveau"), max_length=100)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="visa_levels", verbose_name=_("titulaire")
    )
    ended_at = models.DateTimeField(null=True, blank=True)  # kept: visas were given at it

    objects = VisaLevelQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class VisaDeputyQuerySet(models.QuerySet["VisaDeputy"]):
    def in_force(self, day: date) -> Self:
        """First and last day included: a delegation that ended yesterday gives nothing today."""
        return self.filter(valid_from__lte=day, valid_to__gte=day, user__is_active=True)


class VisaDeputy(models.Model):
    """Who stands in for the holder of a level, between two days, by an act one can name."""

    level = models.ForeignKey(VisaLevel, models.CASCADE, related_name="deputies")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("suppléant")
    )  # fmt: skip
    valid_from = models.DateField(_("premier jour"))
    valid_to = models.DateField(_("dernier jour"))
    reference = models.CharField(_("acte"), max_length=200)

    objects = VisaDeputyQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="deputy_ends_after_it_begins",
                violation_error_message=_("Le dernier jour vient après le premier."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.level}"


class VisaQuerySet(models.QuerySet["Visa"]):
    def of(self, user: Any, day: Any = None) -> Self:
        """Asked of `user`, or given by them: as holder of the level, or as a deputy in force that day (today). Not on
        a file that a conflict of interest closes to them."""
        deputed = VisaDeputy.objects.in_force(day or clock.today()).filter(user=user).values("level")
        held = Q(level__holder=user) | Q(level__in=deputed) | Q(by=user)
        return self.filter(held, conflicts.not_barred(user, "decision__application"), asked_at__isnull=False)

    def awaited(self) -> Self:
        return self.filter(asked_at__isnull=False, opinion="")

    def on_the_table(self) -> Self:
        """Awaited, of a project that is still to be signed."""
        return self.awaited().filter(decision__signed_at=None, decision__sent_back_at=None)

    def not_of_author(self, user: Any) -> Self:
        return self.exclude(decision__drafted_by=user).exclude(decision__application__officer=user)

    def answered_by(self, user: Any) -> Self:
        return self.filter(by=user)


class Visa(models.Model):
    """One level's word on one project of decision: asked on a day, given, refused, or lost with the project."""

    class Opinion(models.TextChoices):
        GIVEN = "given", _("Visa donné")
        REFUSED = "refused", _("Visa refusé")
        SENT_BACK = "sent_back", _("Projet renvoyé")

    decision = models.ForeignKey("funding.Decision", models.CASCADE, related_name="visas")
    level = models.ForeignKey(VisaLevel, models.PROTECT, related_name="visas")
    position = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField(null=True, blank=True)
    opinion = models.CharField(max_length=10, choices=Opinion, blank=True)
    reason = models.TextField(_("motif"), blank=True)
    at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    deputy = models.ForeignKey(VisaDeputy, models.PROTECT, null=True, blank=True, related_name="+")

    objects = VisaQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "level"], name="one_visa_per_level"),
            models.CheckConstraint(
                condition=Q(opinion="", at=None, by=None) | Q(at__isnull=False, by__isnull=False),
                name="visa_given_by_someone_on_a_day",
                violation_error_message=_("Un visa a un auteur et une date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} · {self.get_opinion_display() or _('attendu')}"

    @classmethod
    def ever_asked_of(cls, user: Any) -> Q:
        """Whether a visa may be asked of `user`, or ever was: who has no level, deputises for none and gave none is
        nobody's visor."""
        deputy, gave = VisaDeputy.objects.filter(user=user), cls.objects.filter(by=user)
        return Exists(VisaLevel.objects.filter(holder=user)) | Exists(deputy) | Exists(gave)
