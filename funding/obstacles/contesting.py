"""Obstacles: appeals, and the contradictory procedure before a withdrawal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from look.typography import day
from workflows import clock

from .. import contesting
from ..rules import deadlines
from .deciding import mandate_sentence

# --- Appeals


def appeal_made(application: Any, attempt: Any) -> str | None:
    """One appeal for one act: a second would interrupt no delay."""
    act = contesting.act_of(application)
    made = application.appeals.filter(act=act).first() if act else None
    if made is None:
        return None
    values = {"day": day(made.received_on), "until": day(made.answer_by)}
    if made.state == made.S.LODGED:
        return _("Un recours est déjà à l’étude, reçu le %(day)s : la réponse est attendue le %(until)s.") % values
    return _("Un recours a déjà été formé contre cet acte le %(day)s : un second n’interrompt plus de délai.") % values


def nothing_to_appeal(application: Any, attempt: Any) -> str | None:
    return None if contesting.act_of(application) else _("Aucune décision n’est encore prise sur ce dossier.")


def adviser_answers(appeal: Any, attempt: Any) -> str | None:
    """Four eyes: whoever instructed the appeal does not answer it."""
    if appeal.advised_by_id != attempt.by.pk:
        return None
    return _("Vous avez donné votre avis sur ce recours : quelqu’un d’autre y répond.")


def mandate_misfit_for_appeal(appeal: Any, attempt: Any) -> str | None:
    """The power that the contested act took: its amount."""
    if appeal.withdrawal is not None:
        amount = appeal.withdrawal.amount
    else:
        amount = appeal.decision.amount if appeal.decision else Decimal(0)
    return mandate_sentence(appeal.application, attempt.by, amount, appeal)


def grant_barred(appeal: Any, attempt: Any) -> str | None:
    """Whoever signs first a grant reads at once what the second could not sign."""
    if attempt.data.get("sense") != "grant":
        return None
    found = (obstacle(appeal, attempt) for obstacle in (agreement_begun, withdrawal_settled, agreed_since))
    return next((sentence for sentence in found if sentence), None)


def answer_over(appeal: Any, attempt: Any) -> str | None:
    """After silence an express answer starts the delay again, within these two months alone (CJA, art. R. 421-2)."""
    if appeal.state == appeal.S.LODGED:
        return None
    last = deadlines.appeal_deadline(notified_on=appeal.silent_on)
    if not deadlines.is_over(last, today=clock.paris_day(attempt.at)):
        return None
    return _("Le silence a valu rejet le %(day)s. On pouvait encore répondre jusqu’au %(last)s.") % {
        "day": day(appeal.silent_on), "last": day(last),
    }  # fmt: skip


def agreement_begun(appeal: Any, attempt: Any) -> str | None:
    """An award is withdrawn on appeal while nothing was signed under it."""
    if appeal.decision is None or appeal.decision.kind != "award":
        return None
    from ..withdrawing import agreement_of

    agreement = agreement_of(appeal.application)
    if agreement is None or (agreement.state in (agreement.S.DRAFTED, agreement.S.CLOSED) and not agreement.signed_at):
        return None
    return _("Une convention suit déjà cette décision : reprenez-la, ou passez par un avenant.")


def withdrawal_settled(appeal: Any, attempt: Any) -> str | None:
    if appeal.withdrawal is None or appeal.withdrawal.repaid_on is None:
        return None
    return _("Le reversement est déjà constaté : une nouvelle décision attributive peut seule rétablir l’aide.")


def agreed_since(appeal: Any, attempt: Any) -> str | None:
    """An agreement signed, or sent to be signed, for the aid that was left keeps its words."""
    if appeal.withdrawal is None:
        return None
    from ..withdrawing import agreement_of

    agreement = agreement_of(appeal.application)
    if agreement is None or agreement.ended or agreement.state == agreement.S.DRAFTED:
        return None
    if agreement.withdrawn >= appeal.withdrawal.amount:
        return None
    return _("Une convention porte depuis sur l’aide réduite : reprenez-la, ou passez par un avenant.")


# --- Withdrawals


def nothing_awarded(application: Any, attempt: Any) -> str | None:
    decision = application.decision
    return None if decision is not None and decision.kept else _("Ce dossier n’a plus d’aide à retirer.")


def withdrawal_open(application: Any, attempt: Any) -> str | None:
    running = application.withdrawals.running().first()
    if running is None:
        return None
    return _("Une procédure de retrait est déjà ouverte : le bénéficiaire peut répondre jusqu’au %(day)s.") % {
        "day": day(running.period_ends)
    }


def agreement_unsettled(thing: Any, attempt: Any) -> str | None:
    """Nobody signs an agreement for an aid that is being withdrawn."""
    from ..withdrawing import agreement_of

    agreement = agreement_of(getattr(thing, "application", thing))
    if agreement is None or agreement.state not in (agreement.S.OFFERED, agreement.S.HOLDER_SIGNED):
        return None
    return _("La convention attend une signature : reprenez-la, ou faites-la signer, avant de poursuivre.")


def payment_ordered(withdrawal: Any, attempt: Any) -> str | None:
    from ..models import Disbursement

    ordered = Disbursement.objects.filter(agreement__application=withdrawal.application_id, state="ordered")
    return _("Un versement est ordonné : faites-le renvoyer avant de signer.") if ordered.exists() else None


def period_running(withdrawal: Any, attempt: Any) -> str | None:
    """CRPA, art. L. 121-1 and L. 122-1: nothing is withdrawn before the beneficiary could answer."""
    if withdrawal.nothing_to_add_at:
        return None
    last = withdrawal.period_ends
    if deadlines.is_over(last, today=clock.paris_day(attempt.at)):
        return None
    return _("Le bénéficiaire peut présenter ses observations jusqu’au %(day)s : rien ne se décide avant.") % {
        "day": day(last)
    }


def opener_decides(withdrawal: Any, attempt: Any) -> str | None:
    if withdrawal.opened_by_id != attempt.by.pk:
        return None
    return _("Vous avez ouvert cette procédure : quelqu’un d’autre la conclut.")


def mandate_misfit_for_withdrawal(withdrawal: Any, attempt: Any) -> str | None:
    """The power that the award took (parallelism of powers): the ceiling is measured on what was awarded."""
    return mandate_sentence(withdrawal.application, attempt.by, withdrawal.decision.amount, withdrawal)


__all__ = [
    "adviser_answers", "agreed_since", "agreement_begun", "agreement_unsettled", "answer_over", "appeal_made",
    "grant_barred",
    "mandate_misfit_for_appeal", "mandate_misfit_for_withdrawal", "nothing_awarded", "nothing_to_appeal",
    "opener_decides", "payment_ordered", "period_running", "withdrawal_open", "withdrawal_settled",
]  # fmt: skip
