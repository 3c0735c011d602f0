"""Who of a session steps aside from which file of its agenda, and why, as the minutes write it.

Whom a link bars is for `conflicts` to say; here it is read for a whole session at once, with the reasons.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from . import conflicts

Reasons = dict[int, dict[int, str]]  # application -> user -> why


def of_session(session: Any) -> Reasons:
    """Every member of the session who steps aside from one of its files. As many queries whatever the agenda."""
    from .models import Interest, Partner

    members, files = session.seats.values("user"), set(session.items.values_list("application", flat=True))
    found: Reasons = defaultdict(dict)
    partners = Partner.objects.filter(application__in=files, organisation__memberships__user__in=members)
    known = ("application", "organisation__memberships__user", "organisation__name")
    for file, user, name in partners.values_list(*known):
        found[file][user] = _("Membre de « %(name)s », partenaire du projet") % {"name": name}
    links = Interest.objects.links().filter(user__in=members, call=session.call_id)
    for file, user, reason in links.values_list("application", "user", "reason"):
        for about in files if file is None else files & {file}:
            found[about][user] = reason
    return found


def minutes_shut(session: Any, user: Any) -> bool:
    """The minutes name every file: not for whoever steps aside from one, but for the two who sign them."""
    seat = _seat(session, user)
    return not (seat and (seat.is_chair or seat.is_secretary)) and names_a_closed_file(session, user)


def convocation_shut(session: Any, user: Any) -> bool:
    """It leaves out what its members step aside from; an office of the call may step aside from another file."""
    return _seat(session, user) is None and names_a_closed_file(session, user)


def names_a_closed_file(session: Any, user: Any) -> bool:
    items = session.items
    return bool(items.exclude(pk__in=items.filter(conflicts.not_barred(user, "application"))).exists())


def _seat(session: Any, user: Any) -> Any:
    return next((seat for seat in session.seats.all() if seat.user_id == user.pk), None)
