from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import clock
from workflows.forms import StepForm

from ..fields import AmountField, TextField
from ..rules import payments


class OrderForm(StepForm):
    """What justifies the payment. For an interim or the balance, the certified cost decides the amount."""

    basis = TextField(label=_("Service fait"), max_length=2000, rows=3, help_text=_("Ce qui justifie ce versement."))
    justified_cost = AmountField(
        label=_("Dépenses justifiées à ce jour"), required=False, help_text=_("État récapitulatif certifié.")
    )

    def prepare(self) -> None:
        if self.subject.kind == "advance":
            del self.fields["justified_cost"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data.setdefault("justified_cost", None)
        data["amount"] = self.subject.amount
        if self.subject.kind != "advance":
            if data["justified_cost"] is None:
                self.add_error("justified_cost", _("Indiquez les dépenses justifiées : elles fixent le montant."))
            else:
                data["amount"] = self.due(data["justified_cost"])
                if not data["amount"]:
                    self.add_error("justified_cost", _("Avec ces dépenses, rien n’est dû à ce stade."))
        return data

    def due(self, justified: Decimal) -> Decimal:
        d, a = self.subject, self.subject.agreement
        paid = [row.amount for row in a.disbursements.all() if row.state != "planned" and row.pk != d.pk]
        if d.kind == "balance":
            return payments.settle(
                grant=a.amount, planned_base=a.eligible_base, final_base=justified, paid=paid
            ).balance
        due = payments.interim_due(
            grant=a.amount, planned_base=a.eligible_base, justified=justified, paid=paid,
            months=a.application.months or 12, on=clock.paris_day(a.decision.signed_at),
        )  # fmt: skip
        return min(due, d.amount)


class ReturnForm(StepForm):
    reason = TextField(label=_("Ce qu’il faut revoir"), max_length=1000, rows=3)
