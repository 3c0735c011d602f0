"""The payment plan as a table: advance, interims, balance. It sums to the aid, within the law's ceilings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..budget import payment_terms
from ..fields import AmountField, DayField
from ..models import Agreement, Disbursement
from ..rules import payments


class PlanForm(forms.Form):
    """`interim_1` to `interim_4` may stay empty; what is saved is one row per amount, in order."""

    INTERIMS = 4

    def __init__(self, data: Any = None, *, agreement: Agreement, on: Any) -> None:
        self.agreement, self.on = agreement, on
        super().__init__(data)
        known = {"advance": [], "interim": [], "balance": []}
        for row in agreement.disbursements.all():
            known[row.kind].append(row)
        self._line("advance", _("Avance"), known["advance"][:1])
        for number in range(1, self.INTERIMS + 1):
            self._line(f"interim_{number}", _("Acompte %(n)s") % {"n": number}, known["interim"][number - 1 : number])
        self._line("balance", _("Solde"), known["balance"][:1])

    def _line(self, key: str, label: Any, rows: list[Any]) -> None:
        row = rows[0] if rows else None
        self.fields[key] = AmountField(label=label, required=False, initial=row.amount if row else None)
        self.fields[f"{key}_on"] = DayField(label=_("prévu le"), required=False, initial=row.due_on if row else None)

    def lines(self) -> list[tuple[Any, Any]]:
        """Amount and date, two bound fields a line."""
        return [(self[name], self[f"{name}_on"]) for name in self.fields if not name.endswith("_on")]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        plan = payments.PaymentPlan(
            advance=data.get("advance") or Decimal(0),
            interims=tuple(data[f"interim_{n}"] for n in range(1, self.INTERIMS + 1) if data.get(f"interim_{n}")),
            balance=data.get("balance") or Decimal(0),
        )
        terms = payment_terms(self.agreement.application, self.agreement.amount, self.on)
        for refusal in payments.plan_refusals(plan=plan, **terms):
            self.add_error("advance" if refusal.code == "advance_too_high" else None, refusal.sentence)
        return data

    @transaction.atomic
    def save(self) -> None:
        """Replaces the plan as long as the agreement is in preparation: nothing is ordered yet."""
        agreement = Agreement.objects.select_for_update().get(pk=self.agreement.pk)
        if agreement.state != Agreement.S.DRAFTED:
            raise forms.ValidationError(_("La convention est déjà proposée : reprenez-la pour changer le plan."))
        agreement.disbursements.all().delete()
        rows = []
        for name, kind in [("advance", "advance"), *((f"interim_{n}", "interim") for n in range(1, 5)),
                           ("balance", "balance")]:  # fmt: skip
            if value := self.cleaned_data.get(name):
                rows.append((kind, value, self.cleaned_data.get(f"{name}_on")))
        Disbursement.objects.bulk_create(
            Disbursement(agreement=agreement, position=position, kind=kind, amount=value, due_on=due)
            for position, (kind, value, due) in enumerate(rows, 1)
        )
