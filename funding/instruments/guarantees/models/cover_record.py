"""What a cover is: its columns, its states, and who one is to it. `cover.py` has its machine."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from funding.by_two import hidden_from
from funding.models import columns
from funding.models.call import STAFF_MANDATES, in_scope
from funding.rules.deadlines import add_months
from workflows import clock
from workflows.models import StateField, Stateful, StatefulQuerySet

from .. import roles
from ..rules import amortisation
from ..rules import cover as rules
from .fund import BankAgreement, GuaranteeFund

ZERO = Decimal("0.00")


class CoverState(models.TextChoices):
    OFFERED = "offered", _("Garantie offerte")
    ACTIVE = "active", _("En vie")
    WATCH = "watch", _("Sous surveillance")
    DEFAULT_NOTIFIED = "default_notified", _("Défaillance déclarée")
    CALLED = "called", _("Appelée")
    PROVISIONALLY_PAID = "provisionally_paid", _("Provision versée")
    CALL_REJECTED = "call_rejected", _("Déchue")
    SETTLED = "settled", _("Réglée")
    IN_RECOVERY = "in_recovery", _("En récupération")
    WRITTEN_OFF = "written_off", _("Close après perte")
    RELEASED = "released", _("Libérée")
    OFFER_EXPIRED = "offer_expired", _("Offre expirée")
    CANCELLED = "cancelled", _("Abandonnée")
    VOIDED = "voided", _("Annulée pour fraude")


S = CoverState
LIVE = (S.ACTIVE, S.WATCH)
IN_DEFAULT = (S.DEFAULT_NOTIFIED, S.CALLED, S.PROVISIONALLY_PAID)
RECOVERING = (S.SETTLED, S.IN_RECOVERY)
# Where a commission that was asked may still be owed: a call waits for it, an end does not wipe it out.
OWING = (*LIVE, S.DEFAULT_NOTIFIED, S.RELEASED, S.CALL_REJECTED)
OVER = (S.CALL_REJECTED, S.WRITTEN_OFF, S.RELEASED, S.OFFER_EXPIRED, S.CANCELLED, S.VOIDED)


class CoverQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        """The bank that holds it, the borrower, the offices of its call. A contributor reads sums, not loans."""
        if not user.is_authenticated:
            return self.none()
        mine = roles.structures_of(user)
        party = Q(agreement__bank__in=mine) | Q(application__lead__in=mine)
        return self.filter(party | in_scope(user, STAFF_MANDATES, call="application__call"))

    def of_bank(self, user: Any) -> Self:
        return self.filter(agreement__bank__in=roles.structures_of(user))

    def offered(self) -> Self:
        return self.filter(state=S.OFFERED)

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def in_default(self) -> Self:
        return self.filter(state__in=IN_DEFAULT)

    def called(self) -> Self:
        return self.filter(state=S.CALLED)

    def acted_on_by_bank(self) -> Self:
        """Offered and not disbursed, or in default and not called yet: the bank has the ball."""
        offered = Q(state=S.OFFERED, disbursed_on=None)
        return self.filter(offered | Q(state=S.DEFAULT_NOTIFIED) | Q(state__in=RECOVERING))

    def owing(self) -> Self:
        """A year's commission is asked and not received."""
        return self.filter(state__in=OWING, commission_paid__lt=F("commission"))

    def awaiting_bank(self) -> Self:
        return self.acted_on_by_bank() | self.owing()

    def awaiting_fund(self) -> Self:
        """To put in force, to pay, a commission to receive, or an amendment to answer."""
        disbursed = Q(state=S.OFFERED, disbursed_on__isnull=False)
        return self.filter(disbursed | Q(state=S.CALLED) | Q(state=S.PROVISIONALLY_PAID)) | self.owing()

    def running(self) -> Self:
        return self.exclude(state__in=OVER)

    def granted(self) -> Self:
        """Those that were in force one day."""
        return self.exclude(activated_at=None)

    def offers_over(self, now: datetime) -> Self:
        """Six months went by, midnight of the last day passed, and nothing was disbursed."""
        return self.filter(offer_ends_on__lt=clock.paris_day(now))

    def years_opened(self, now: datetime) -> Self:
        """A year of the loan opens today, or opened while nobody looked: its commission is asked."""
        return self.filter(next_fee_on__lte=clock.paris_day(now), exposure__gt=0)

    def past_term(self, now: datetime) -> Self:
        """The loan's term passed, and with it the days in which an event may still be declared."""
        return self.filter(released_from__lt=clock.paris_day(now))


