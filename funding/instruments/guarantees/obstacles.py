"""What stands in the way of a cover's steps, and of a guarantee's file, said in the sentence that the person reads."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from funding import cosigning
from funding.obstacles.deciding import mandate_limits, mandate_sentence
from funding.rules.de_minimis import check as de_minimis_check
from funding.rules.deadlines import is_over
from look.typography import day, euros_cents
from people.models import Mandate
from workflows import clock

from . import ledger, payouts
from .rules import capacity, claims
from .terms import agreement_of, terms_of

ZERO = Decimal("0.00")

# --- The file, before the cover.


def bank_missing(application: Any, attempt: Any) -> str | None:
    """At the deposit the bank is an answer; it becomes a party of the file with it."""
    if agreement_of(application) is not None:
        return None
    return _(
        "Le SIREN donné n’est pas celui d’une banque partenaire du fonds : demandez à votre banque si elle a signé une "
        "convention, et corrigez la réponse."
    )


def borrower_unknown(application: Any, attempt: Any) -> str | None:
    lead = application.lead
    if lead.siret and (lead.kind != "company" or lead.size != "not_applicable"):
        return None
    return _("Complétez la fiche de %(name)s : il faut son SIRET et sa taille.") % {"name": lead}


def loan_refused(application: Any, attempt: Any) -> str | None:
    terms = terms_of(application)
    if terms is None:
        return None  # the missing answer, or the bank, is said by another
    return " ".join(refusal.sentence for refusal in terms.refusals()) or None


def bank_not_engaged(application: Any, attempt: Any) -> str | None:
    waiting = application.partners.filter(is_lead=False, engaged_at=None).select_related("organisation").first()
    return _("%(bank)s n’a pas encore confirmé le prêt.") % {"bank": waiting.organisation} if waiting else None


def capacity_short(application: Any, attempt: Any) -> str | None:
    """While it is shown; whoever reserves asks again under the fund's lock."""
    terms = terms_of(application)
    if terms is None or ledger.reserved_for(application) >= terms.guaranteed:
        return None
    refusal = capacity.capacity_refusal(asked=terms.guaranteed, left=ledger.position(terms.fund).capacity)
    return refusal.sentence if refusal else None


def terms_missing(application: Any, attempt: Any) -> str | None:
    if terms_of(application) is not None:
        return None
    return _("La convention de la banque n’est plus en vigueur : aucune garantie ne peut être accordée.")


def above_delegation(application: Any, attempt: Any) -> str | None:
    terms = terms_of(application)
    if terms is None or terms.loan <= terms.agreement.delegation:
        return None
    said = _("Le prêt de %(loan)s dépasse la délégation de la banque, %(most)s : le comité du fonds l’examine.")
    return said % {"loan": euros_cents(terms.loan), "most": euros_cents(terms.agreement.delegation)}


def delegation_lapsed(application: Any, attempt: Any) -> str | None:
    """The bank signs under the mandate that its agreement cites: in force today, published, up to its ceiling. It is of
    one authority: where two decide, the file goes to the committee."""
    if cosigning.second_authority(application.call):
        return _("Deux autorités décident sur cet appel : la demande va au comité.")
    terms = terms_of(application)
    if terms is None:
        return None
    mandate = Mandate.objects.in_force(clock.paris_day(attempt.at)).filter(pk=terms.agreement.mandate_id).first()
    if mandate is None:
        return _("La délégation de signature citée par la convention de la banque n’est plus en vigueur.")
    return mandate_limits(mandate, terms.guaranteed)


def not_proposed(application: Any, attempt: Any) -> str | None:
    return None if application.proposer_id else _("Une première personne de la banque propose d’abord la garantie.")


def own_proposal(application: Any, attempt: Any) -> str | None:
    if application.proposer_id != attempt.by.pk or application.proposer_id is None:
        return None
    return _("Vous avez proposé cette garantie : une autre personne de la banque l’accorde.")


def de_minimis_short(application: Any, attempt: Any) -> str | None:
    """Automatic, where no officer looks: the declaration, the register and our own awards leave room for the whole."""
    from .filing import delegated_checks

    found = delegated_checks(application)
    return " ".join(r.sentence for outcome in found for r in outcome.refusals) or None


# --- From the offer to the loan's life.


def offer_over(cover: Any, attempt: Any) -> str | None:
    if not is_over(cover.offer_ends_on, today=clock.paris_day(attempt.at)):
        return None
    return _("L’offre valait jusqu’au %(day)s : déposez une nouvelle demande.") % {"day": day(cover.offer_ends_on)}


def disbursement_missing(cover: Any, attempt: Any) -> str | None:
    return None if cover.disbursed_on else _("La banque n’a pas encore déclaré le décaissement du prêt.")


def disbursed_late(cover: Any, attempt: Any) -> str | None:
    if cover.disbursed_on is None or cover.disbursed_on <= cover.offer_ends_on:
        return None
    said = _("Le prêt a été décaissé le %(day)s : l’offre valait jusqu’au %(last)s.")
    return said % {"day": day(cover.disbursed_on), "last": day(cover.offer_ends_on)}


def disbursed_in_time(cover: Any, attempt: Any) -> str | None:
    """The bank lent in time and the fund has not looked yet: the clock takes nothing from it."""
    if cover.disbursed_on is None or cover.disbursed_on > cover.offer_ends_on:
        return None
    return _("Le prêt a été décaissé dans les temps : la mise en place reste à confirmer.")


