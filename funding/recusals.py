"""Who steps aside from which file of an agenda, whatever made them: said in session, their structure is a partner,
or they declined to review it. One place; everything that shows or counts asks here.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

Reasons = dict[int, dict[int, str]]  # application -> user -> why


def items_barred_to(user: Any) -> Q:
    """Rows of the agenda that a link keeps from `user`. In subqueries, so that no row comes twice."""
    from .models import Application, Recusal, Review

    said = Recusal.objects.filter(seat__user=user).values("item")
    partner = Application.partner_rows(user).values("application")
    declined = Review.objects.filter(reviewer=user, state=Review.S.DECLINED).values("application")
    return Q(pk__in=said) | Q(application__in=partner) | Q(application__in=declined)


def of_session(session: Any) -> Reasons:
    """Every member of the session who steps aside from one of its files, with the reason as it is written in the
    minutes. Three queries, whatever the size of the agenda."""
    from .models import Partner, Recusal, Review

    members, files = session.seats.values("user"), session.items.values("application")
    found: Reasons = defaultdict(dict)
    partners = Partner.objects.filter(application__in=files, organisation__memberships__user__in=members)
    known = ("application", "organisation__memberships__user", "organisation__name")
    for file, user, name in partners.values_list(*known):
        found[file][user] = _("Membre de « %(name)s », partenaire du projet") % {"name": name}
    reviews = Review.objects.filter(application__in=files, reviewer__in=members, state=Review.S.DECLINED)
    for review in reviews:
        found[review.application_id][review.reviewer_id] = review.reason
    said = Recusal.objects.filter(item__session=session.pk).values_list("item__application", "seat__user", "reason")
    for file, user, reason in said:
        found[file][user] = reason
    return found