class CoverRecord(Stateful):
    OF_FILES = ("application",)
    S = CoverState
    OVER = OVER
    FOLLOWS: ClassVar[tuple[str, ...]] = (
        "application__call__programme", "application__lead", "agreement__bank", "fund", "claim",
    )  # fmt: skip
    TONES: ClassVar[dict[str, tuple[str, str]]] = {
        S.OFFERED: ("run", "hourglass-split"), S.ACTIVE: ("ok", "check-circle-fill"),
        S.WATCH: ("you", "exclamation-triangle-fill"), S.DEFAULT_NOTIFIED: ("you", "exclamation-triangle-fill"),
        S.CALLED: ("run", "hourglass-split"), S.PROVISIONALLY_PAID: ("run", "hourglass-split"),
        S.CALL_REJECTED: ("no", "x-octagon"), S.SETTLED: ("run", "hourglass-split"),
        S.IN_RECOVERY: ("run", "hourglass-split"), S.WRITTEN_OFF: ("neutral", "archive"),
        S.RELEASED: ("neutral", "archive"), S.OFFER_EXPIRED: ("neutral", "slash-circle"),
        S.CANCELLED: ("neutral", "slash-circle"), S.VOIDED: ("no", "x-octagon"),
    }  # fmt: skip

    state = StateField(_("état"), choices=CoverState, default=CoverState.OFFERED)
    application = models.OneToOneField("funding.Application", models.PROTECT, related_name="cover")
    fund = models.ForeignKey(GuaranteeFund, models.PROTECT, related_name="covers")
    agreement = models.ForeignKey(BankAgreement, models.PROTECT, related_name="covers")
    loan = columns.amount(_("prêt"))
    months = models.PositiveSmallIntegerField(_("durée (mois)"))
    repayment = models.CharField(_("remboursement"), max_length=10, choices=amortisation.REPAYMENTS)
    # Of constant instalments alone: what the curve of the fund and the schedule are drawn from.
    loan_rate = columns.rate(_("taux nominal du prêt"), default=Decimal(0))
    grace = models.PositiveSmallIntegerField(_("différé (mois)"), default=0)
    rate = columns.rate(_("quotité"))
    guaranteed = columns.amount(_("montant garanti"))
    # All that was asked so far: the flat one, or the years that opened; a call waits until all of it is received.
    commission = columns.amount(_("commission"))
    commission_paid = columns.amount(_("commission reçue"), default=ZERO)
    next_fee_on = models.DateField(_("prochaine commission le"), null=True, blank=True)
    gge = columns.amount(_("équivalent-subvention brut"))
    delegated = models.BooleanField(_("accordée en délégation"), default=False)
    # In delegation, two different members of the bank; else nobody.
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    offered_on = models.DateField(_("offerte le"))
    offer_ends_on = models.DateField(_("offre valable jusqu’au"))
    disbursed_on = models.DateField(_("décaissé le"), null=True, blank=True)
    disbursed = columns.amount(_("montant décaissé"), null=True, blank=True)
    activated_at = models.DateTimeField(null=True, blank=True)
    repays_from = models.DateField(_("première échéance de capital"), null=True, blank=True)
    ends_on = models.DateField(_("dernière échéance"), null=True, blank=True)
    released_from = models.DateField(null=True, blank=True)
    # As last reported; the guaranteed part of it is what the ledger says is engaged, or in default.
    outstanding = columns.amount(_("capital restant dû"), default=ZERO)
    reported_on = models.DateField(_("arrêté au"), null=True, blank=True)
    exposure = columns.amount(_("encours garanti"), default=ZERO)
    unpaid = models.PositiveSmallIntegerField(_("échéances impayées"), default=0)

    objects = CoverQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = _("garantie")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(guaranteed__gt=0, guaranteed__lte=F("loan")), name="cover_guarantees_part_of_a_loan",
                violation_error_message=_("Le montant garanti est une part du prêt."),
            ),
            models.CheckConstraint(
                condition=Q(delegated=False, proposed_by=None)
                | Q(delegated=True, proposed_by__isnull=False, granted_by__isnull=False)
                & ~Q(proposed_by=F("granted_by")),
                name="delegated_cover_by_two_people",
                violation_error_message=_("En délégation, une autre personne de la banque valide."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["offered", "offer_expired", "cancelled"], activated_at=None)
                | Q(activated_at__isnull=False, disbursed_on__isnull=False, ends_on__isnull=False),
                name="cover_in_force_for_a_disbursed_loan",
                violation_error_message=_("Une garantie en vie couvre un prêt décaissé."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["active", "watch", "default_notified", "called", "provisionally_paid"],
                    exposure__lte=F("guaranteed"),
                )
                | Q(exposure=0),
                name="exposure_only_while_it_covers",
                violation_error_message=_("Seule une garantie en cours a un encours, au plus son montant garanti."),
            ),
            models.CheckConstraint(
                condition=Q(repayment="annuity") | Q(loan_rate=0), name="cover_rate_of_constant_instalments",
                violation_error_message=_("Le taux du prêt ne compte que pour des échéances constantes."),
            ),
            models.CheckConstraint(
                condition=Q(commission_paid__lte=F("commission")), name="commission_paid_up_to_what_is_due",
                violation_error_message=_("On ne reçoit pas plus que la commission due."),
            ),
        ]  # fmt: skip
        indexes = [
            # The curve of a fund reads nothing else.
            models.Index(
                fields=["fund"], include=["exposure", "repays_from", "ends_on", "loan_rate"],
                condition=Q(state__in=["active", "watch"]), name="cover_curve",
            ),
            models.Index(fields=["agreement", "state", "-id"], name="cover_by_bank"),
            models.Index(fields=["offer_ends_on"], condition=Q(state="offered"), name="cover_offers"),
            models.Index(
                fields=["next_fee_on"], condition=Q(state__in=["active", "watch"]), name="cover_years"
            ),
            models.Index(fields=["agreement"], condition=Q(commission_paid__lt=F("commission")), name="cover_owes"),
            models.Index(fields=["released_from"], condition=Q(state="active"), name="cover_terms"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{_('Garantie')} {self.handle}"

    def get_absolute_url(self) -> str:
        return reverse("guarantees:cover", args=[self.application.handle])

    @property
    def handle(self) -> str:
        return f"{self.application.handle}-G"

    @property
    def effective_rate(self) -> Fraction:
        return rules.effective_rate(guaranteed=self.guaranteed, loan=self.loan)

    @property
    def shown_rate(self) -> Decimal:
        return (self.guaranteed / self.loan).quantize(Decimal("0.0001"))

    @property
    def commission_due(self) -> Decimal:
        return self.commission - self.commission_paid

    def exposed(self, principal: Decimal) -> Decimal:
        return rules.exposure(principal=min(principal, self.loan), guaranteed=self.guaranteed, loan=self.loan)

    @property
    def is_constant(self) -> bool:
        return bool(self.repayment == amortisation.Repayment.ANNUITY)

    @property
    def instalment(self) -> Decimal | None:
        """What the borrower pays each month once the grace is over, where it is always the same: an amendment spreads
        anew what is left, at terms that are between the bank and the borrower."""
        if not self.is_constant or self.amendments.exclude(signed_at=None).exists():
            return None
        count = max(self.months - self.grace, 1)
        return amortisation.instalment(principal=self.loan, count=count, yearly_rate=self.loan_rate)

    def planned_principal(self) -> list[Decimal]:
        """What is left of the principal on the day of disbursement, then after each month, if all goes as agreed."""
        return amortisation.principal_left(
            principal=self.loan, months=self.months, repayment=self.repayment, grace=self.grace,
            yearly_rate=self.loan_rate,
        )  # fmt: skip

    def set_schedule(self, disbursed_on: Any) -> None:
        """When the principal begins and ends to be repaid: the curve of the fund is drawn from these two days."""
        self.ends_on = add_months(disbursed_on, self.months)
        first = add_months(disbursed_on, self.grace + 1)
        self.repays_from = self.ends_on if self.repayment == amortisation.Repayment.BULLET else min(first, self.ends_on)
        self.next_fee_on = self.next_opening()
        self.released_from = self.ends_on + timedelta(days=self.agreement.notice_days)

    def steps_hidden_from(self, user: Any) -> frozenset[str]:
        return hidden_from(self, user)

    def next_opening(self) -> Any:
        """When the commission of the year after the last that was asked falls due; nothing where it is paid once."""
        if not self.agreement.yearly:
            return None
        last = self.years.last()
        year = (last.year if last else 1) + 1
        return rules.year_opens_on(disbursed_on=self.disbursed_on, ends_on=self.ends_on, year=year)

    def roles_of_user(self, user: Any, among: Collection[Any] | None = None) -> set[Any]:
        """Four eyes: whoever calculated what is paid does not release it. Whoever only reads for a party speaks not."""
        held = self.application.staff_roles(user) | roles.bank_roles(user, self.agreement.bank_id)
        claim = getattr(self, "claim", None)
        if roles.FINANCE in held and (claim is None or claim.calculator != user.pk):
            held.add(roles.SECOND_SIGNATORY)
        if user.memberships.writers().filter(organisation=self.application.lead_id).exists():
            held.add(roles.HOLDER)
        return held
