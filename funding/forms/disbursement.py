from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from look.typography import euros_cents
from workflows import clock
from workflows.forms import StepForm

from ..budget import payment_terms
from ..fields import AmountField, DayField, TextField
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
        data["amount"] = self.planned()
        if self.subject.kind == "advance" and not data["amount"]:
            self.add_error("basis", _("L’aide est retirée : rien n’est dû à ce stade."))
        if self.subject.kind != "advance":
            if data["justified_cost"] is None:
                self.add_error("justified_cost", _("Indiquez les dépenses justifiées : elles fixent le montant."))
            else:
                data["amount"] = self.due(data["justified_cost"])
                if not data["amount"]:
                    self.add_error("justified_cost", self.nothing_due(data["justified_cost"]))
        return data

    def planned(self) -> Decimal:
        """As the plan has it; where the aid was withdrawn in part since, no more than what is left."""
        agreement, amount = self.subject.agreement, self.subject.amount
        left = max(agreement.aid - agreement.ordered_total, Decimal(0))
        return Decimal(min(amount, left) if agreement.withdrawn else amount)

    def due(self, justified: Decimal) -> Decimal:
        return settlement(self.subject, justified).balance

    def nothing_due(self, justified: Decimal) -> str:
        """What to do instead."""
        over = settlement(self.subject, justified).overpayment
        if over:
            return gettext(
                "Avec ces dépenses, le porteur a reçu %(over)s de trop. Choisissez « Constater que rien n’est dû » : "
                "le trop-perçu sera à reverser."
            ) % {"over": euros_cents(over)}
        return gettext("Avec ces dépenses, rien n’est dû à ce stade : choisissez « Constater que rien n’est dû ».")


def settlement(disbursement: Any, justified: Decimal) -> payments.Settlement:
    """What `justified` costs make due now; only the balance finds an overpayment."""
    d, a = disbursement, disbursement.agreement
    paid = [row.amount for row in a.disbursements.all() if row.state in d.ORDERS and row.pk != d.pk]
    # What a withdrawal claims back is claimed once.
    paid = [max(Decimal(0), sum(paid, Decimal(0)) - a.owed_by_withdrawal - a.came_back)]
    final = payments.settle(grant=a.aid, planned_base=a.eligible_base, final_base=justified, paid=paid)
    if d.kind == "balance":
        return final
    due = payments.interim_due(
        planned_base=a.eligible_base, justified=justified, paid=paid,
        **payment_terms(a.application, a.aid, clock.paris_day(a.decision.signed_at)),
    )  # fmt: skip
    return payments.Settlement(final_aid=final.final_aid, balance=min(due, d.amount), overpayment=Decimal(0))


class SkipForm(StepForm):
    """Nothing is due: said for an instalment, proved by the certified cost for the balance, which ends the file."""

    reason = TextField(label=_("Motif"), max_length=1000, rows=3, help_text=_("Le porteur le lira tel quel."))
    justified_cost = AmountField(label=_("Dépenses justifiées à ce jour"), help_text=_("État récapitulatif certifié."))

    def prepare(self) -> None:
        if self.subject.kind == "advance":
            del self.fields["justified_cost"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data.setdefault("justified_cost", None)
        data["overpaid"] = Decimal(0)
        if data["justified_cost"] is not None:
            found = settlement(self.subject, data["justified_cost"])
            data["overpaid"] = found.overpayment
            if found.balance:
                self.add_error(
                    "justified_cost",
                    gettext("Avec ces dépenses, %(due)s sont dus : ordonnez le versement.")
                    % {"due": euros_cents(found.balance)},
                )
        return data


class RepaymentForm(StepForm):
    repaid_on = DayField(label=_("Reversé le"))
    repayment = forms.CharField(
        label=_("Référence"), max_length=100, help_text=_("Numéro du titre de perception, ou du virement reçu.")
    )

    def clean_repaid_on(self) -> Any:
        repaid_on = self.cleaned_data["repaid_on"]
        if repaid_on > clock.today():
            raise forms.ValidationError(_("Un reversement se constate une fois reçu : la date ne peut être à venir."))
        return repaid_on


class ReturnForm(StepForm):
    reason = TextField(label=_("Ce qu’il faut revoir"), max_length=1000, rows=3)
