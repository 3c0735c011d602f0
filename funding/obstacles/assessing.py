"""Obstacles: checking and assessing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from look.typography import day, euros_cents
from workflows import clock


def silence_passed(application: Any, attempt: Any) -> str | None:
    if application.silence_on and application.silence_on < clock.paris_day(attempt.at):
        return _("Le délai de réponse est passé : la demande est implicitement rejetée.")
    return None


def answer_overdue(application: Any, attempt: Any) -> str | None:
    due = application.answer_due_on
    if due is None or clock.paris_day(attempt.at) <= due:
        return None
    return _("Le délai de réponse s’est terminé le %(day)s.") % {"day": day(due)}


def asked_pieces_missing(application: Any, attempt: Any) -> str | None:
    request = application.open_request
    missing = request.missing_labels() if request else []
    return _("Joignez d’abord : %(pieces)s.") % {"pieces": ", ".join(missing)} if missing else None


def call_undeclared(review: Any, attempt: Any) -> str | None:
    """First the call, then each file (domain K)."""
    from .. import conflicts

    if conflicts.declared_for_call(review.reviewer, review.application.call):
        return None
    return _("Déclarez d’abord vos intérêts pour cet appel : la déclaration par dossier vient ensuite.")


def assessment_over(review: Any, attempt: Any) -> str | None:
    if review.application.in_assessment:
        return None
    state = str(review.application.state_label("officer")).lower()
    return _("L’évaluation de ce dossier est close (%(state)s) : plus aucune note ne change.") % {"state": state}


def review_late(review: Any, attempt: Any) -> str | None:
    """The last day is Paris's, to midnight."""
    if review.due_on is None or clock.paris_day(attempt.at) <= review.due_on:
        return None
    return _(
        "L’évaluation était attendue le %(day)s : elle ne peut plus être remise. "
        "Demandez au chargé d’instruction de reporter l’échéance."
    ) % {"day": day(review.due_on)}


def reviews_missing(application: Any, attempt: Any) -> str | None:
    from ..assessment import stage_of

    stage, final = stage_of(application), application.reviews.final()
    wanted, given = application.call.reviews_wanted, (final.filter(stage=stage) if stage else final).count()
    if given >= wanted:
        return None
    sentence = ngettext(
        "%(given)s évaluation remise sur les %(wanted)s attendues.",
        "%(given)s évaluations remises sur les %(wanted)s attendues.",
        given or 1,
    )
    return sentence % {"given": given, "wanted": wanted}


def shortlist_awaited(application: Any, attempt: Any) -> str | None:
    if application.call.with_shortlist and application.state == "eligible":
        return _("Le comité n’a pas encore présélectionné ce dossier.")
    return None


def criterion_eliminates(application: Any, attempt: Any) -> str | None:
    from ..assessment import file_score

    score = file_score(application)
    eliminated = [r.sentence for r in score.refusals if r.code == "below_threshold"] if score else []
    return " ".join(eliminated) or None


def criterion_eliminates_award(application: Any, attempt: Any) -> str | None:
    return criterion_eliminates(application, attempt) if attempt.data.get("kind") == "award" else None


def award_beyond_rules(application: Any, attempt: Any) -> str | None:
    from ..budget import award_refusals

    if attempt.data.get("kind") != "award" or not application.WITH_BUDGET:
        return None
    return " ".join(r.sentence for r in award_refusals(application, attempt.data)) or None


def award_beyond_envelope(application: Any, attempt: Any) -> str | None:
    if attempt.data.get("kind") != "award":
        return None
    amount = attempt.data["grant"] + attempt.data["recoverable_advance"]
    return envelope_sentence(application.call, amount) if amount > application.call.remaining else None


def envelope_sentence(call: Any, amount: Decimal) -> str:
    return _("Il reste %(left)s dans l’enveloppe de l’appel : %(amount)s n’y tiennent pas.") % {
        "left": euros_cents(call.remaining),
        "amount": euros_cents(amount),
    }


def still_barred(review: Any, attempt: Any) -> str | None:
    """A reviewer who stepped aside comes back once their link is lifted, under a mandate in force."""
    from ..models import Review

    if Review.objects.mandated(review.reviewer).filter(pk=review.pk).exists():
        return None
    return _("Un lien d’intérêt l’écarte encore, ou son mandat est terminé. Un responsable d’appel peut lever le lien.")
