"""Obstacles: submitting."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from look.typography import day_hour, euros_cents
from workflows.prepared import prepared

from .. import writers


def power_unproven(thing: Any, attempt: Any) -> str | None:
    """Anyone may register a structure: its word counts once someone read the act that gives the power to commit it."""
    application = getattr(thing, "application", thing)
    if not writers.unproven(attempt.by, application.lead_id):
        return None
    return unproven_sentence(application)


def power_unproven_once_filed(application: Any, attempt: Any) -> str | None:
    """A draft commits nobody: whoever wrote it may drop it."""
    return None if application.is_draft else power_unproven(application, attempt)


def unproven_sentence(application: Any, organisation: Any = None) -> str:
    programme = application.call.programme
    return _(
        "Votre pouvoir d’engager %(organisation)s reste à vérifier. Envoyez l’acte qui vous le donne (délibération, "
        "arrêté, procès-verbal) au service « %(service)s », %(email)s : un agent le lit, et cette étape s’ouvre."
    ) % {
        "organisation": organisation or application.lead,
        "service": programme.service,
        "email": programme.email,
    }


def call_closed(application: Any, attempt: Any) -> str | None:
    call = application.call
    if call.is_open(attempt.at):
        return None
    if call.opens_at > attempt.at:
        return _("L’appel ouvre %(when)s.") % {"when": day_hour(call.opens_at)}
    if call.closes_at:
        return _("L’appel est clos depuis %(when)s. Votre brouillon reste lisible.") % {
            "when": day_hour(call.closes_at)
        }
    return _("L’appel est clos. Votre brouillon reste lisible.")


def kind_not_eligible(application: Any, attempt: Any) -> str | None:
    call, lead = application.call, application.lead
    if not call.eligible_kinds or lead.kind in call.eligible_kinds:
        return None
    return _("Cet appel ne s’adresse pas à votre type de structure (%(kind)s).") % {"kind": lead.get_kind_display()}


def territory_not_eligible(application: Any, attempt: Any) -> str | None:
    call = application.call
    if not call.eligible_departments:
        return None
    if application.commune is None:
        return _("Indiquez la commune du projet.")
    if application.commune.department_id in call.eligible_departments:
        return None
    return _("Le projet se situe hors des départements de l’appel.")


def form_incomplete(application: Any, attempt: Any) -> str | None:
    from ..completeness import unanswered

    left = unanswered(application)
    if not left:
        return None
    return ngettext(
        "Il reste une réponse à donner : « %(first)s ».",
        "Il reste %(count)s réponses à donner, dont « %(first)s ».",
        len(left),
    ) % {"count": len(left), "first": left[0]}


def budget_refused(application: Any, attempt: Any) -> str | None:
    from ..budget import plan_of, resources_gap

    if not application.WITH_BUDGET:
        return None
    if refusals := plan_of(application).project.refusals:
        return " ".join(refusal.sentence for refusal in refusals)
    gap = resources_gap(application)
    if gap > 0:
        return _("Il manque %(gap)s : augmentez un apport ou réduisez une dépense.") % {"gap": euros_cents(gap)}
    if gap < 0:
        return _("Les ressources dépassent les dépenses de %(gap)s : réduisez un apport.") % {"gap": euros_cents(-gap)}
    return None


def own_funding_short(application: Any, attempt: Any) -> str | None:
    from ..budget import own_funding_refusal

    refusal = own_funding_refusal(application) if application.WITH_BUDGET else None
    return refusal.sentence if refusal else None


def pieces_missing(application: Any, attempt: Any) -> str | None:
    from ..completeness import missing_pieces

    missing = [piece.label for piece in missing_pieces(application) if piece.indispensable]
    if not missing:
        return None
    return _("Joignez encore : %(pieces)s.") % {"pieces": ", ".join(missing)}


@prepared
def _not_engaged(application: Any) -> Any:
    from ..models import Partner

    return Partner.objects.filter(application=application, is_lead=False, engaged_at=None).select_related(
        "organisation"
    )


def partners_not_engaged(application: Any, attempt: Any) -> str | None:
    names = [str(partner) for partner in _not_engaged(application.pk)]
    if not names:
        return None
    return _("L’engagement de ces partenaires n’est pas encore confirmé : %(names)s.") % {"names": ", ".join(names)}
