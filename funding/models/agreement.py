"""The agreement (convention): opened by a favourable decision, signed by both sides, mandatory above 23 000 €."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Membership
from workflows import clock
from workflows.actors import SYSTEM
from workflows.models import StateField, Stateful, StatefulQuerySet
from workflows.steps import Step

from .. import done, envelope, notices, papers, roles
from .. import obstacles as o
from ..forms.agreement import AgreementForm, CountersignForm, SignAgreementForm
from . import columns
from .call import STAFF_MANDATES, in_scope


class AgreementQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        member = Q(application__partners__organisation__memberships__user=user)
        return self.filter(member | in_scope(user, STAFF_MANDATES, call="application__call")).distinct()


class Agreement(Stateful):
    DONE = done.AGREEMENT
    OF_FILES = ("application",)

    class S(models.TextChoices):
        DRAFTED = "drafted", _("Convention à préparer")
        OFFERED = "offered", _("Convention à signer")
        HOLDER_SIGNED = "holder_signed", _("Signée par le porteur")
        IN_FORCE = "in_force", _("En vigueur")
        WAIVED = "waived", _("Sans convention")
        CLOSED = "closed", _("Soldée")

    PAYABLE = (S.IN_FORCE, S.WAIVED)

    state = StateField(_("état"), choices=S, default=S.DRAFTED)
    application = models.OneToOneField("funding.Application", models.PROTECT, related_name="agreement")
    decision = models.OneToOneField("funding.Decision", models.PROTECT, related_name="agreement")
    amount = columns.amount(_("montant"))
    withdrawn = columns.amount(_("retiré"), default=Decimal(0))  # since it is signed or waived
    eligible_base = columns.amount(_("dépenses retenues"))
    starts_on = models.DateField(_("début"), null=True, blank=True)
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    obligations = models.TextField(_("obligations particulières"), blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    holder_signed_at = models.DateTimeField(null=True, blank=True)
    holder_signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    holder_quality = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    mandate = models.ForeignKey("people.Mandate", models.PROTECT, null=True, related_name="+")

    objects = AgreementQuerySet.as_manager()
    first_mandate = None  # concluded once: where two authorities decided, by a signatory of either
    FOLLOWS = ("application__call__programme", "application__lead", "decision")

    class Meta:
        verbose_name = _("convention")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["in_force", "closed"])
                | Q(signed_at=None, state="closed")
                | Q(signed_at__isnull=False, holder_signed_at__isnull=False),
                name="agreement_in_force_signed_by_both",
                violation_error_message=_("Une convention en vigueur est signée par les deux parties."),
            )
        ]

    @classmethod
    def open(cls, application: Any, entry: Any) -> Agreement:
        """In draft, for the amount of the signed decision, with the most generous plan that the law allows."""
        from .disbursement import Disbursement

        decision = application.decision
        agreement, new = cls.objects.get_or_create(
            application=application,
            defaults={
                "decision": decision,
                "amount": decision.amount,
                "eligible_base": decision.eligible_base,
            },
        )
        if new:
            Disbursement.plan(agreement, on=clock.paris_day(entry.at))
        elif agreement.decision_id != decision.pk:  # awarded anew, after an appeal
            agreement.start_over(by=SYSTEM)
        return agreement

    @Step(S.DRAFTED, S.OFFERED, by=[roles.OFFICER], label=_("Proposer la convention"), takes=AgreementForm,
          unless=[o.plan_missing, o.plan_wrong], tells=[notices.agreement_offered])  # fmt: skip
    def offer(self, attempt: Any, **terms: Any) -> None:
        self.__dict__.update(terms, offered_at=attempt.at)

    waive = Step(
        S.DRAFTED, S.WAIVED, by=[roles.OFFICER], label=_("Se passer de convention"), risky=True,
        unless=[o.agreement_mandatory, o.plan_missing, o.plan_wrong], tells=[notices.agreement_waived],
        explains=_("La décision suffit jusqu’à 23 000 €. Les versements suivront le plan de paiement."),
    )  # fmt: skip
    take_back = Step(
        S.OFFERED, S.DRAFTED, by=[roles.OFFICER], label=_("Reprendre la convention"), risky=True,
        tells=[notices.agreement_taken_back],
        explains=_("Le porteur ne peut plus la signer. Vous pourrez la lui proposer de nouveau."),
    )  # fmt: skip

    @Step(S.OFFERED, S.HOLDER_SIGNED, by=[roles.BINDER], label=_("Signer la convention"), takes=SignAgreementForm,
          unless=[o.power_unproven], tells=[notices.agreement_signed_by_holder])  # fmt: skip
    def sign(self, attempt: Any, quality: str, consent: bool) -> None:
        self.holder_signed_at, self.holder_signed_by, self.holder_quality = attempt.at, attempt.by, quality

    @Step(S.HOLDER_SIGNED, S.IN_FORCE, by=[roles.SIGNATORY], label=_("Signer la convention au nom de l’autorité"),
          takes=CountersignForm, unless=[o.mandate_too_low_for_agreement], tells=[notices.agreement_in_force],
          issues=[papers.agreement])  # fmt: skip
    def countersign(self, attempt: Any, consent: bool) -> None:
        self.signed_at, self.signed_by = attempt.at, attempt.by
        self.mandate = self.application.signing_mandate(attempt.by, self)
        self.count_as_contracted()

    close = Step(
        PAYABLE, S.CLOSED, by=[roles.FINANCE], label=_("Solder le dossier"), risky=True,
        unless=[o.payments_open, o.overpayment_open], tells=[notices.agreement_closed],
        explains=_("Plus aucun versement ne pourra être ordonné."),
    )  # fmt: skip

    end = Step(S.DRAFTED, S.CLOSED, by=[roles.BY_SYSTEM], label=_("Mettre fin au projet de convention"))

    @Step(S.CLOSED, S.DRAFTED, by=[roles.BY_SYSTEM], label=_("Reprendre le projet de convention"))
    def start_over(self, attempt: Any) -> None:
        """For the award as it now stands; nothing of the project that ended was signed."""
        self.decision = self.application.decision
        self.amount, self.eligible_base = self.decision.kept, self.decision.eligible_base
        self.plan_anew(clock.paris_day(attempt.at))

    def plan_anew(self, on: Any) -> None:
        from .disbursement import Disbursement

        self.disbursements.all().delete()
        Disbursement.plan(self, on=on)

    def take_off(self, amount: Decimal, *, ended: bool) -> None:
        """A withdrawal took `amount` of the award. What is only drafted follows it; what is signed keeps its words."""
        if self.state == self.S.DRAFTED:
            if ended:
                self.end(by=SYSTEM)
            else:
                self.amount -= amount
                self.plan_anew(clock.today())
        else:
            self.withdrawn += amount
        self.save(update_fields=["amount", "withdrawn"])
        for payment in self.disbursements.filter(state="planned") if ended else ():
            payment.void(by=SYSTEM)

    def put_back(self, amount: Decimal) -> None:
        """That withdrawal is annulled."""
        if self.withdrawn >= amount:
            self.withdrawn -= amount
        elif self.state == self.S.DRAFTED:
            self.amount += amount
            self.plan_anew(clock.today())
        self.save(update_fields=["amount", "withdrawn"])
        if self.ended:
            self.start_over(by=SYSTEM)
        for payment in self.disbursements.filter(state="skipped"):
            if payment.journal().last().step == "void":
                payment.unvoid(by=SYSTEM)

    def __str__(self) -> str:
        return f"{_('Convention')} {self.application.handle}"

    def get_absolute_url(self) -> str:
        return reverse("funding:agreement", args=[self.application.handle])

    @property
    def handle(self) -> str:
        return f"{self.application.handle}-C"

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        """Those of the file, but for its reviewers: what they gave ends with the decision."""
        everyone = roles.STAFF | roles.APPLICANTS
        return self.application.roles_of_user(user, everyone if among is None else among) & everyone

    def count_as_contracted(self) -> None:
        envelope.move(self.application.call_id, contracted=self.amount)

    @property
    def ordered_total(self) -> Decimal:
        from .disbursement import Disbursement

        return sum((d.amount for d in self.disbursements.all() if d.state in Disbursement.ORDERS), Decimal(0))

    @property
    def paid_total(self) -> Decimal:
        from .disbursement import Disbursement

        return sum((d.amount for d in self.disbursements.all() if d.state == Disbursement.S.PAID), Decimal(0))

    @property
    def aid(self) -> Decimal:
        """What may be paid in all: the amount, less what was withdrawn since."""
        return self.amount - self.withdrawn

    @property
    def ended(self) -> bool:
        last = self.journal().last()
        return last is not None and last.step == "end"

    @property
    def counts_as_contracted(self) -> bool:
        return self.signed_at is not None

    @property
    def owed(self) -> Decimal:
        """Found paid too much or withdrawn, and not yet given back."""
        found = sum((d.overpaid for d in self.disbursements.all() if d.repaid_on is None), Decimal(0))
        return found + self.owed_by_withdrawal

    @property
    def owed_by_withdrawal(self) -> Decimal:
        return sum((w.to_repay for w in self.application.withdrawals.owed()), Decimal(0))

    @property
    def came_back(self) -> Decimal:
        """Of what was paid, what was given back since."""
        found = sum((d.overpaid for d in self.disbursements.all() if d.repaid_on), Decimal(0))
        repaid = self.application.withdrawals.exclude(repaid_on=None)
        return found + sum((w.to_repay for w in repaid), Decimal(0))

    def binders(self) -> Any:
        return Membership.objects.filter(organisation=self.application.lead, may_bind=True)
