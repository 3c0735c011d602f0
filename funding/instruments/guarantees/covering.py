"""What the steps of a cover write beside its state: its own columns, what belongs to it, and entries of the ledger."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from funding.models.decision import next_number
from workflows import clock

from . import commissions, ledger, payouts
from .ledger import Act
from .models.fund import GuaranteeFund
from .models.ledger import Account as A
from .models.ledger import Kind
from .models.of_cover import Amendment, Claim, Grievance, Recovery
from .rules import claims
from .terms import equivalent

ZERO = Decimal("0.00")
M = Grievance.Measure


def act(cover: Any, attempt: Any, words: str, day: Any = None) -> Act:
    return Act(attempt, f"{words} {cover.handle}", cover=cover, day=day)


# From the offer to the loan's life.


def declare_disbursement(
    cover: Any, attempt: Any, disbursed_on: Any, disbursed: Decimal, grace: int, loan_rate: Decimal = ZERO
) -> None:
    """As the loan was signed: its grace and, where instalments are constant, its rate shape the schedule."""
    cover.disbursed_on, cover.disbursed, cover.grace, cover.loan_rate = disbursed_on, disbursed, grace, loan_rate


def activate(cover: Any, attempt: Any) -> None:
    """What was reserved is engaged, for the loan as it was disbursed."""
    fund = GuaranteeFund.locked(cover.fund_id)
    cover.activated_at, cover.outstanding, cover.reported_on = attempt.at, cover.disbursed, cover.disbursed_on
    cover.set_schedule(cover.disbursed_on)
    cover.exposure = cover.exposed(cover.disbursed)
    reserved = ledger.reserved_for(cover.application)
    ledger.engage(fund, reserved, cover.exposure, act(cover, attempt, "Mise en place"))
    commissions.open_first(cover)


def free(cover: Any, attempt: Any, reason: str = "") -> None:
    fund = GuaranteeFund.locked(cover.fund_id)
    ledger.unreserve(fund, ledger.reserved_for(cover.application), act(cover, attempt, "Fin de l’offre"))


def watch(cover: Any, attempt: Any, unpaid: int, reason: str) -> None:
    cover.unpaid = unpaid


def unwatch(cover: Any, attempt: Any, reason: str) -> None:
    cover.unpaid = 0


def amortise(cover: Any, attempt: Any, outstanding: Decimal, as_of: Any, unpaid: int = 0) -> None:
    """A report, or a single declaration: the exposure follows the principal, which only goes down."""
    fund = GuaranteeFund.locked(cover.fund_id)
    exposure = cover.exposed(outstanding)
    if cover.exposure > exposure:
        words = act(cover, attempt, "Amortissement", as_of)
        ledger.lower(fund, Kind.AMORTISATION, A.ENGAGED, cover.exposure - exposure, words)
    cover.outstanding, cover.reported_on, cover.exposure, cover.unpaid = outstanding, as_of, exposure, unpaid


# Default and call.


def notify_default(cover: Any, attempt: Any, event: str, event_on: Any, outstanding: Decimal, words: str = "") -> None:
    """Late or not, it is taken: what lateness entails is decided with reasons, after the bank was heard (Q12)."""
    today = clock.paris_day(attempt.at)
    amortise(cover, attempt, outstanding, event_on, cover.unpaid)
    days = cover.agreement.notice_days
    late = claims.late_notice_refusal(event_on=event_on, notified_on=today, days=days) is not None
    Claim.objects.create(
        cover=cover, event=event, event_on=event_on, notified_on=today, late=late, outstanding=outstanding, words=words
    )
    if cover.exposure:
        fund = GuaranteeFund.locked(cover.fund_id)
        ledger.default(fund, cover.exposure, act(cover, attempt, "Défaillance"))
    cover._state.fields_cache.pop("claim", None)


def prepare_call(cover: Any, attempt: Any, estimated_loss: Decimal, securities: str) -> None:
    claim = cover.claim
    claim.estimated_loss, claim.securities, claim.prepared_by = estimated_loss, securities, attempt.by
    claim.save()


def call(cover: Any, attempt: Any, consent: bool) -> None:
    claim = cover.claim
    claim.called_by, claim.called_at = attempt.by, attempt.at
    claim.pay_by = claims.provision_due_on(clock.paris_day(attempt.at))
    claim.save()


# Payments: calculated by one, released by another.


def awaits_release(cover: Any) -> bool:
    claim = cover.claim
    return claim.final_by_id is not None or bool(claim.provision and not claim.provision_paid_on)


def calculate_provision(cover: Any, attempt: Any, amount: Decimal) -> None:
    claim = cover.claim
    claim.provision, claim.calculated_by, claim.calculated_at = amount, attempt.by, attempt.at
    claim.final_loss = claim.final_due = claim.final_by = claim.final_at = None
    claim.returned_why = ""
    claim.save()


def pay_provision(cover: Any, attempt: Any) -> None:
    claim, fund = cover.claim, GuaranteeFund.locked(cover.fund_id)
    payouts.within_means(fund, claim.provision)
    claim.provision_released_by, claim.provision_paid_on = attempt.by, clock.paris_day(attempt.at)
    claim.save()
    ledger.pay(fund, Kind.PROVISION, claim.provision, act(cover, attempt, "Provision"))


def return_calculation(cover: Any, attempt: Any, reason: str) -> None:
    claim = cover.claim
    if claim.final_by_id is not None:
        claim.final_loss = claim.final_due = claim.final_by = claim.final_at = None
    else:
        claim.provision = claim.calculated_by = claim.calculated_at = None
    claim.returned_why = reason
    claim.save()


def calculate_settlement(cover: Any, attempt: Any, final_loss: Decimal, certified: str, realised: bool) -> None:
    """A provision that was calculated and not released gives way: one payment remains, the final one."""
    claim = cover.claim
    found = payouts.settlement(cover, final_loss)
    if not claim.provision_paid_on:
        claim.provision = claim.calculated_by = claim.calculated_at = None
    claim.final_loss, claim.certified, claim.final_due, claim.refund = final_loss, certified, found.due, found.refund
    claim.final_by, claim.final_at, claim.returned_why = attempt.by, attempt.at, ""
    claim.save()


def settle(cover: Any, attempt: Any) -> None:
    """The complement leaves in the same entry's transaction; a refund is owed until it is received."""
    claim, fund = cover.claim, GuaranteeFund.locked(cover.fund_id)
    claim.settled_by, claim.settled_on = attempt.by, clock.paris_day(attempt.at)
    claim.save()
    if claim.complement:
        payouts.within_means(fund, claim.complement)
        ledger.pay(fund, Kind.FINAL, claim.complement, act(cover, attempt, "Versement définitif"))
    close_exposure(cover, attempt, fund, A.DEFAULTED, "Règlement définitif")


