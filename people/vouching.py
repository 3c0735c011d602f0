"""Whether who says they may commit a structure really may. Anyone may register any SIRET; the power to submit, to
sign and to engage as a partner begins with a proof, and the proof is kept with its date and its author:

- someone of the administration read the act (deliberation, order, minutes) and says which;
- or the member's own address, verified, is in a mail domain that someone found to be the structure's;
- or the power comes from a colleague who runs the structure and whose own power is proven.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from workflows import clock

if TYPE_CHECKING:
    from .models import Membership

# Anyone has an address there: it proves nothing.
SHARED = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.com", "live.fr",
    "msn.com", "yahoo.com", "yahoo.fr", "icloud.com", "me.com", "aol.com", "proton.me", "protonmail.com", "gmx.com",
    "gmx.fr", "laposte.net", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "neuf.fr", "bbox.fr",
    "club-internet.fr", "numericable.fr",
})  # fmt: skip
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].lower()


def may_vouch(user: Any) -> bool:
    """Whoever instructs, manages or administers. On which structure does not matter: its files are not written yet."""
    from .models import Mandate

    if not user.is_authenticated:
        return False
    offices = (Mandate.Role.OFFICER, Mandate.Role.MANAGER, Mandate.Role.ADMINISTRATOR)
    held = Mandate.objects.in_force(clock.today()).filter(user=user)
    return user.is_superuser or held.with_role(*offices).exists()


def vouch(member: Membership, *, by: Any, evidence: str, own_domain: bool = False) -> None:
    """`by` read the act `evidence`. With `own_domain`, the domain of the member's address is the structure's own:
    colleagues with an address there need no other proof."""
    from .models import Membership, Organisation

    if not may_vouch(by):
        raise PermissionDenied
    with transaction.atomic():
        of = Organisation.objects.select_for_update(no_key=True, of=("self",)).get(pk=member.organisation_id)
        member.refresh_from_db()
        if of.memberships.filter(user=by).exists():
            raise ValidationError(_("Vous êtes membre de cette structure : une autre personne vérifie ce pouvoir."))
        if member.vouched_at:
            raise ValidationError(_("Ce pouvoir est déjà vérifié : %(evidence)s.") % {"evidence": member.vouched_on})
        if not member.has_power:
            raise ValidationError(
                _("Cette personne n’a pas reçu de pouvoir dans la structure : il n’y a rien à vérifier.")
            )
        if own_domain and domain_of(member.user.email) not in of.domains:
            of.domains = [*of.domains, usable_domain(member)]
            of.save(update_fields=["domains"])
        write(member, by=by, evidence=evidence)
        for colleague in Membership.objects.filter(organisation=of, vouched_at=None).select_related("user"):
            settle(colleague, by=by)


def usable_domain(member: Membership) -> str:
    domain = domain_of(member.user.email)
    if domain in SHARED or not DOMAIN.fullmatch(domain):
        raise ValidationError(
            _("Tout le monde peut avoir une adresse en @%(domain)s : elle ne prouve rien.") % {"domain": domain}
        )
    if not address_verified(member.user):
        raise ValidationError(_("Cette personne n’a pas encore confirmé son adresse électronique."))
    return domain


def settle(member: Membership, *, by: Any) -> None:
    """The proofs that ask nothing of anyone, for a power just given by `by`."""
    from .models import Membership

    if member.vouched_at or not member.has_power:
        return
    domain = domain_of(member.user.email)
    if domain in member.organisation.domains and address_verified(member.user):
        write(member, by=None, evidence=_("Adresse en @%(domain)s, domaine de la structure") % {"domain": domain})
        return
    run_by = Membership.objects.owners().proven().filter(organisation=member.organisation_id, user=by)
    if by.pk != member.user_id and run_by.exists():
        write(member, by=by, evidence=_("Désigné par %(person)s, responsable de la structure") % {"person": by})


def address_verified(user: Any) -> bool:
    return bool(user.emailaddress_set.filter(email__iexact=user.email, verified=True).exists())


def write(member: Membership, *, by: Any, evidence: str) -> None:
    from .models import Change

    member.vouched_at, member.vouched_by, member.vouched_on = clock.now(), by, evidence[:200]
    member.save(update_fields=["vouched_at", "vouched_by", "vouched_on"])
    Change.note(
        Change.Kind.VOUCHED, person=member.user, by=by, organisation=member.organisation, evidence=member.vouched_on
    )
