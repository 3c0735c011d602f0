"""Who declares de minimis aid, and until when."""

from __future__ import annotations

from typing import Any

from people.models import Membership

from .models import AidDeclaration, Application, Partner
from .models.application_record import PENDING, ApplicationState


def is_open(application: Application) -> bool:
    """From the draft to the signature, reserve list included."""
    return application.state in (ApplicationState.DRAFT, *PENDING, ApplicationState.RESERVE_LIST)


def may_declare(user: Any, partner: Partner) -> bool:
    """Whoever writes for the undertaking itself: nobody else knows what it received."""
    mine = Membership.objects.filter(user=user, organisation=partner.organisation_id)
    return any(m.may_bind or m.role != Membership.Role.VIEWER for m in mine)


def awaited_of(user: Any, application: Application) -> list[Partner]:
    """The parts of `application` with an economic activity that this person's structures have still to declare."""
    if application.state == ApplicationState.DRAFT or not is_open(application):
        return []
    told = AidDeclaration.objects.filter(partner__application=application.pk).values("partner")
    economic = application.partners.filter(is_economic=True, organisation__memberships__user=user).exclude(pk__in=told)
    return [p for p in economic.select_related("organisation").distinct() if may_declare(user, p)]