def close_exposure(cover: Any, attempt: Any, fund: Any, account: str, words: str) -> None:
    if cover.exposure:
        ledger.lower(fund, Kind.RELEASE, account, cover.exposure, act(cover, attempt, words))
    cover.exposure = ZERO


def record_refund(cover: Any, attempt: Any, received_on: Any) -> None:
    claim, fund = cover.claim, GuaranteeFund.locked(cover.fund_id)
    claim.refunded_on = received_on
    claim.save()
    ledger.take_back(fund, Kind.REFUND, claim.refund, act(cover, attempt, "Reversement", received_on))


def report_recovery(cover: Any, attempt: Any, gross: Decimal, costs: Decimal) -> None:
    shared = payouts.share_recovery(cover, gross - costs)
    Recovery.objects.create(
        cover=cover, gross=gross, costs=costs, fund_part=shared.fund, bank_part=shared.bank,
        reported_by=attempt.by, reported_on=clock.paris_day(attempt.at),
    )  # fmt: skip


def receive_recovery(cover: Any, attempt: Any, received_on: Any) -> None:
    fund, recovery = GuaranteeFund.locked(cover.fund_id), cover.pending_recovery
    recovery.received_on = received_on
    recovery.save()
    if recovery.fund_part:
        ledger.take_back(fund, Kind.RECOVERY, recovery.fund_part, act(cover, attempt, "Récupération", received_on))


