"""Obstacles: deciding."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from look.typography import day, euros_cents
from workflows import clock

from .. import cosigning
from ..rules import deadlines
from .assessing import envelope_sentence


def envelope_short(application: Any, attempt: Any) -> str | None:
    decision = application.decision
    if decision is None or decision.amount <= application.call.remaining:
        return None
    return envelope_sentence(application.call, decision.amount)


def mandate_misfit(application: Any, attempt: Any) -> str | None:
    decision = application.decision
    return mandate_sentence(application, attempt.by, application.committed_by(decision) if decision else Decimal(0))


def author_signs(application: Any, attempt: Any) -> str | None:
    """Four eyes: whoever instructs the file, the author of the project is not the one who signs it."""
    decision = application.decision
    if decision is None:
        return None
    if decision.drafted_by_id == attempt.by.pk:
        return _("Vous avez préparé cette décision : quelqu’un d’autre la signe.")
    return signed_once(decision, attempt)


def signed_once(signed: Any, attempt: Any) -> str | None:
    """Two signatures are two people's: of a decision, and of an act that undoes one."""
    if signed.first_signed_by_id != attempt.by.pk:
        return None
    return _("Vous avez signé pour l’une des deux autorités : quelqu’un d’autre signe pour la seconde.")


def mandate_too_low_for_agreement(agreement: Any, attempt: Any) -> str | None:
    return mandate_sentence(agreement.application, attempt.by, agreement.amount, agreement)


def mandate_sentence(application: Any, user: Any, amount: Decimal, signed: Any = None) -> str | None:
    mandate = application.signing_mandate(user, signed)
    if mandate is None and cosigning.second_authority(application.call):
        return _("Deux autorités décident : vous n’avez pas de délégation de celle qui doit encore signer.")
    if mandate is None:
        return _("Vous n’avez pas de délégation de signature en vigueur pour cet appel.")
    return mandate_limits(mandate, amount)


def mandate_limits(mandate: Any, amount: Decimal) -> str | None:
    """Why this mandate, in force, does not allow `amount`: its ceiling, or its publication to come."""
    if mandate.ceiling is not None and amount > mandate.ceiling:
        return _("Votre délégation s’arrête à %(ceiling)s : cette décision porte sur %(amount)s.") % {
            "ceiling": euros_cents(mandate.ceiling),
            "amount": euros_cents(amount),
        }
    if mandate.published_on is None or mandate.published_on > clock.paris_day(clock.now()):
        return _("Votre délégation n’est pas encore publiée : elle n’est pas opposable.")
    return None


def resume_window_over(application: Any, attempt: Any) -> str | None:
    limit = deadlines.add_months(application.silence_on, 4)
    if clock.paris_day(attempt.at) <= limit:
        return None
    return _("L’étude pouvait être reprise jusqu’au %(limit)s.") % {"limit": day(limit)}
