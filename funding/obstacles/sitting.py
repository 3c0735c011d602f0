"""Obstacles: a committee in session."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from look.typography import day, euros_cents
from workflows import clock

from ..voting import is_secret, tally


def _deliberation(session: Any, items: Any = None) -> Any:
    from ..deliberation import Deliberation

    return Deliberation(session, items)


# --- Before


def session_past(session: Any, attempt: Any) -> str | None:
    if session.starts_at > attempt.at:
        return None
    return _("La date de la séance est passée : choisissez-en une autre.")


def chair_missing(session: Any, attempt: Any) -> str | None:
    return None if session.chair else _("Personne ne préside : ajoutez la présidente ou le président.")


def secretary_missing(session: Any, attempt: Any) -> str | None:
    return None if session.secretary else _("Personne ne tient le secrétariat : ajoutez un secrétaire de séance.")


def quorum_unreachable(session: Any, attempt: Any) -> str | None:
    """Were everyone there, the quorum must be possible."""
    everyone = [seat for seat in session.seats.all() if seat.may_vote]
    if not _deliberation(session).quorum_sentences(seats=everyone):
        return None
    return _("Le quorum ne peut pas être atteint avec ces membres : ajoutez-en, ou abaissez le quorum.")


def agenda_empty(session: Any, attempt: Any) -> str | None:
    return None if session.items.exists() else _("L’ordre du jour est vide : inscrivez des dossiers.")


def session_early(session: Any, attempt: Any) -> str | None:
    if clock.paris_day(attempt.at) >= clock.paris_day(session.starts_at):
        return None
    return _("La séance est prévue le %(day)s.") % {"day": day(clock.paris_day(session.starts_at))}


# --- In the room


def _is_present(session: Any, user: Any) -> bool:
    return bool(session.seats.present().filter(user=user.pk).exists())


def already_present(session: Any, attempt: Any) -> str | None:
    return _("Votre présence est déjà notée.") if _is_present(session, attempt.by) else None


def not_present(session: Any, attempt: Any) -> str | None:
    return None if _is_present(session, attempt.by) else _("Votre présence n’est pas notée.")


def giver_present(session: Any, attempt: Any) -> str | None:
    if not _is_present(session, attempt.by):
        return None
    return _("Vous êtes là et vous votez vous-même : signalez d’abord votre départ.")


def giver_without_voice(session: Any, attempt: Any) -> str | None:
    seat = session.seats.filter(user=attempt.by.pk).first()
    return None if seat is None or seat.may_vote else _("Vous siégez sans voix délibérative.")


def session_quorum_missing(session: Any, attempt: Any) -> str | None:
    return " ".join(_deliberation(session).quorum_sentences()) or None


def nothing_waits(session: Any, attempt: Any) -> str | None:
    return None if session.items.undecided().exists() else _("Tous les dossiers ont déjà un avis.")


def vote_running(session: Any, attempt: Any) -> str | None:
    running = session.items.voting().first()
    return _("Un vote est en cours : « %(file)s ».") % {"file": running.application} if running else None


def files_undecided(session: Any, attempt: Any) -> str | None:
    count = session.items.undecided().count()
    if not count:
        return None
    first = session.items.undecided().select_related("application").first()
    return _("Il reste %(count)s dossiers sans avis, à commencer par « %(file)s ».") % {
        "count": count,
        "file": first.application,
    }


def envelope_exceeded(session: Any, attempt: Any) -> str | None:
    spent = sum((item.amount for item in session.items.retained()), Decimal(0))
    if spent <= session.remaining:
        return None
    return _("Les montants retenus font %(spent)s : l’enveloppe de la séance est de %(envelope)s.") % {
        "spent": euros_cents(spent),
        "envelope": euros_cents(session.remaining),
    }


def secretary_signs_first(session: Any, attempt: Any) -> str | None:
    return None if session.secretary_signed_at else _("Le secrétaire de séance signe d’abord le procès-verbal.")


# --- On one file


def session_over(item: Any, attempt: Any) -> str | None:
    if item.session.state in item.session.LIVE:
        return None
    return _("La séance est close : ce qui y a été dit ne change plus.")


def session_not_open(item: Any, attempt: Any) -> str | None:
    if item.session.state == item.session.S.OPEN:
        return None
    return session_over(item, attempt) or _("La séance n’est pas encore ouverte.")


def file_left(item: Any, attempt: Any) -> str | None:
    if item.application.state in item.DELIBERABLE:
        return None
    return _("Ce dossier n’est plus à délibérer, il est maintenant « %(state)s » : ajournez-le.") % {
        "state": item.application.get_state_display()
    }


def file_quorum_missing(item: Any, attempt: Any) -> str | None:
    """Counted now, without those who left the room or step aside from this file."""
    if item.session.state != item.session.S.OPEN:
        return None
    return " ".join(_deliberation(item.session, [item]).quorum_sentences(item)) or None


def motion_not_rankable(item: Any, attempt: Any) -> str | None:
    """Below an eliminatory threshold, or scored by too few once the recused are left out: not proposable."""
    if attempt.data.get("outcome") not in (*item.FUNDED, "reserve"):
        return None
    score = _deliberation(item.session, [item]).scores[item.pk]
    return " ".join(refusal.sentence for refusal in score.refusals) or None


def motion_beyond_request(item: Any, attempt: Any) -> str | None:
    amount = attempt.data.get("amount") or Decimal(0)
    if amount <= item.application.aid_requested:
        return None
    return _("Le porteur demande %(asked)s : le comité ne peut pas proposer %(amount)s.") % {
        "asked": euros_cents(item.application.aid_requested),
        "amount": euros_cents(amount),
    }


def motion_beyond_envelope(item: Any, attempt: Any) -> str | None:
    return _beyond(item, attempt.data.get("amount") or Decimal(0))


def carried_beyond_envelope(item: Any, attempt: Any) -> str | None:
    """Another file may have been retained since this motion was put."""
    return _beyond(item, Decimal(item.motion.get("amount", 0)))


def _beyond(item: Any, amount: Decimal) -> str | None:
    others = item.session.items.retained().exclude(pk=item.pk)
    left = item.session.remaining - sum((other.amount for other in others), Decimal(0))
    if amount <= left:
        return None
    return _("Il reste %(left)s dans l’enveloppe de la séance : %(amount)s n’y tiennent pas.") % {
        "left": euros_cents(max(left, Decimal(0))),
        "amount": euros_cents(amount),
    }


# --- Voting


def voter_without_voice(item: Any, attempt: Any) -> str | None:
    seat = item.session.seats.filter(user=attempt.by.pk).first()
    return None if seat is None or seat.may_vote else _("Vous siégez sans voix délibérative.")


def voter_absent(item: Any, attempt: Any) -> str | None:
    if _is_present(item.session, attempt.by):
        return None
    return _("Votre présence n’est pas notée : signalez votre arrivée, puis votez.")


def voted_in_secret(item: Any, attempt: Any) -> str | None:
    """Of the voice in hand: one's own, or the one lent."""
    lent = attempt.data.get("seat")
    whose = Q(seat=lent) if lent else Q(seat__user=attempt.by.pk)
    if not is_secret(item) or not item.ballots.filter(whose, round=item.round).exists():
        return None
    return _("Vous avez voté. Le vote est secret : un bulletin ne se reprend pas.")


