"""Obstacles: agreement and payments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from look.typography import day, euros_cents
from workflows import clock

from ..budget import payment_terms
from ..rules import agreements, payments


def conditions_open(payment: Any, attempt: Any) -> str | None:
    """The decision is « with conditions » until the last is lifted: nothing is paid before."""
    left = payment.agreement.application.conditions.standing().open()
    if not left:
        return None
    said = ngettext("Il reste une condition à lever.", "Il reste %(n)s conditions à lever.", len(left))
    return said % {"n": len(left)}


def agreement_mandatory(agreement: Any, attempt: Any) -> str | None:
    """Strictly above 23,000 €: by law for private bodies, by the house's own rule for the others."""
    lead = agreement.application.lead
    duty = agreements.agreement_duty(
        annual_amount=agreement.amount,
        private_law=not lead.is_public,
        on=clock.paris_day(attempt.at),
        policy_threshold=agreements.AGREEMENT_THRESHOLD.at(clock.paris_day(attempt.at)).value,
    )
    if not duty.required:
        return None
    return _("Une convention est obligatoire au-dessus de %(threshold)s.") % {"threshold": euros_cents(duty.threshold)}


def plan_missing(agreement: Any, attempt: Any) -> str | None:
    return None if agreement.disbursements.exists() else _("Le plan de paiement est vide.")


def plan_wrong(agreement: Any, attempt: Any) -> str | None:
    rows = list(agreement.disbursements.all())
    parts = {kind: [r.amount for r in rows if r.kind == kind] for kind in ("advance", "interim", "balance")}
    plan = payments.PaymentPlan(
        advance=sum(parts["advance"], Decimal(0)),
        interims=tuple(parts["interim"]),
        balance=sum(parts["balance"], Decimal(0)),
    )
    refusals = payments.plan_refusals(
        plan=plan, **payment_terms(agreement.application, agreement.amount, clock.paris_day(attempt.at))
    )
    return " ".join(refusal.sentence for refusal in refusals) or None


def agreement_not_in_force(disbursement: Any, attempt: Any) -> str | None:
    agreement = disbursement.agreement
    if agreement.state in agreement.PAYABLE:
        return None
    return _("La convention n’est pas encore en vigueur : %(state)s.") % {"state": agreement.get_state_display()}


def withdrawal_envisaged(disbursement: Any, attempt: Any) -> str | None:
    """What may be withdrawn is not paid meanwhile: it would only have to come back."""
    running = disbursement.agreement.application.withdrawals.running().first()
    if running is None:
        return None
    said = _("Une procédure de retrait est ouverte depuis le %(day)s : aucun versement tant qu’elle n’est pas conclue.")
    return said % {"day": day(clock.paris_day(running.opened_at))}


def earlier_payment_open(disbursement: Any, attempt: Any) -> str | None:
    earlier = disbursement.agreement.disbursements.filter(position__lt=disbursement.position).unfinished()
    return _("Le versement précédent n’est pas encore libéré.") if earlier.exists() else None


def payment_beyond_cap(disbursement: Any, attempt: Any) -> str | None:
    amount = attempt.data.get("amount") or Decimal(0)
    agreement = disbursement.agreement
    left = max(Decimal(0), agreement.aid - agreement.ordered_total)
    if amount <= left:
        return None
    return _("Il reste %(left)s à verser sur ce dossier.") % {"left": euros_cents(left)}


def payments_open(agreement: Any, attempt: Any) -> str | None:
    if not agreement.disbursements.unfinished().exists():
        return None
    return _("Il reste un versement à libérer, ou à constater sans objet.")


def later_payment_begun(disbursement: Any, attempt: Any) -> str | None:
    later = disbursement.agreement.disbursements.filter(position__gt=disbursement.position)
    return _("Un versement suivant est déjà engagé.") if later.exclude(state="planned").exists() else None


def already_repaid(disbursement: Any, attempt: Any) -> str | None:
    return _("Le trop-perçu est déjà reversé.") if disbursement.repaid_on else None


def overpayment_open(agreement: Any, attempt: Any) -> str | None:
    """G24: an agreement closes once what was paid too much came back."""
    owed = agreement.owed
    if not owed:
        return None
    if owed == agreement.owed_by_withdrawal:
        said = _("Le retrait oblige le porteur à reverser %(owed)s : constatez ce reversement avant de solder.")
        return said % {"owed": euros_cents(owed)}
    return _(
        "Le porteur a reçu %(owed)s de trop. Écrivez-lui : il a quinze jours pour présenter ses observations "
        "(CRPA, art. L. 122-1). Ensuite, demandez au comptable un titre de perception, puis constatez le reversement."
    ) % {"owed": euros_cents(owed)}