# What ends a cover, or changes it.


def release(cover: Any, attempt: Any, repaid_on: Any) -> None:
    close_exposure(cover, attempt, GuaranteeFund.locked(cover.fund_id), A.ENGAGED, "Mainlevée")
    cover.outstanding, cover.reported_on = ZERO, repaid_on


def reach_term(cover: Any, attempt: Any) -> None:
    close_exposure(cover, attempt, GuaranteeFund.locked(cover.fund_id), A.ENGAGED, "Terme")


def open_measure(cover: Any, attempt: Any, measure: str, facts: str, due_on: Any) -> None:
    Grievance.objects.create(
        cover=cover, measure=measure, facts=facts, due_on=due_on, opened_by=attempt.by, opened_at=attempt.at
    )


def open_forfeiture(cover: Any, attempt: Any, facts: str, due_on: Any) -> None:
    open_measure(cover, attempt, M.FORFEITURE, facts, due_on)


def open_voidance(cover: Any, attempt: Any, facts: str, due_on: Any) -> None:
    open_measure(cover, attempt, M.VOIDANCE, facts, due_on)


def measure_of(cover: Any) -> Any:
    return cover.measure


def amendment_of(cover: Any) -> Any:
    return cover.pending_amendment


def measure_runs(cover: Any) -> bool:
    return cover.measure is not None


def awaits_answer(cover: Any) -> bool:
    return cover.measure is not None and cover.measure.answered_at is None


def answer(cover: Any, attempt: Any, answer: str) -> None:
    """What comes after a first signature was not read by who gave it."""
    measure = cover.measure
    measure.unsay()
    measure.answer, measure.answered_by, measure.answered_at = answer, attempt.by, attempt.at
    measure.save()


def drop_measure(cover: Any, attempt: Any) -> None:
    measure = cover.measure
    measure.unsay()
    measure.dropped_at = attempt.at
    measure.save()


def decide(cover: Any, attempt: Any, reasons: str) -> None:
    """The number is taken last: it holds a lock until the commit."""
    measure = cover.measure
    measure.reasons, measure.decided_by, measure.decided_at = reasons, attempt.by, attempt.at
    measure.mandate = cover.application.signing_mandate(attempt.by, measure)
    measure.number = next_number(attempt.at)
    measure.save()


def reject_call(cover: Any, attempt: Any, reasons: str) -> None:
    close_exposure(cover, attempt, GuaranteeFund.locked(cover.fund_id), A.DEFAULTED, "Déchéance")
    decide(cover, attempt, reasons)


def void(cover: Any, attempt: Any, reasons: str) -> None:
    close_exposure(cover, attempt, GuaranteeFund.locked(cover.fund_id), A.ENGAGED, "Annulation")
    decide(cover, attempt, reasons)


def amendment_waits(cover: Any) -> bool:
    return cover.pending_amendment is not None


def ask_amendment(cover: Any, attempt: Any, months: int, grace: int, reason: str) -> None:
    found = equivalent(guaranteed=cover.guaranteed, loan=cover.loan, months=months)
    Amendment.objects.create(
        cover=cover, months=months, grace=grace, reason=reason, gge=found.value or cover.gge, gge_before=cover.gge,
        months_before=cover.months, asked_by=attempt.by, asked_at=attempt.at,
    )  # fmt: skip


def amend(cover: Any, attempt: Any, consent: bool, committee: str = "") -> None:
    """The new duration counts from the disbursement; the grant equivalent is that of the whole duration."""
    amendment = cover.pending_amendment
    amendment.committee, amendment.signed_by, amendment.signed_at = committee, attempt.by, attempt.at
    amendment.save()
    cover.months, cover.grace, cover.gge = amendment.months, amendment.grace, amendment.gge
    cover.set_schedule(cover.disbursed_on)


def refuse_amendment(cover: Any, attempt: Any, reason: str) -> None:
    """By either authority: the guarantee stays as both granted it."""
    amendment = cover.pending_amendment
    amendment.unsay()
    amendment.refused_at, amendment.refused_why = attempt.at, reason
    amendment.save()
