"""What happens to a guarantee, and whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model

from funding.notices import file_of, finance, holders, mandated, officers
from people.models import Mandate
from workflows.notices import Notice

R = Mandate.Role


def bank(thing: Any, entry: Any) -> Iterable[Any]:
    """Members of the bank of a file or of its cover."""
    partners = file_of(thing).partners.filter(is_lead=False)
    return get_user_model().objects.filter(memberships__organisation__in=partners.values("organisation"))


def contributors(thing: Any, entry: Any) -> Iterable[Any]:
    """Those who put money in the fund."""
    fund = getattr(thing, "fund", None) or thing.cover.fund
    return get_user_model().objects.filter(memberships__organisation__guarantee_stakes__fund=fund.pk)


def together(*groups: Any) -> Any:
    def people(thing: Any, entry: Any) -> Iterable[Any]:
        return [person for group in groups for person in group(thing, entry)]

    return people


def calculators(cover: Any, entry: Any) -> Iterable[Any]:
    """Whoever calculated what this step sends back."""
    last = cover.journal().filter(step__in=("calculate_provision", "calculate_settlement")).last()
    return [last.by] if last else []


def asked(cover: Any, entry: Any) -> Iterable[Any]:
    """The bank, for a year that costs something."""
    last = cover.years.last()
    return bank(cover, entry) if last and last.amount else []


fund_officers = together(officers, finance)
fund = together(officers, finance, mandated(R.SIGNATORY))
bank_and_borrower = together(bank, holders)
everyone = together(bank, holders, officers, contributors)

loan_to_confirm = Notice("loan_to_confirm", to=bank)
goes_to_committee = Notice("goes_to_committee", to=bank_and_borrower)
loan_confirmed = Notice("loan_confirmed", to=officers)
delegated_proposed = Notice("delegated_proposed", to=bank)
guarantee_granted = Notice("guarantee_granted", to=bank_and_borrower)
granted_internal = Notice("guarantee_granted_internal", to=together(fund, contributors))
disbursement_declared = Notice("disbursement_declared", to=fund_officers)
commission_received = Notice("commission_received", to=bank)
commission_asked = Notice("commission_asked", to=asked)
cover_active = Notice("cover_active", to=everyone)
offer_expired = Notice("offer_expired", to=bank_and_borrower)
offer_given_up = Notice("offer_given_up", to=together(officers, holders))
cover_watched = Notice("cover_watched", to=together(officers, contributors))
cover_unwatched = Notice("cover_unwatched", to=together(officers, contributors))
default_notified = Notice("default_notified", to=together(fund, contributors))
call_prepared = Notice("call_prepared", to=bank)
cover_called = Notice("cover_called", to=fund)
payment_calculated = Notice("guarantee_payment_calculated", to=finance)
calculation_returned = Notice("calculation_returned", to=calculators)
provision_paid = Notice("provision_paid", to=together(bank, contributors))
measure_envisaged = Notice("measure_envisaged", to=bank_and_borrower)
measure_answered = Notice("measure_answered", to=fund)
measure_dropped = Notice("measure_dropped", to=bank_and_borrower)
call_rejected = Notice("call_rejected", to=bank)
cover_settled = Notice("cover_settled", to=together(bank, contributors))
refund_received = Notice("refund_received", to=bank)
recovery_reported = Notice("recovery_reported", to=fund_officers)
recovery_received = Notice("recovery_received", to=together(bank, contributors))
written_off = Notice("written_off", to=together(bank, contributors))
cover_released = Notice("cover_released", to=everyone)
cover_voided = Notice("cover_voided", to=bank_and_borrower)
amendment_asked = Notice("amendment_asked", to=fund)
cover_amended = Notice("cover_amended", to=everyone)
amendment_refused = Notice("amendment_refused", to=bank)
