"""Who has the ball: of a selected file, and of a residency. First what is awaited, then until when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from funding import roles as spine
from funding.ball import Ball
from look.typography import day, day_hour

from .models import ResidencyState as S


def of_file(application: Any, held: Collection[Any]) -> Ball:
    from . import wishing

    stay = application.stay
    if stay is not None:
        actions = [(_("Voir la résidence"), stay.get_absolute_url(), "arrow-right")]
        return Ball(awaits(application, stay, held), title(stay), due=due(stay), actions=actions)
    if wishing.open_round(application) is None:
        return Ball(False, _("Sélectionné ; aucune paire n’a été formée"), over=True)
    writes = bool({spine.HOLDER, spine.BINDER} & set(held))
    actions = [(_("Classer mes vœux"), reverse("residencies:wishes", args=[application.handle]), "list-ol")]
    text = _("Le programme apparie d’après vos vœux, ceux d’en face et les notes du comité.")
    return Ball(writes, _("Dites avec qui vous souhaitez travailler"), text, actions=actions if writes else [])


def awaits(application: Any, stay: Any, held: Collection[Any]) -> bool:
    """Whether this side is the one to answer or to sign."""
    if not {spine.HOLDER, spine.BINDER} & set(held):
        return False
    host = stay.host_id == application.pk
    if stay.state == S.AGREEMENT_DRAFTED:
        return (stay.host_signed_at if host else stay.team_signed_at) is None
    return stay.state in (S.MATCH_PROPOSED, S.ACCEPTED_BY_TEAM if host else S.ACCEPTED_BY_HOST)


def title(stay: Any) -> str:
    """One sentence: what the residency waits for, and from whom."""
    if stay.cancel_answer_on and stay.cancelled_at is None:
        if stay.both_heard:
            return _("Les deux parties ont été entendues : l’autorité signe l’annulation, ou y renonce")
        return _("L’annulation est envisagée : les deux parties présentent leurs observations")
    maker = TITLES.get(stay.state)
    return maker(stay) if maker else str(stay.get_state_display())


def due(stay: Any) -> date | None:
    return stay.answer_due_on if stay.state in (S.MATCH_PROPOSED, S.ACCEPTED_BY_HOST, S.ACCEPTED_BY_TEAM) else None


def _signing(stay: Any) -> str:
    awaited = [side.lead for side, at in ((stay.host, stay.host_signed_at), (stay.team, stay.team_signed_at)) if not at]
    if awaited:
        return _("La convention attend la signature de %(who)s") % {"who": _(" et ").join(map(str, awaited))}
    return _("La convention attend la signature de l’autorité")


def _matched(stay: Any) -> str:
    if len(stay.kept_weeks()) < stay.round.weeks:
        return _("Placez ensemble les semaines d’immersion")
    return _("Le programme rédige la convention")


def _between(stay: Any) -> str:
    week = stay.next_week()
    if week is None:
        return _("Toutes les semaines sont faites : l’équipe annonce la restitution")
    return _("La semaine %(number)s commence le %(day)s") % {"number": week.number, "day": day(week.starts_on)}


def _immersed(stay: Any) -> str:
    week = stay.next_week()
    return (
        _("L’équipe est sur place jusqu’au %(day)s") % {"day": day(week.ends_on)}
        if week
        else _("L’équipe est sur place")
    )


def _announced(stay: Any) -> str:
    if stay.attendance is not None:
        return _("%(host)s contresigne la restitution") % {"host": stay.host.lead}
    return _("Restitution %(when)s, %(where)s") % {
        "when": day_hour(stay.presentation_at), "where": stay.presentation_place
    }  # fmt: skip


TITLES: dict[str, Any] = {
    S.DRAFTED: lambda stay: _("Une paire à l’étude : personne n’en est encore informé"),
    S.MATCH_PROPOSED: lambda stay: _("Les deux parties disent si elles acceptent"),
    S.ACCEPTED_BY_HOST: lambda stay: _("L’hôte accepte ; la réponse de l’équipe est attendue"),
    S.ACCEPTED_BY_TEAM: lambda stay: _("L’équipe accepte ; la réponse de l’hôte est attendue"),
    S.MATCHED: _matched,
    S.AGREEMENT_DRAFTED: _signing,
    S.AGREEMENT_SIGNED: lambda stay: _("L’équipe fait sa prévisite et en rend compte"),
    S.PRE_VISITED: _between,
    S.INTERVAL: _between,
    S.IMMERSION: _immersed,
    S.INTERRUPTED: lambda stay: _("Le séjour est interrompu"),
    S.PRESENTATION_SCHEDULED: _announced,
    S.PRESENTED: lambda stay: _("L’hôte et l’équipe évaluent la résidence"),
    S.EVALUATION: lambda stay: _("Les évaluations arrivent, puis le programme clôt"),
    S.CLOSED: lambda stay: _("La résidence est close ; l’hôte dira ce qui a changé"),
}