def already_voted(item: Any, attempt: Any) -> str | None:
    """For oneself, for another, or by another's hand."""
    mine = Q(seat__user=attempt.by.pk) | Q(cast_by__user=attempt.by.pk)
    if item.state != item.S.VOTING or not item.ballots.filter(mine, round=item.round).exists():
        return None
    return _("Vous avez déjà voté sur ce dossier : la présidence retire d’abord la proposition.")


def nobody_voted(item: Any, attempt: Any) -> str | None:
    if item.ballots.filter(round=item.round).exists():
        return None
    return _("Personne n’a encore voté.")


def tie_unbroken(item: Any, attempt: Any) -> str | None:
    """Said only when the count is asked for: a button that knew it would tell how a secret vote goes."""
    if "casting" not in attempt.data:
        return None
    found, chair = tally(item), item.session.chair
    if not found.tied:
        return None
    if chair is None or chair.user_id != attempt.by.pk:
        return _(
            "Les voix sont à égalité, %(n)s contre %(n)s : la personne qui préside tranche. Si elle ne prend pas part "
            "à ce dossier, ajournez-le ou retirez la proposition."
        ) % {"n": found.in_favour}
    if attempt.data["casting"]:
        return None
    return _("Les voix sont à égalité, %(n)s contre %(n)s : dites dans quel sens va votre voix prépondérante.") % {
        "n": found.in_favour
    }
