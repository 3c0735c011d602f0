"""Who may write what in a draft: the lead's writers everything, a partner's writers their own part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from people.models import Membership
from workflows.prepared import prepared

from . import roles

LEADS = frozenset({roles.HOLDER, roles.BINDER})


def columns_of(application: Any, partners: Iterable[Any], user: Any) -> set[int]:
    """The partners whose figures `user` may change, by key. One query."""
    if not application.is_draft or user is None:
        return set()
    mine = {m.organisation_id: m for m in Membership.objects.filter(user=user)}
    lead = mine.get(application.lead_id)
    if lead is not None and (lead.may_bind or lead.role != Membership.Role.VIEWER):
        return {partner.pk for partner in partners}
    return {
        partner.pk
        for partner in partners
        if (own := mine.get(partner.organisation_id)) is not None and own.role != Membership.Role.VIEWER
    }


def organisations_of(user: Any) -> Any:
    """Those in whose name `user` may apply."""
    return Membership.objects.writers().filter(user=user).select_related("organisation").order_by("organisation__key")


def unproven(user: Any, organisation: int) -> bool:
    """Has the power to commit it (its key), and nobody has read the act yet."""
    return bool(_unproven(user.pk, organisation))


@prepared
def _unproven(user: Any, organisation: Any) -> Any:
    return Membership.objects.unproven().filter(user=user, organisation=organisation)


def binds(user: Any, organisation: Any) -> bool:
    return Membership.objects.binding().filter(user=user, organisation=organisation).exists()
