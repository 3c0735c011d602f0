"""What the steps of a guarantee's file write: the bank enters it, capacity is set aside for it, a cover is offered."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from funding.models import Decision, Partner
from funding.models.decision import next_number
from funding.rules.de_minimis import PastAid
from funding.state_aid import cite, enter_awards, record_within
from funding.state_aid.evidence import NONE, Evidence
from funding.state_aid.regimes import Outcome, evaluate
from workflows import clock
from workflows.errors import StepRefused
from workflows.steps import Step

from . import ledger
from .ledger import Act
from .models.fund import GuaranteeFund
from .rules.cover import offer_expires_on
from .terms import Terms, terms_of

BANK_WHY = "La banque n’est pas bénéficiaire : l’avantage va à l’emprunteur, dont le prêt est garanti."
OUTSIDE_WHY = "Personne publique, sans activité économique dans ce projet."


def take_in_bank(application: Any) -> None:
    """With the deposit, the bank is a party: it sees the file and confirms the loan. The aid is the borrower's, in
    gross grant equivalent; the cost that it bears on is the loan."""
    terms = terms_of(application)
    assert terms is not None  # the obstacles said so
    lead = application.partners.get(is_lead=True)
    lead.cost, lead.aid = terms.loan, terms.equivalent.value or 0
    lead.is_economic = not application.lead.is_public
    lead.save(update_fields=["cost", "aid", "is_economic"])
    Partner.objects.get_or_create(
        application_id=application.pk, organisation=terms.agreement.bank, defaults={"position": 1, "size": "large"}
    )


def engage_bank(application: Any, attempt: Any) -> None:
    bank = application.partners.filter(is_lead=False)
    bank.update(engaged_at=attempt.at, engaged_by=attempt.by.get_full_name())


def set_aside(application: Any, attempt: Any) -> Terms:
    """The capacity that the file needs, under the fund's lock: of two files racing for the last euros one gets them,
    the other reads what is left."""
    terms = terms_of(application)
    if terms is None:
        raise StepRefused([_("La convention de la banque n’est plus en vigueur.")], reason="obstacles")
    fund = GuaranteeFund.locked(terms.fund.pk)
    missing = terms.guaranteed - ledger.reserved_for(application)
    words = Act(attempt, f"Réservation {application.handle}", application=application)
    if missing > 0:
        ledger.reserve(fund, missing, words)
    return terms


def set_free(application: Any, attempt: Any) -> None:
    """The file ends without a guarantee, or waits on a list: what was set aside is free again."""
    reserved = ledger.reserved_for(application)
    terms = terms_of(application)
    entry = application.guarantee_entries.select_related("fund").first()
    if not reserved or entry is None:
        return
    fund = GuaranteeFund.locked(terms.fund.pk if terms else entry.fund_id)
    ledger.unreserve(fund, reserved, Act(attempt, f"Libération {application.handle}", application=application))


def also(row: Step, effect: Any, *, first: bool = False) -> Step:
    """The same row of the spine, with what it means for the fund's capacity."""
    inner = row.method

    def both(application: Any, attempt: Any, **data: Any) -> None:
        if first:
            effect(application, attempt)
        if inner is not None:
            inner(application, attempt, **data)
        if not first:
            effect(application, attempt)

    return row.but()(both)


def reserve_capacity(application: Any, attempt: Any) -> None:
    set_aside(application, attempt)


def offer(application: Any, terms: Terms, attempt: Any, **facts: Any) -> Any:
    """The cover that follows the decision, in its own transaction: what was set aside stays so until it is in force."""
    from .models import Cover

    today = clock.paris_day(attempt.at)
    return Cover.objects.create(
        application_id=application.pk, fund=terms.fund, agreement=terms.agreement, loan=terms.loan, months=terms.months,
        repayment=terms.repayment, loan_rate=terms.loan_rate or 0, grace=terms.grace, rate=terms.agreement.rate,
        guaranteed=terms.guaranteed,
        commission=terms.commission, gge=terms.equivalent.value or 0, offered_on=today,
        offer_ends_on=offer_expires_on(today), granted_by=attempt.by, **facts,
    )  # fmt: skip


def award(application: Any, attempt: Any) -> None:
    """Q4. The fund's row first, the decision's number last: whoever waits holds nothing that another waits for."""
    terms = set_aside(application, attempt)
    offer(application, terms, attempt)
    application.decision.sign(application, attempt)


def award_delegated(application: Any, attempt: Any) -> None:
    """Q3b. The bank decides in the fund's name, under the mandate that its agreement cites."""
    terms = set_aside(application, attempt)
    evidence = Evidence(application, clock.paris_day(attempt.at))
    record_within(application, by=attempt.by, given=_given(application, evidence))
    engage_bank(application, attempt)
    offer(application, terms, attempt, delegated=True, proposed_by_id=application.proposer_id)
    decision = Decision(
        application_id=application.pk, kind=Decision.Kind.AWARD, drafted_by_id=application.proposer_id,
        drafted_at=attempt.at, signed_at=attempt.at, signed_by=attempt.by, mandate=terms.agreement.mandate,
        reasons=f"Prêt éligible à la convention {terms.agreement.reference}, dans la délégation de la banque.",
        number=next_number(attempt.at),
    )  # fmt: skip
    cite(decision, application)
    decision.save(force_insert=True)
    enter_awards(decision, application, attempt.at)
    application.silence_on = None


def _given(application: Any, evidence: Evidence) -> dict[int, Any]:
    """What the automatic check says of each party: de minimis for the borrower, nothing for the bank."""
    found = {}
    for partner in evidence.partners:
        economic = partner.is_lead and partner.is_economic
        regime = "de_minimis" if economic else NONE.value
        why = OUTSIDE_WHY if partner.is_lead else BANK_WHY
        found[partner.pk] = {
            "regime": regime, "aid": str(partner.aid), "other_aid": "0", "no_exclusion": True, "justification": why,
        }  # fmt: skip
    return found


def delegated_checks(application: Any) -> list[Outcome]:
    evidence = Evidence(application, clock.today())
    given = _given(application, evidence)
    return [evaluate(evidence, partner, given[partner.pk]) for partner in evidence.partners]


def past_aid(application: Any) -> list[PastAid]:
    """De minimis aid that the borrower had in three years, this guarantee's own included."""
    evidence = Evidence(application, clock.today())
    lead = next(partner for partner in evidence.partners if partner.is_lead)
    return [PastAid(granted_on=a.granted_on, gge=a.gge, regime=a.regime) for a in evidence.known_aids(lead)]


def give_back_aid(cover: Any, entry: Any) -> None:
    """The offer came to nothing, or fraud undid the guarantee: what it counted as aid counts no more."""
    from funding.state_aid import follow_award

    decision = cover.application.decision
    if decision.withdrawn_at is None:
        decision.withdrawn_at = entry.at
        decision.save(update_fields=["withdrawn_at"])
    follow_award(decision)


def withdraw_file(cover: Any, entry: Any) -> None:
    """After a voidance the file says so too."""
    from workflows.actors import SYSTEM

    give_back_aid(cover, entry)
    cover.application.withdraw_award(by=SYSTEM)
