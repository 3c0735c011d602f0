"""Who takes part in a draft: a partner joins or leaves; the lead never does. The caller holds the row's lock."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import note_effects
from .models import Partner

MOST = 100


def add(application: Any, organisation: Any) -> Partner:
    """A new partner, whose people are told. Raises ValidationError with the sentence that says why not."""
    partners = list(application.partners.all())
    if organisation.pk in {partner.organisation_id for partner in partners}:
        raise ValidationError(_("%(name)s participe déjà au projet."), params={"name": organisation}, code="twice")
    if len(partners) >= MOST:
        raise ValidationError(_("Un projet compte %(most)s partenaires au plus."), params={"most": MOST}, code="most")
    partner = Partner.objects.create(
        application=application, organisation=organisation, size=organisation.size,
        position=max(p.position for p in partners) + 1, is_economic=organisation.kind in ("company", "bank"),
    )  # fmt: skip
    note_effects.ask_to_engage(partner)
    return partner


def remove(application: Any, partner: Partner) -> None:
    """With its costs, and what was typed and refused in its column."""
    typed = application.drafting.get("typed", {})
    for name in [name for name in typed if name.startswith(f"c-{partner.pk}-")]:
        del typed[name]
    partner.delete()
