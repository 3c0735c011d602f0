"""Obstacles: publishing a call."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from look.typography import day_hour, euros_cents


def shares_unbalanced(call: Any, attempt: Any) -> str | None:
    programme = call.programme
    gap = programme.envelope - programme.shares_total
    if gap == 0:
        return None
    return _(
        "Les parts des financeurs font %(sum)s pour une enveloppe de %(envelope)s : elles doivent être égales."
    ) % {
        "sum": euros_cents(programme.shares_total),
        "envelope": euros_cents(programme.envelope),
    }


def programme_short(call: Any, attempt: Any) -> str | None:
    left = call.programme.envelope - call.programme.allotted
    if call.envelope <= left:
        return None
    return _("Il reste %(left)s au programme : l’enveloppe de l’appel est trop grande.") % {"left": euros_cents(left)}


def grid_missing(call: Any, attempt: Any) -> str | None:
    return None if call.criteria.exists() else _("La grille d’évaluation n’a pas encore de critère.")


def questions_missing(call: Any, attempt: Any) -> str | None:
    version = call.form_versions.to_publish()
    if version and version.sections:
        return None
    return _("Le formulaire n’a pas encore de question.")


def window_past(call: Any, attempt: Any) -> str | None:
    if call.closes_at is None or call.closes_at > attempt.at:
        return None
    return _("La clôture est déjà passée : choisissez une date à venir.")


def call_over(call: Any, attempt: Any) -> str | None:
    if call.closes_at is None or attempt.at < call.closes_at:
        return None
    return _("L’appel est fermé depuis le %(when)s.") % {"when": day_hour(call.closes_at)}


def correction_missing(call: Any, attempt: Any) -> str | None:
    """Nothing to publish: no working draft, an empty one, or one that changes nothing."""
    draft = call.form_versions.filter(published_at=None).first()
    last = call.form_versions.latest_published()
    if draft is None or (last and draft.content == last.content):
        return _("Le formulaire n’a pas changé depuis sa dernière publication.")
    if any(section["questions"] for section in draft.sections):
        return None
    return _("Le formulaire n’a pas encore de question.")
