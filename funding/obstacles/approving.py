"""Obstacles: visas, before anyone signs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from look.typography import day
from workflows import clock

from .. import roles, visas


def visas_missing(application: Any, attempt: Any) -> str | None:
    """Who has it and since when; a refusal that leaves too few is said with its reason."""
    decision = application.decision
    if decision is None:
        return None
    if refused := visas.out_of_reach(decision):
        return _("Visa refusé par %(who)s (%(level)s) : %(why)s Renvoyez le projet pour qu’il soit revu.") % {
            "who": refused.by, "level": refused.level.name, "why": refused.reason.rstrip(".") + ".",
        }  # fmt: skip
    left = visas.missing(decision)
    if not left:
        return None
    said = ngettext("Il manque un visa.", "Il manque %(n)s visas.", left) % {"n": left}
    return f"{said} {having(decision)}".strip()


def having(decision: Any) -> str:
    rows = [
        _("%(who)s (%(level)s) a le projet depuis le %(day)s")
        % {"who": visa.level.holder, "level": visa.level.name, "day": day(clock.paris_day(visa.asked_at))}
        for visa in visas.waiting(decision)
    ]
    return " ; ".join(rows) + "." if rows else ""


def visa_not_awaited(application: Any, attempt: Any) -> str | None:
    """Of a deputy whose delegation ended yesterday too: the roles are read anew at each act."""
    if visas.awaited_of(application.decision, attempt.by) is not None:
        return None
    return _("Ce projet n’attend pas, ou plus, votre visa.")


def visa_turn_over(application: Any, attempt: Any) -> str | None:
    """A signatory may send a project back at any time; who gives a visa, while it is awaited of them."""
    return None if roles.SIGNATORY in attempt.roles else visa_not_awaited(application, attempt)
