"""What stands in the way, in the sentence that the person reads. Nothing here changes anything."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funding.obstacles.assessing import envelope_sentence
from funding.obstacles.deciding import mandate_sentence
from look.typography import day, day_hour, euros_cents
from people.models import Membership
from workflows import clock

from . import questions
from .rules.weeks import silent_days, uncovered

# --- Of an application


def discipline_alone(application: Any, attempt: Any) -> str | None:
    if len(questions.disciplines(application)) < questions.LEAST_DISCIPLINES:
        return _("Une équipe réunit deux disciplines au moins : cochez-les dans la partie « L’équipe ».")
    return None


def dates_missing(application: Any, attempt: Any) -> str | None:
    if not questions.week_bits(application):
        return _("Aucune semaine entière, du lundi au vendredi, n’entre dans vos périodes : corrigez leurs dates.")
    return None


# --- Of a round


def nobody_selected(found: Any, attempt: Any) -> str | None:
    from .pairing import Pool

    pool = Pool(found)
    if not pool.hosts or not pool.teams:
        return _("Il faut un hôte et une équipe sélectionnés, et encore libres : signez d’abord des sélections.")
    return None


def nothing_drafted(found: Any, attempt: Any) -> str | None:
    if not found.residencies.drafted().exists():
        return _("Aucune paire n’est à l’étude : calculez les appariements d’abord.")
    return None


def answers_awaited(found: Any, attempt: Any) -> str | None:
    if found.residencies.answerable().exists():
        return _("Des appariements attendent encore une réponse : attendez leur délai.")
    return None


# --- Of a match


def pair_impossible(residency: Any, attempt: Any) -> str | None:
    from .pairing import Pool

    return " ".join(Pool(residency.round).sentences(residency.host_id, residency.team_id)) or None


def answer_late(residency: Any, attempt: Any) -> str | None:
    due = residency.answer_due_on
    if due and clock.today() > due:
        return _("Le délai pour accepter s’est terminé le %(day)s : écrivez au programme.") % {"day": day(due)}
    return None


# --- Of the agreement


def weeks_missing(residency: Any, attempt: Any) -> str | None:
    placed, wanted = len(residency.kept_weeks()), residency.round.weeks
    if placed < wanted:
        text = ngettext(
            "Il manque %(count)s semaine au calendrier : placez-la avec l’équipe et l’hôte.",
            "Il manque %(count)s semaines au calendrier : placez-les avec l’équipe et l’hôte.",
            wanted - placed,
        )
        return text % {"count": wanted - placed}
    return None


def power_unproven(residency: Any, attempt: Any) -> str | None:
    """Who binds a structure was looked at by someone of the administration before."""
    lead = (residency.host if residency.side_of(attempt.by) == "host" else residency.team).lead
    if Membership.objects.filter(user=attempt.by, organisation=lead).binding().proven().exists():
        return None
    return _("Votre pouvoir d’engager la structure n’est pas encore vérifié : complétez-le sur sa page.")


def parties_unsigned(residency: Any, attempt: Any) -> str | None:
    awaited = [
        str(side.lead)
        for side, moment in ((residency.host, residency.host_signed_at), (residency.team, residency.team_signed_at))
        if moment is None
    ]
    if awaited:
        return _("L’autorité signe la dernière : %(who)s doit signer avant.") % {"who": _(" et ").join(awaited)}
    return None


def insurance_lacking(residency: Any, attempt: Any) -> str | None:
    """Every day of every week left, for the host and for the team."""
    left = [week.span for week in residency.kept_weeks() if week.closed_at is None]
    rows = list(residency.certificates.all())
    sentences = []
    for side, lead in (("host", residency.host.lead), ("team", residency.team.lead)):
        gap = uncovered([row.span for row in rows if row.side == side], left)
        if gap:
            said = _("L’assurance de %(who)s ne couvre pas le %(day)s : il faut une attestation qui va jusque-là.")
            sentences.append(said % {"who": lead, "day": day(gap)})
    return " ".join(sentences) or None


def envelope_short(residency: Any, attempt: Any) -> str | None:
    call = residency.round.team_call
    return None if residency.stipend <= call.remaining else envelope_sentence(call, residency.stipend)


def mandate_too_low(residency: Any, attempt: Any) -> str | None:
    return mandate_sentence(residency.team, attempt.by, residency.stipend)


def mandate_too_low_to_cancel(residency: Any, attempt: Any) -> str | None:
    return mandate_sentence(residency.team, attempt.by, residency.stipend, residency)


# --- Of the stay


def week_not_begun(residency: Any, attempt: Any) -> str | None:
    week = residency.next_week()
    if week is None:
        return _("Toutes les semaines sont faites : annoncez la restitution.")
    if clock.today() < week.starts_on:
        return _("La semaine %(number)s commence le %(day)s.") % {"number": week.number, "day": day(week.starts_on)}
    if clock.today() > week.ends_on:
        text = _("La semaine %(number)s finissait le %(day)s : retirez-la et placez-en une autre.")
        return text % {"number": week.number, "day": day(week.ends_on)}
    return None


def lodging_unconfirmed(residency: Any, attempt: Any) -> str | None:
    if residency.lodging_confirmed_at is None:
        return _("%(host)s n’a pas encore confirmé le logement.") % {"host": residency.host.lead}
    return None


def week_not_over(residency: Any, attempt: Any) -> str | None:
    week = residency.next_week()
    if week is not None and clock.today() < week.ends_on:
        return _("La semaine finit le %(day)s : elle se clôt ce jour-là au plus tôt.") % {"day": day(week.ends_on)}
    return None


def journal_silent(residency: Any, attempt: Any) -> str | None:
    """R11: at least one entry for each working day."""
    week = residency.next_week()
    if week is None:
        return None
    days = silent_days(week.span, residency.entries.values_list("day", flat=True), until=week.ends_on)
    if days:
        return _("Le journal ne dit rien du %(days)s : écrivez une page par jour, même courte.") % {
            "days": _(", du ").join(day(one) for one in days)
        }
    return None


def weeks_open(residency: Any, attempt: Any) -> str | None:
    if week := residency.next_week():
        return _("La semaine %(number)s n’est pas close : la restitution vient après.") % {"number": week.number}
    return None


# --- Of the presentation and after


def presentation_ahead(residency: Any, attempt: Any) -> str | None:
    if residency.presentation_at and clock.now() < residency.presentation_at:
        return _("La restitution a lieu %(day)s : rendez-en compte ensuite.") % {
            "day": day_hour(residency.presentation_at)
        }
    return None


def deliverables_missing(residency: Any, attempt: Any) -> str | None:
    if not residency.deliverables.exists():
        return _("Aucune production n’est déposée : ajoutez-en une avant de rendre compte.")
    return None


def presentation_unreported(residency: Any, attempt: Any) -> str | None:
    if residency.attendance is None:
        return _("L’équipe n’a pas encore rendu compte de la restitution.")
    return None


def evaluations_missing(residency: Any, attempt: Any) -> str | None:
    known = {row.side for row in residency.evaluations.all()}
    awaited = [str(getattr(residency, side).lead) for side in ("host", "team") if side not in known]
    if awaited:
        return _("Évaluation attendue : %(who)s.") % {"who": ", ".join(awaited)}
    return None


def instalments_open(residency: Any, attempt: Any) -> str | None:
    if residency.instalments.waiting().exists():
        return _("La bourse n’est pas entièrement versée : le service financier doit libérer le solde.")
    return None


# --- Of a cancellation


def cancellation_open(residency: Any, attempt: Any) -> str | None:
    if residency.cancel_answer_on is not None:
        return _("Une annulation est envisagée : elle doit d’abord être décidée ou abandonnée.")
    return None


def period_running(residency: Any, attempt: Any) -> str | None:
    due = residency.cancel_answer_on
    if due is None or residency.both_heard:
        return None
    return _("Les deux parties ont jusqu’au %(day)s pour présenter leurs observations.") % {"day": day(due)}


def payment_under_way(residency: Any, attempt: Any) -> str | None:
    if residency.instalments.to_release().exists():
        return _("Un versement est ordonné : le service financier doit d’abord le libérer ou le renvoyer.")
    return None


def settled_otherwise(residency: Any, attempt: Any) -> str | None:
    """A week that was closed since the first signature earns more than what was signed."""
    if not residency.second_awaited:
        return None
    said, done = residency.first_said, residency.settlement()
    if (Decimal(said["earned"]), Decimal(said["to_repay"])) == (done.earned, done.to_repay):
        return None
    return _(
        "Le compte de la bourse a changé depuis la première signature : %(earned)s acquis, %(repay)s à reverser. "
        "Renvoyez le projet, puis signez-le de nouveau."
    ) % {"earned": euros_cents(done.earned), "repay": euros_cents(done.to_repay)}


# --- Of an instalment


def milestone_ahead(instalment: Any, attempt: Any) -> str | None:
    from .settling import reached

    if reached(instalment):
        return None
    return {
        "halfway": _("La moitié des semaines n’est pas encore close, avec son journal."),
        "presented": _("L’hôte n’a pas encore contresigné la restitution."),
    }.get(instalment.milestone, _("La convention n’est pas signée."))


def earlier_instalment_open(instalment: Any, attempt: Any) -> str | None:
    earlier = instalment.residency.instalments.waiting().filter(position__lt=instalment.position)
    if earlier.exists():
        return _("Le versement précédent n’est pas encore libéré.")
    return None


def cancellation_envisaged(instalment: Any, attempt: Any) -> str | None:
    if instalment.milestone == "settled":
        return None
    return cancellation_open(instalment.residency, attempt)
