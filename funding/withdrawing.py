"""What the withdrawal of an award moves: the decision, the agreement, its payments and the call's sums."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from workflows.actors import SYSTEM

from . import envelope
from .rules.withdrawals import repayable


def agreement_of(application: Any, *, lock: bool = False) -> Any:
    from .models import Agreement

    rows = Agreement.objects.select_for_update() if lock else Agreement.objects.all()
    return rows.filter(application=application.pk).first()


def take_back(withdrawal: Any, at: datetime) -> None:
    """In the step's transaction. What was paid beyond the aid that is left is to come back; the rest of what is
    withdrawn frees the envelope at once."""
    from .models import Application, Decision
    from .state_aid import follow_award

    decision = Decision.objects.select_for_update().get(pk=withdrawal.decision_id)
    agreement = agreement_of(withdrawal.application, lock=True)
    decision.withdrawn += withdrawal.amount
    if agreement is not None:
        withdrawal.to_repay = claimed(agreement, kept=decision.kept)
    if decision.kept == 0:
        decision.withdrawn_at = at
        Application.objects.get(pk=withdrawal.application_id).withdraw_award(by=SYSTEM)
    decision.save(update_fields=["withdrawn", "withdrawn_at"])
    follow_award(decision)
    if agreement is not None:
        agreement.take_off(withdrawal.amount, ended=decision.kept == 0)
    withdrawal.decision = decision
    _move(withdrawal, agreement, committed=-withdrawal.freed)


def claimed(agreement: Any, *, kept: Decimal) -> Decimal:
    """Euros to give back once the award is worth `kept`: what is paid beyond, less what is claimed already."""
    if agreement is None:
        return Decimal(0)
    return repayable(kept=kept, paid=agreement.paid_total - agreement.came_back, owed=agreement.owed)


def settle(withdrawal: Any) -> None:
    """It came back: no longer paid nor committed."""
    agreement = agreement_of(withdrawal.application)
    _move(withdrawal, agreement, committed=-withdrawal.to_repay, paid=-withdrawal.to_repay)


def give_back(withdrawal: Any, at: datetime) -> None:
    """An appeal was granted: the award is what it was. Its payments are planned again."""
    from .models import Application, Decision
    from .state_aid import follow_award

    decision = Decision.objects.select_for_update().get(pk=withdrawal.decision_id)
    agreement = agreement_of(withdrawal.application, lock=True)
    decision.withdrawn -= withdrawal.amount
    if decision.withdrawn_at:
        decision.withdrawn_at = None
        Application.objects.get(pk=withdrawal.application_id).restore_award(by=SYSTEM)
    decision.save(update_fields=["withdrawn", "withdrawn_at"])
    follow_award(decision)
    _move(withdrawal, agreement, committed=withdrawal.freed)
    if agreement is not None:
        agreement.put_back(withdrawal.amount)


def release(application: Any, decision: Any) -> None:
    """A whole award is withdrawn after an appeal against it, before anything was contracted or paid."""
    agreement = agreement_of(application, lock=True)
    if agreement is not None:
        agreement.end(by=SYSTEM)
    envelope.move(application.call_id, committed=-decision.kept)


def _move(withdrawal: Any, agreement: Any, *, committed: Decimal, paid: Decimal = Decimal(0)) -> None:
    """A contracted aid moves with the commitment, as `recount` proves."""
    contracted = committed if agreement is not None and agreement.counts_as_contracted else Decimal(0)
    short = _("L’enveloppe de l’appel ne suffit plus pour rétablir cette aide.")
    call = withdrawal.application.call_id
    envelope.move(call, committed=committed, contracted=contracted, paid=paid, short=short)
