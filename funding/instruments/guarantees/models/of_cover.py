"""What belongs to a cover: the call on it, observations that are heard before a decision, amendments, recoveries."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funding.models import columns
from funding.models.cosigned import CosignedAct, first_signature

ZERO = Decimal("0.00")


def person() -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")


class Claim(models.Model):
    """From the event to the last payment. Two of the bank make the call, two of the fund make a payment."""

    class Event(models.TextChoices):
        RECEIVERSHIP = "receivership", _("Redressement judiciaire")
        LIQUIDATION = "liquidation", _("Liquidation judiciaire")
        ACCELERATION = "acceleration", _("Déchéance du terme")

    cover = models.OneToOneField("guarantees.Cover", models.PROTECT, related_name="claim")
    event = models.CharField(_("événement"), max_length=15, choices=Event)
    event_on = models.DateField(_("survenu le"))
    notified_on = models.DateField(_("déclaré le"))
    late = models.BooleanField(_("déclaré tard"), default=False)
    outstanding = columns.amount(_("capital restant dû à l’événement"))
    words = models.TextField(_("circonstances"), blank=True)
    # The call: prepared by one, made by another.
    estimated_loss = columns.amount(_("perte estimée"), null=True, blank=True)
    securities = models.TextField(_("sûretés et leur valeur"), blank=True)
    prepared_by = person()
    called_by = person()
    called_at = models.DateTimeField(null=True, blank=True)
    pay_by = models.DateField(_("à payer au plus tard le"), null=True, blank=True)
    # Payments: calculated by one, released by another.
    provision = columns.amount(_("provision"), null=True, blank=True)
    final_loss = columns.amount(_("perte définitive"), null=True, blank=True)
    certified = models.TextField(_("certification de la perte"), blank=True)
    final_due = columns.amount(_("dû au total"), null=True, blank=True)
    calculated_by = person()
    calculated_at = models.DateTimeField(null=True, blank=True)
    final_by = person()
    final_at = models.DateTimeField(null=True, blank=True)
    returned_why = models.TextField(blank=True)
    provision_released_by = person()
    provision_paid_on = models.DateField(_("provision versée le"), null=True, blank=True)
    settled_by = person()
    settled_on = models.DateField(_("réglée le"), null=True, blank=True)
    refund = columns.amount(_("trop-versé à rendre"), default=ZERO)
    refunded_on = models.DateField(_("rendu le"), null=True, blank=True)

    class Meta:
        verbose_name = _("appel en garantie")
        constraints = [
            models.CheckConstraint(
                condition=Q(called_by=None) | Q(prepared_by__isnull=False) & ~Q(prepared_by=F("called_by")),
                name="call_by_two_people_of_the_bank",
                violation_error_message=_("Une autre personne de la banque fait l’appel."),
            ),
            models.CheckConstraint(
                condition=Q(provision_released_by=None)
                | Q(calculated_by__isnull=False) & ~Q(provision_released_by=F("calculated_by")),
                name="provision_paid_by_two_people",
                violation_error_message=_("Une seconde personne libère la provision."),
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None) | Q(final_by__isnull=False) & ~Q(settled_by=F("final_by")),
                name="settlement_made_by_two_people",
                violation_error_message=_("Une seconde personne arrête le décompte définitif."),
            ),
            models.CheckConstraint(
                condition=Q(called_at=None) | Q(estimated_loss__isnull=False), name="call_states_its_loss",
                violation_error_message=_("Un appel dit la perte estimée."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.event_on}"

    @property
    def calculator(self) -> int | None:
        """Who calculated the payment that waits: the very person who may not release it."""
        return self.final_by_id or self.calculated_by_id

    @property
    def provision_paid(self) -> Decimal:
        return (self.provision or ZERO) if self.provision_paid_on else ZERO

    @property
    def complement(self) -> Decimal:
        return max((self.final_due or ZERO) - self.provision_paid, ZERO)

    @property
    def refund_open(self) -> bool:
        return bool(self.refund) and self.refunded_on is None


class GrievanceQuerySet(models.QuerySet["Grievance"]):
    def running(self) -> models.QuerySet[Grievance]:
        return self.filter(decided_at=None, dropped_at=None)


class SignedOfCover(CosignedAct):
    """What the fund decides on a cover: by both of its authorities, where two decided to grant it."""

    cover: Any

    class Meta:
        abstract = True

    @property
    def signed_file(self) -> Any:
        return self.cover.application


class Grievance(SignedOfCover):
    """What the fund holds against the bank or the borrower, told before it decides (CRPA, art. L. 121-1, L. 122-1)."""

    class Measure(models.TextChoices):
        FORFEITURE = "forfeiture", _("Déchéance de la garantie")
        VOIDANCE = "voidance", _("Annulation pour fraude")

    cover = models.ForeignKey("guarantees.Cover", models.PROTECT, related_name="grievances")
    measure = models.CharField(_("mesure envisagée"), max_length=12, choices=Measure)
    facts = models.TextField(_("faits et manquements"))
    opened_by = person()
    opened_at = models.DateTimeField()
    due_on = models.DateField(_("observations attendues le"))
    answer = models.TextField(_("observations"), blank=True)
    answered_by = person()
    answered_at = models.DateTimeField(null=True, blank=True)
    reasons = models.TextField(_("motifs"), blank=True)
    decided_by = person()
    decided_at = models.DateTimeField(null=True, blank=True)
    number = models.CharField(_("numéro"), max_length=40, blank=True)
    mandate = models.ForeignKey("people.Mandate", models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = GrievanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("procédure contradictoire")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cover"], condition=Q(decided_at=None, dropped_at=None), name="one_running_grievance"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | ~Q(reasons="") & ~Q(number="") & ~Q(decided_by=F("opened_by")),
                name="grievance_decided_with_reasons",
                violation_error_message=_("La décision est motivée, et signée par une autre personne."),
            ),
            first_signature("first_signature_of_a_measure"),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} {self.due_on}"

    @property
    def made_at(self) -> Any:
        return self.decided_at


class Amendment(SignedOfCover):
    """A rescheduling that the bank asked for; what it changes holds once it is signed for the fund."""

    cover = models.ForeignKey("guarantees.Cover", models.PROTECT, related_name="amendments")
    months = models.PositiveSmallIntegerField(_("nouvelle durée (mois)"))
    grace = models.PositiveSmallIntegerField(_("nouveau différé (mois)"), default=0)
    reason = models.TextField(_("motif"))
    gge = columns.amount(_("équivalent-subvention brut"))
    gge_before = columns.amount(_("équivalent-subvention brut d’avant"))
    months_before = models.PositiveSmallIntegerField()
    asked_by = person()
    asked_at = models.DateTimeField()
    committee = models.CharField(_("avis du comité"), max_length=200, blank=True)
    signed_by = person()
    signed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_why = models.TextField(blank=True)

    class Meta:
        verbose_name = _("avenant")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cover"], condition=Q(signed_at=None, refused_at=None), name="one_amendment_in_preparation"
            ),
            first_signature("first_signature_of_an_amendment"),
        ]

    def __str__(self) -> str:
        return f"{self.cover_id} {self.months}"


class YearlyCommission(models.Model):
    """What a year of a cover costs, asked on the anniversary that opens it: once, whatever the clock does. `paid` says
    how much of it the ledger received."""

    cover = models.ForeignKey("guarantees.Cover", models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("année"))
    due_on = models.DateField(_("échue le"))
    base = columns.amount(_("encours garanti à l’ouverture"))
    amount = columns.amount(_("commission"))
    paid = columns.amount(_("reçu"), default=ZERO)

    class Meta:
        verbose_name = _("commission annuelle")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["cover", "year"], name="one_commission_per_cover_and_year"),
            models.CheckConstraint(
                condition=Q(paid__lte=F("amount")), name="year_paid_up_to_its_commission",
                violation_error_message=_("On ne reçoit pas plus que la commission due."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.cover_id} {self.year}"

    @property
    def left(self) -> Decimal:
        return self.amount - self.paid


class Recovery(models.Model):
    """What a bank recovered of a settled loss, shared pari passu; it counts in the ledger once the fund received it."""

    cover = models.ForeignKey("guarantees.Cover", models.PROTECT, related_name="recoveries")
    gross = columns.amount(_("récupéré"))
    costs = columns.amount(_("frais"), default=ZERO)
    fund_part = columns.amount(_("part du fonds"))
    bank_part = columns.amount(_("part de la banque"))
    reported_by = person()
    reported_on = models.DateField(_("déclarée le"))
    received_on = models.DateField(_("reçue le"), null=True, blank=True)

    class Meta:
        verbose_name = _("récupération")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(gross=F("costs") + F("fund_part") + F("bank_part")),
                name="recovery_shared_to_the_cent",
                violation_error_message=_("Une récupération se partage au centime entre le fonds et la banque."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reported_on} {self.gross}"

    @property
    def net(self) -> Decimal:
        return self.gross - self.costs
