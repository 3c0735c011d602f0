"""The way of a residency as its page draws it: seven knots, those behind, the one now, those ahead."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from look.typography import day_short

from .models import ResidencyState as S

REACHED = {
    S.DRAFTED: 0, S.MATCH_PROPOSED: 0, S.ACCEPTED_BY_HOST: 0, S.ACCEPTED_BY_TEAM: 0, S.MATCH_REFUSED: 0, S.MATCHED: 1,
    S.AGREEMENT_DRAFTED: 1, S.AGREEMENT_SIGNED: 2, S.PRE_VISITED: 3, S.IMMERSION: 3, S.INTERVAL: 3, S.INTERRUPTED: 3,
    S.PRESENTATION_SCHEDULED: 4, S.PRESENTED: 5, S.EVALUATION: 5, S.CLOSED: 6, S.CANCELLED: 6,
}  # fmt: skip
BROKEN = (S.MATCH_REFUSED, S.CANCELLED, S.INTERRUPTED)


def steps_of(stay: Any) -> list[dict[str, str]]:
    weeks = stay.kept_weeks()
    done = sum(1 for week in weeks if week.closed_at)
    details = [
        (_("Appariement"), day_short(stay.matched_at) if stay.matched_at else ""),
        (_("Convention"), day_short(stay.signed_at) if stay.signed_at else ""),
        (_("Prévisite"), day_short(stay.visited_on) if stay.visited_on else ""),
        (_("Immersion"), _("%(done)s sur %(all)s semaines") % {"done": done, "all": len(weeks) or stay.round.weeks}),
        (_("Restitution"), day_short(stay.presentation_at) if stay.presentation_at else ""),
        (_("Évaluation"), ""),
        (_("Suites"), day_short(stay.closed_on) if stay.closed_on else ""),
    ]
    now = REACHED[stay.state]
    said = {-1: "done", 0: "bad" if stay.state in BROKEN else "now", 1: "todo"}
    return [
        {"title": title, "detail": detail, "state": said[(n > now) - (n < now)]}
        for n, (title, detail) in enumerate(details)
    ]
