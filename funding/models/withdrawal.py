"""The withdrawal of an award: only after the beneficiary could answer (CRPA, art. L. 121-1, L. 122-1 and L. 242-2).

A letter says the facts, the rule and what is envisaged (D14); the beneficiary answers, says it has nothing to add, or
the period ends; then a signatory closes the procedure or withdraws (D15). While it runs the file stays where it is.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from workflows import clock
from workflows.models import StateField, Stateful
from workflows.steps import Step

from .. import contesting, done, notices, papers, roles, withdrawing
from .. import obstacles as o
from ..forms import contesting as f
from ..forms.disbursement import RepaymentForm
from ..forms.steps import ReasonForm
from . import columns
from .cosigned import CosignedAct, first_signature
from .decision import next_number
from .of_file import OfFile, OfFileQuerySet


class WithdrawalQuerySet(OfFileQuerySet):
    def running(self) -> Self:
        return self.filter(state__in=Withdrawal.RUNNING)

    def awaiting_answer(self) -> Self:
        return self.filter(state=Withdrawal.S.OPENED)

    def to_decide(self) -> Self:
        return self.filter(state=Withdrawal.S.HEARD)

    def owed(self) -> Self:
        return self.filter(state=Withdrawal.S.WITHDRAWN, to_repay__gt=0, repaid_on=None)

    def period_past(self, now: datetime) -> Self:
        return self.filter(due_on__lt=clock.paris_day(now))


class Withdrawal(OfFile, CosignedAct, Stateful):
    DONE = done.WITHDRAWAL

    class S(models.TextChoices):
        OPENED = "opened", _("Observations attendues")
        HEARD = "heard", _("Décision à prendre")
        DROPPED = "dropped", _("Classée sans suite")
        WITHDRAWN = "withdrawn", _("Retrait prononcé")
        ANNULLED = "annulled", _("Retrait annulé sur recours")

    RUNNING = (S.OPENED, S.HEARD)

    state = StateField(_("état"), choices=S, default=S.OPENED)
    application = models.ForeignKey("funding.Application", models.PROTECT, related_name="withdrawals")
    decision = models.ForeignKey("funding.Decision", models.PROTECT, related_name="withdrawals")
    facts = models.TextField(_("faits"))
    rule = models.TextField(_("règle méconnue"))
    envisaged = columns.amount(_("retrait envisagé"))
    total = models.BooleanField(_("retrait total"), default=False)
    due_on = models.DateField(_("observations attendues le"))
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    observations = models.TextField(_("observations"), blank=True)
    documents = models.ManyToManyField("funding.Document", blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    nothing_to_add_at = models.DateTimeField(null=True, blank=True)
    amount = columns.amount(_("montant retiré"), default=Decimal(0))
    to_repay = columns.amount(_("à reverser"), default=Decimal(0))
    reasons = models.TextField(_("motifs"), blank=True)
    why_not_followed = models.TextField(_("réponse aux observations"), blank=True)
    number = models.CharField(_("numéro"), max_length=40, unique=True, null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    mandate = models.ForeignKey("people.Mandate", models.PROTECT, null=True, blank=True, related_name="+")
    repaid_on = models.DateField(_("reversé le"), null=True, blank=True)
    repayment = models.CharField(_("référence du reversement"), max_length=100, blank=True)

    objects = WithdrawalQuerySet.as_manager()
    FOLLOWS = ("application__call__programme", "application__lead", "decision", "first_mandate")

    class Meta:
        verbose_name = _("retrait d’une aide")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["withdrawn", "annulled"])
                | Q(signed_at__isnull=False, signed_by__isnull=False, mandate__isnull=False, number__isnull=False)
                & ~Q(reasons=""),
                name="withdrawal_signed_with_reasons_by_someone_with_power",
                violation_error_message=_("Un retrait a des motifs, un auteur, une délégation, une date et un numéro."),
            ),
            models.CheckConstraint(
                condition=Q(amount__lte=F("envisaged")),
                name="withdrawal_within_what_was_envisaged",
                violation_error_message=_("On ne retire pas plus que ce que la lettre d’observations envisageait."),
            ),
            models.CheckConstraint(
                condition=Q(to_repay__lte=F("amount")),
                name="withdrawal_gives_back_what_it_takes",
                violation_error_message=_("On ne réclame pas plus que ce qui est retiré."),
            ),
            first_signature("first_signature_of_a_withdrawal"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(state__in=["opened", "heard"]), name="one_withdrawal_at_a_time"
            ),
        ]

    @Step(RUNNING, None, by=[roles.HOLDER, roles.BINDER], label=_("Présenter des observations"), takes=f.ObserveForm,
          tells=[notices.observations_received])  # fmt: skip
    def observe(self, attempt: Any, observations: str, attachments: list[Any]) -> None:
        """Once or several times, until the decision: what comes late is read too, by whoever signed already as well."""
        self.unsay()
        self.observations = "\n\n".join(part for part in (self.observations, observations) if part)
        self.answered_at = attempt.at
        contesting.attach(self, attachments, by=attempt.by)

    @Step(S.OPENED, S.HEARD, by=[roles.BINDER], label=_("Nous n’avons rien à ajouter"), risky=True,
          tells=[notices.observations_received],
          explains=_("Le délai pour répondre prend fin : la décision peut être prise dès maintenant."))  # fmt: skip
    def waive(self, attempt: Any) -> None:
        self.nothing_to_add_at = attempt.at

    end_period = Step(S.OPENED, S.HEARD, by=[roles.BY_CLOCK], label=_("Constater la fin du délai"), due="period_past",
                      unless=[o.period_running], tells=[notices.observations_over])  # fmt: skip

    @Step(RUNNING, S.DROPPED, by=[roles.SIGNATORY], label=_("Classer sans suite"), takes=f.DropForm, risky=True,
          unless=[o.opener_decides], tells=[notices.withdrawal_dropped])  # fmt: skip
    def drop(self, attempt: Any, reasons: str) -> None:
        self.unsay()
        self.reasons = reasons

    @Step(RUNNING, None, by=[roles.SIGNATORY], label=_("Signer le retrait en premier"), takes=f.WithdrawForm,
          when=lambda w: w.first_awaited, tells=[notices.second_signature],
          unless=[o.period_running, o.opener_decides, o.mandate_misfit_for_withdrawal],
          explains=_("Deux autorités décident ici : rien n’est retiré avant la seconde signature."))  # fmt: skip
    def sign_first(self, attempt: Any, consent: bool, **said: Any) -> None:
        self.say_first(attempt, **said)

    @Step(RUNNING, None, by=[roles.SIGNATORY], label=_("Renvoyer le projet de retrait"), takes=ReasonForm, risky=True,
          when=lambda w: w.second_awaited, tells=[notices.first_signature_dropped],
          explains=_("La première signature tombe. Un autre projet pourra être écrit."))  # fmt: skip
    def send_back(self, attempt: Any, reason: str) -> None:
        self.unsay(reason)

    @Step(RUNNING, S.WITHDRAWN, by=[roles.SIGNATORY], label=_("Signer le retrait"), takes=f.WithdrawForm, risky=True,
          when=lambda w: not w.first_awaited,
          unless=[o.period_running, o.opener_decides, o.signed_once, o.mandate_misfit_for_withdrawal,
                  o.agreement_unsettled, o.payment_ordered],
          tells=[notices.award_withdrawn, notices.award_withdrawn_internal], issues=[papers.withdrawal],
          explains=_("La décision prend effet, est numérotée et part au bénéficiaire."))  # fmt: skip
    def withdraw(self, attempt: Any, amount: Decimal, reasons: str, why_not_followed: str, consent: bool) -> None:
        self.amount, self.reasons, self.why_not_followed = amount, reasons, why_not_followed
        self.signed_at, self.signed_by = attempt.at, attempt.by
        self.mandate = self.application.signing_mandate(attempt.by, self)
        withdrawing.take_back(self, attempt.at)
        self.number = next_number(attempt.at)

    @Step(S.WITHDRAWN, None, by=[roles.FINANCE], label=_("Constater le reversement"), takes=RepaymentForm,
          when=lambda w: bool(w.to_repay) and w.repaid_on is None, tells=[notices.withdrawal_repaid])  # fmt: skip
    def record_repayment(self, attempt: Any, repaid_on: date, repayment: str) -> None:
        self.repaid_on, self.repayment = repaid_on, repayment
        withdrawing.settle(self)

    @Step(S.WITHDRAWN, S.ANNULLED, by=[roles.BY_SYSTEM], label=_("Annuler le retrait après recours"))
    def annul(self, attempt: Any) -> None:
        withdrawing.give_back(self, attempt.at)

    def __str__(self) -> str:
        return _now("Procédure de retrait · %(file)s") % {"file": self.application.handle}

    def get_absolute_url(self) -> str:
        return f"{self.application.get_absolute_url()}?tab=appeals#retrait"

    @property
    def handle(self) -> str:
        return f"{self.application.handle}-RT{self.pk}"

    @property
    def freed(self) -> Decimal:
        """What the envelope has again at once; what was paid frees it only once it came back."""
        return self.amount - self.to_repay

    @property
    def period_ends(self) -> date:
        return contesting.period_ends(self)
