"""A payment: planned with the agreement, ordered by finance, released by a second person. Never by one alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from people.models import Mandate
from workflows.models import StateField, Stateful, StatefulQuerySet
from workflows.steps import Step

from .. import budget, done, envelope, notices, papers, roles
from .. import obstacles as o
from ..forms.disbursement import OrderForm, RepaymentForm, ReturnForm, SkipForm
from ..rules import payments
from . import columns
from .call import STAFF_MANDATES, in_scope
from .paid_by_two import PaidByTwo, by_two_people


class DisbursementQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        member = Q(agreement__application__partners__organisation__memberships__user=user)
        staff = in_scope(user, STAFF_MANDATES, call="agreement__application__call")
        return self.filter(member | staff).distinct()

    def to_pay_by(self, user: Any) -> Self:
        return self.filter(in_scope(user, [Mandate.Role.FINANCE], call="agreement__application__call"))

    def payable(self) -> Self:
        """Of agreements in force, or waived: the others have nothing to pay yet."""
        return self.filter(agreement__state__in=("in_force", "waived", "closed"))

    def waiting(self) -> Self:
        return self.payable().unfinished()

    def unthreatened(self) -> Self:
        """While a withdrawal of the aid is envisaged, nothing is paid."""
        from .withdrawal import Withdrawal

        running = Withdrawal.objects.running().filter(application=OuterRef("agreement__application"))
        return self.filter(~Exists(running))

    def unfinished(self) -> Self:
        return self.exclude(state__in=Disbursement.OVER)


class Disbursement(PaidByTwo, Stateful):
    DONE = done.DISBURSEMENT
    OF_FILES = ("agreement__application",)

    class S(models.TextChoices):
        PLANNED = "planned", _("Prévu")
        ORDERED = "ordered", _("Ordonné")
        PAID = "paid", _("Versé")
        SKIPPED = "skipped", _("Sans objet")

    ORDERS = (S.ORDERED, S.PAID)  # what counts against the aid
    OVER = (S.PAID, S.SKIPPED)  # what the next payment need not wait for

    class Kind(models.TextChoices):
        ADVANCE = "advance", _("Avance")
        INTERIM = "interim", _("Acompte")
        BALANCE = "balance", _("Solde")

    state = StateField(_("état"), choices=S, default=S.PLANNED)
    agreement = models.ForeignKey("funding.Agreement", models.PROTECT, related_name="disbursements")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("nature"), max_length=10, choices=Kind)
    amount = columns.amount(_("montant"))
    due_on = models.DateField(_("prévu le"), null=True, blank=True)
    justified_cost = columns.amount(_("dépenses justifiées"), null=True, blank=True)
    skipped_why = models.TextField(blank=True)
    # At the balance, what was paid beyond the aid earned by the certified cost, and when it came back.
    overpaid = columns.amount(_("trop-perçu"), default=Decimal(0))
    repaid_on = models.DateField(_("reversé le"), null=True, blank=True)
    repayment = models.CharField(_("référence du reversement"), max_length=100, blank=True)

    objects = DisbursementQuerySet.as_manager()
    FOLLOWS = ("agreement__application__call", "agreement__decision")

    class Meta:
        verbose_name = _("versement")
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="one_payment_per_position"),
            *by_two_people("payment"),
            models.CheckConstraint(
                condition=~Q(state="skipped") | ~Q(skipped_why=""),
                name="payment_skipped_with_reason",
                violation_error_message=_("Un versement sans objet a un motif."),
            ),
        ]

    @classmethod
    def plan(cls, agreement: Any, *, on: Any) -> list[Disbursement]:
        """Advance, interim, balance, as décret 2018-514 art. 12 and the call allow at most (rules.payments)."""
        plan = payments.default_plan(**budget.payment_terms(agreement.application, agreement.amount, on))
        rows = [(cls.Kind.ADVANCE, plan.advance), *((cls.Kind.INTERIM, i) for i in plan.interims)]
        rows = [(kind, value) for kind, value in [*rows, (cls.Kind.BALANCE, plan.balance)] if value]
        return cls.objects.bulk_create(
            cls(agreement=agreement, position=position, kind=kind, amount=value)
            for position, (kind, value) in enumerate(rows, 1)
        )

    @Step(S.PLANNED, S.ORDERED, by=[roles.FINANCE], label=_("Ordonner le versement"), takes=OrderForm,
          unless=[o.agreement_not_in_force, o.withdrawal_envisaged, o.conditions_open, o.earlier_payment_open,
                  o.payment_beyond_cap],
          tells=[notices.payment_ordered])  # fmt: skip
    def order(self, attempt: Any, basis: str, justified_cost: Decimal | None, amount: Decimal | None = None) -> None:
        self.justified_cost = justified_cost
        self.amount = self.amount if amount is None else amount
        self.write_order(attempt, basis, "OP", "order")

    @Step(S.ORDERED, S.PAID, by=[roles.SECOND_SIGNATORY], label=_("Libérer le versement"), risky=True,
          unless=[o.withdrawal_envisaged], tells=[notices.payment_made], issues=[papers.payment_order],
          explains=_("Vous confirmez le service fait et le montant : l’ordre part au comptable."))  # fmt: skip
    def release(self, attempt: Any) -> None:
        self.write_release(attempt)
        self.count_as_paid(self.amount)

    @Step(S.ORDERED, S.PLANNED, by=[roles.SECOND_SIGNATORY], label=_("Renvoyer à qui l’a calculé"), takes=ReturnForm,
          risky=True, tells=[notices.payment_returned])  # fmt: skip
    def send_back(self, attempt: Any, reason: str) -> None:
        self.write_return(reason)

    @Step(S.PLANNED, S.SKIPPED, by=[roles.FINANCE], label=_("Constater que rien n’est dû"), takes=SkipForm, risky=True,
          unless=[o.agreement_not_in_force, o.earlier_payment_open], tells=[notices.payment_skipped],
          explains=_("Aucun ordre ne part. Le motif et le décompte sont au journal ; le porteur les lit."))  # fmt: skip
    def skip(self, attempt: Any, reason: str, justified_cost: Decimal | None, overpaid: Decimal) -> None:
        self.skipped_why, self.justified_cost, self.overpaid = reason, justified_cost, overpaid
        self.returned_why = ""

    @Step(S.SKIPPED, S.PLANNED, by=[roles.FINANCE], label=_("Reprendre ce versement"), takes=ReturnForm, risky=True,
          unless=[o.agreement_not_in_force, o.later_payment_begun, o.already_repaid])  # fmt: skip
    def plan_again(self, attempt: Any, reason: str) -> None:
        """Skipped by mistake: it becomes due again."""
        self.returned_why, self.skipped_why, self.justified_cost, self.overpaid = reason, "", None, Decimal(0)

    @Step(S.SKIPPED, None, by=[roles.FINANCE], label=_("Constater le reversement"), takes=RepaymentForm,
          when=lambda d: bool(d.overpaid) and d.repaid_on is None, unless=[o.agreement_not_in_force])  # fmt: skip
    def record_repayment(self, attempt: Any, repaid_on: Any, repayment: str) -> None:
        self.repaid_on, self.repayment = repaid_on, repayment
        self.count_as_paid(-self.overpaid)

    def count_as_paid(self, amount: Decimal) -> None:
        """What the call has paid is net of what came back."""
        envelope.move(self.agreement.application.call_id, paid=amount)

    @Step(S.PLANNED, S.SKIPPED, by=[roles.BY_SYSTEM], label=_("Annuler le versement, l’aide étant retirée"))
    def void(self, attempt: Any) -> None:
        with override(settings.LANGUAGE_CODE):  # kept: in the language of the act, not of whoever signs
            self.skipped_why = gettext("L’aide est retirée.")

    @Step(S.SKIPPED, S.PLANNED, by=[roles.BY_SYSTEM], label=_("Rétablir le versement, le retrait étant annulé"))
    def unvoid(self, attempt: Any) -> None:
        self.skipped_why = ""

    @property
    def to_pay(self) -> Decimal:
        """The plan's amount is kept when nothing was due, should it become due again."""
        return Decimal(0) if self.state == self.S.SKIPPED else self.amount

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.agreement}"

    def get_absolute_url(self) -> str:
        return self.agreement.get_absolute_url()

    @property
    def handle(self) -> str:
        return f"{self.agreement.application.handle}-V{self.position}"

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        application = self.agreement.application
        return self.second_hand(user, application.staff_roles(user) | application.applicant_roles(user))
