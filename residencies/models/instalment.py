"""An instalment of the stipend: due when its milestone is reached, ordered by finance, released by a second person.

Not a `funding.Disbursement`: that one belongs to the agreement of one file, concluded by two for an amount that a
signed decision announced. Here the right to be paid comes of an agreement of three, and each part of it waits for the
stay itself (see the README). The rule of two people is the shared one (`PaidByTwo`).
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from funding.models import columns
from funding.models.call import Mandate, in_scope
from funding.models.paid_by_two import PaidByTwo, by_two_people
from workflows.models import StateField, Stateful, StatefulQuerySet
from workflows.steps import Step

from .. import done, labels, money, notices, obstacles, papers, roles
from ..forms.payment import OrderForm, ReturnForm


class InstalmentQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Of the residencies one sees: the host reads what its guests are paid, it signed the agreement."""
        from .residency import Residency

        if not user.is_authenticated:
            return self.none()
        return self.filter(residency__in=Residency.objects.visible_to(user).values("pk"))

    def to_pay_by(self, user: Any) -> Self:
        held = in_scope(user, [Mandate.Role.FINANCE], call="residency__round__team_call")
        return self.visible_to(user).filter(held)

    def waiting(self) -> Self:
        return self.exclude(state__in=Instalment.OVER)

    def paid(self) -> Self:
        return self.filter(state=Instalment.S.PAID)

    def to_release(self) -> Self:
        return self.filter(state=Instalment.S.ORDERED)


class Instalment(PaidByTwo, Stateful):
    DONE = done.INSTALMENT
    OF_FILES = ("residency__host", "residency__team")

    class S(models.TextChoices):
        PLANNED = "planned", _("Prévu")
        ORDERED = "ordered", _("Ordonné")
        PAID = "paid", _("Versé")
        DROPPED = "dropped", _("Sans objet")

    class Milestone(models.TextChoices):
        SIGNED = "signed", _("À la signature")
        HALFWAY = "halfway", _("À mi-parcours")
        PRESENTED = "presented", _("Après la restitution")
        SETTLED = "settled", _("Solde de l’annulation")

    OVER = (S.PAID, S.DROPPED)
    TONES = labels.INSTALMENT_TONES
    FOLLOWS = ("residency__round__team_call__programme", "residency__team__lead", "residency__host__lead")

    state = StateField(_("état"), choices=S, default=S.PLANNED)
    residency = models.ForeignKey("residencies.Residency", models.PROTECT, related_name="instalments")
    position = models.PositiveSmallIntegerField()
    milestone = models.CharField(_("échéance"), max_length=10, choices=Milestone)
    amount = columns.amount(_("montant"))

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("versement de la bourse")
        ordering = ["residency", "position"]
        constraints = [
            models.UniqueConstraint(fields=["residency", "position"], name="one_instalment_per_position"),
            *by_two_people("instalment"),
        ]

    @Step(S.PLANNED, S.ORDERED, by=[roles.FINANCE], label=_("Ordonner le versement"), takes=OrderForm,
          unless=[obstacles.milestone_ahead, obstacles.earlier_instalment_open, obstacles.cancellation_envisaged],
          tells=[notices.instalment_ordered])  # fmt: skip
    def order(self, attempt: Any, basis: str) -> None:
        self.write_order(attempt, basis, "OPR", "residency-order")

    @Step(S.ORDERED, S.PAID, by=[roles.SECOND_SIGNATORY], label=_("Libérer le versement"), risky=True,
          unless=[obstacles.cancellation_envisaged], tells=[notices.instalment_paid],
          issues=[papers.payment], explains=_("Vous confirmez le service fait et le montant : l’ordre part au "
                                              "comptable."))  # fmt: skip
    def release(self, attempt: Any) -> None:
        self.write_release(attempt)
        money.pay(self)

    @Step(S.ORDERED, S.PLANNED, by=[roles.SECOND_SIGNATORY], label=_("Renvoyer à qui l’a calculé"), risky=True,
          takes=ReturnForm, tells=[notices.instalment_returned])  # fmt: skip
    def send_back(self, attempt: Any, reason: str) -> None:
        self.write_return(reason)

    drop = Step(S.PLANNED, S.DROPPED, by=[roles.BY_SYSTEM], label=_("Constater que rien n’est plus dû"))

    def __str__(self) -> str:
        return f"{self.get_milestone_display()} · {self.residency}"

    def get_absolute_url(self) -> str:
        return f"{self.residency.get_absolute_url()}#versements"

    @property
    def handle(self) -> str:
        return f"{self.residency.handle}-V{self.position}"

    @property
    def call(self) -> Any:
        return self.residency.round.team_call

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        return self.second_hand(user, self.residency.roles_of_user(user))
