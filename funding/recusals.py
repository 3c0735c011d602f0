"""Who steps aside from which file of an agenda, whatever made them: a declared link, a word in session, a structure
that is a partner, a review declined. One place; everything in a session that shows or counts asks here.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

Reasons = dict[int, dict[int, str]]  # application -> user -> why


def _links() -> Any:
    """Links declared for a call or one of its files, where the product keeps such declarations."""
    from . import models

    known = getattr(models, "Interest", None)
    return known.objects.links() if known else None


def declare(item: Any, seat: Any, reason: str, by: Any) -> None:
    """What is said in session holds everywhere from then on."""
    if _links() is None:
        return
    from . import conflicts

    conflicts.declare(seat.user, item.application.call, kind="link", reason=reason, application=item.application, by=by)


def items_barred_to(user: Any) -> Q:
    """Rows of the agenda that a link keeps from `user`. In subqueries, so that no row comes twice."""
    from .models import Application, Recusal, Review

    said = Recusal.objects.filter(seat__user=user).values("item")
    partner = Application.partner_rows(user).values("application")
    declined = Review.objects.filter(reviewer=user, state=Review.S.DECLINED).values("application")
    barred = Q(pk__in=said) | Q(application__in=partner) | Q(application__in=declined)
    if (links := _links()) is not None:
        mine = links.filter(user=user)
        barred |= Q(application__in=mine.exclude(application=None).values("application"))
        barred |= Q(session__call__in=mine.filter(application=None).values("call"))
    return barred


def of_session(session: Any) -> Reasons:
    """Every member of the session who steps aside from one of its files, with the reason as it is written in the
    minutes. As many queries whatever the size of the agenda."""
    from .models import Partner, Recusal, Review

    members, files = session.seats.values("user"), session.items.values("application")
    found: Reasons = defaultdict(dict)
    partners = Partner.objects.filter(application__in=files, organisation__memberships__user__in=members)
    known = ("application", "organisation__memberships__user", "organisation__name")
    for file, user, name in partners.values_list(*known):
        found[file][user] = _("Membre de « %(name)s », partenaire du projet") % {"name": name}
    reviews = Review.objects.filter(application__in=files, reviewer__in=members, state=Review.S.DECLINED)
    for review in reviews:
        found[review.application_id][review.reviewer_id] = review.reason
    if (links := _links()) is not None:
        mine = links.filter(user__in=members, call=session.call_id)
        for file, user, reason in mine.filter(application__in=files).values_list("application", "user", "reason"):
            found[file][user] = reason
        for user, reason in mine.filter(application=None).values_list("user", "reason"):
            for file in files.values_list("application", flat=True):
                found[file][user] = reason
    said = Recusal.objects.filter(item__session=session.pk).values_list("item__application", "seat__user", "reason")
    for file, user, reason in said:
        found[file][user] = reason
    return found