def commission_unpaid(cover: Any, attempt: Any) -> str | None:
    if not cover.commission_due:
        return None
    said = _("La commission n’est pas entièrement payée : il reste %(left)s à verser au fonds.")
    return said % {"left": euros_cents(cover.commission_due)}


def disbursed_otherwise(cover: Any, attempt: Any) -> str | None:
    """The loan is the one that was offered: as large, not larger nor smaller."""
    if cover.disbursed is None or cover.disbursed == cover.loan:
        return None
    said = _("Le montant décaissé, %(disbursed)s, n’est pas celui de l’offre, %(loan)s.")
    return said % {"disbursed": euros_cents(cover.disbursed), "loan": euros_cents(cover.loan)}


# --- Default, call, payment.


def call_unprepared(cover: Any, attempt: Any) -> str | None:
    if cover.claim.estimated_loss is not None:
        return None
    return _("Une première personne de la banque prépare d’abord l’appel : perte estimée et sûretés.")


def own_preparation(cover: Any, attempt: Any) -> str | None:
    if cover.claim.prepared_by_id != attempt.by.pk:
        return None
    return _("Vous avez préparé cet appel : une autre personne de la banque le fait.")


def call_too_early(cover: Any, attempt: Any) -> str | None:
    found = claims.call_refusals(
        event_on=cover.claim.event_on, disbursed_on=cover.disbursed_on,
        waiting_months=cover.agreement.waiting_months, commission_due=cover.commission,
        commission_paid=cover.commission_paid,
    )  # fmt: skip
    return " ".join(refusal.sentence for refusal in found) or None


def cap_reached(cover: Any, attempt: Any) -> str | None:
    return None if payouts.means(cover.fund) > 0 else _("Le fonds a atteint son plafond : il ne peut plus rien payer.")


def earlier_call_waits(cover: Any, attempt: Any) -> str | None:
    return payouts.earlier_call(cover) or None


def cap_exceeded(cover: Any, attempt: Any) -> str | None:
    claim = cover.claim
    asked = claim.complement if claim.final_by_id else claim.provision or ZERO
    left = payouts.means(cover.fund)
    return payouts.short_sentence(asked, left) if asked > left else None


def measure_running(cover: Any, attempt: Any) -> str | None:
    measure = cover.measure
    if measure is None:
        return None
    said = _("« %(measure)s » est envisagée depuis le %(day)s : concluez d’abord cette procédure.")
    opened = day(clock.paris_day(measure.opened_at))
    return said % {"measure": measure.get_measure_display(), "day": opened}


def measure_missing(cover: Any, attempt: Any) -> str | None:
    """Of this kind: a forfeiture is told before a call is rejected, a voidance before a cover is voided."""
    wanted = "voidance" if cover.state in ("active", "watch") else "forfeiture"
    if cover.measure is not None and cover.measure.measure == wanted:
        return None
    return _("L’instruction écrit d’abord à la banque ce qu’elle lui reproche, et lui laisse le temps de répondre.")


def hearing_running(cover: Any, attempt: Any) -> str | None:
    measure = cover.measure
    if measure is None or measure.answered_at or is_over(measure.due_on, today=clock.paris_day(attempt.at)):
        return None
    return _("La banque peut répondre jusqu’au %(day)s.") % {"day": day(measure.due_on)}


def opener_signs(cover: Any, attempt: Any) -> str | None:
    if cover.measure is None or cover.measure.opened_by_id != attempt.by.pk:
        return None
    return _("Vous avez ouvert cette procédure : une autre personne la conclut.")


def mandate_missing(cover: Any, attempt: Any) -> str | None:
    return mandate_sentence(cover.application, attempt.by, cover.guaranteed, cover.measure)


def mandate_missing_to_amend(cover: Any, attempt: Any) -> str | None:
    return mandate_sentence(cover.application, attempt.by, cover.guaranteed, cover.pending_amendment)


# --- Afterwards.


def refund_waits(cover: Any, attempt: Any) -> str | None:
    if not cover.claim.refund_open:
        return None
    said = _("La banque doit encore rendre un trop-versé de %(refund)s.")
    return said % {"refund": euros_cents(cover.claim.refund)}


def recovery_waits(cover: Any, attempt: Any) -> str | None:
    pending = cover.pending_recovery
    if pending is None:
        return None
    said = _("Une récupération attend : la part du fonds, %(part)s, n’est pas encore reçue.")
    return said % {"part": euros_cents(pending.fund_part)}


def amendment_waits(cover: Any, attempt: Any) -> str | None:
    return _("Un avenant attend déjà une réponse.") if cover.pending_amendment else None


def amendment_beyond_rules(cover: Any, attempt: Any) -> str | None:
    """A longer guarantee is worth more aid: what is added must fit under the ceiling, and the simple method hold."""
    from .terms import equivalent

    amendment = cover.pending_amendment
    found = equivalent(guaranteed=cover.guaranteed, loan=cover.loan, months=amendment.months)
    if found.refusal:
        return str(found.refusal.sentence)
    more = amendment.gge - cover.gge
    if more <= 0:
        return None
    from .filing import past_aid

    result = de_minimis_check(requested=more, on=clock.paris_day(attempt.at), past=past_aid(cover.application))
    return str(result.refusal.sentence) if result.refusal else None
