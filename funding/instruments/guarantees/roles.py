"""Who one is to a guarantee, beside the roles of the spine: the bank's people, and those who put the money in."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funding.roles import *  # noqa: F403
from funding.roles import FINANCE, FUNDER, MANAGER, OFFICER, SIGNATORY
from people.models import Mandate, Membership
from workflows.roles import Role

BANK = Role("bank", _("Banque"))  # prepares for the bank: writes in its name
BANK_CHECKER = Role("bank_checker", _("Valideur de la banque"))  # commits it; never what they prepared themselves
CONTRIBUTOR = Role("contributor", _("Contributeur"))

R = Mandate.Role
OFFICES = [R.MANAGER, R.OFFICER, R.SIGNATORY, R.FINANCE, R.FUNDER]
KNOWN = {
    R.MANAGER: MANAGER, R.OFFICER: OFFICER, R.SIGNATORY: SIGNATORY, R.FINANCE: FINANCE, R.FUNDER: FUNDER,
}  # fmt: skip


def structures_of(user: Any) -> Any:
    return Membership.objects.filter(user=user).values("organisation")


def bank_roles(user: Any, bank_id: int) -> set[Role]:
    """What a member is to the covers of their bank: to commit it, the power must be proven."""
    held: set[Role] = set()
    for membership in Membership.objects.filter(user=user, organisation=bank_id):
        if membership.role != Membership.Role.VIEWER:
            held.add(BANK)
        if membership.may_bind and membership.vouched_at:
            held.add(BANK_CHECKER)
    return held


def fund_roles(user: Any, fund: Any) -> set[Role]:
    """The offices that a person holds over a fund: mandates over everything, or over its programme."""
    scopes = {("", ""), ("programme", str(fund.programme_id))}
    mandates = [m for m in user.mandates_in_force() if m.role in KNOWN]
    return {KNOWN[m.role] for m in mandates if (m.scope_kind, m.scope_id) in scopes}


def over_programmes(user: Any, wanted: list[Any], path: str = "programme") -> Q:
    """Rows whose programme one of `user`'s mandates with a wanted role covers."""
    where = Q(pk__in=[])
    for mandate in user.mandates_in_force():
        if mandate.role in wanted and mandate.scope_kind == Mandate.Scope.EVERYWHERE:
            return Q(pk__isnull=False)
        if mandate.role in wanted and mandate.scope_kind == Mandate.Scope.PROGRAMME:
            where |= Q(**{path: int(mandate.scope_id)})
    return where
