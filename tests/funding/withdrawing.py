"""An award whose advance is paid, its withdrawal opened and signed: what the tests of withdrawals begin with."""

from datetime import datetime, timedelta

from funding import portfolio
from funding.models import Call
from tests import cast as casting
from workflows import clock, outbox


def paid_award(cast):
    """70 000 € awarded, contracted; the advance of 21 000 € is paid."""
    file = casting.awarded(cast)
    outbox.drain(but=("mail", "paper"))
    agreement = casting.in_force(cast, file)
    advance = agreement.disbursements.first().order(by=cast.payer, basis="Service fait")
    advance.release(by=cast.second_payer)
    return fresh(file)


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=clock.PARIS)


FACTS = {"facts": "Le lieu n’a pas ouvert.", "rule": "L’article 4 de la décision n’est pas respecté."}


def opened(cast, file, days=15, **facts):
    measure = facts or {"measure": "total"}
    file.open_withdrawal(by=cast.officer, due_on=clock.today() + timedelta(days=days), **FACTS, **measure)
    outbox.drain(but=("mail", "paper"))
    return file.withdrawals.last()


def sign(cast, withdrawal, amount, **facts):
    said = {"reasons": "Le lieu reste fermé.", "why_not_followed": "", "consent": True} | facts
    return fresh(withdrawal).withdraw(by=cast.signatory, amount=amount, **said)


def after(withdrawal):
    return clock.at(noon(withdrawal.period_ends + timedelta(days=1)))


def sums():
    call = Call.objects.get()
    assert list(portfolio.recount()) == []
    return call.committed, call.contracted, call.paid
