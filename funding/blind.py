"""Calls judged without knowing who applies: what reviewers read is the file without names.

The names of the structures, of their members and contacts are taken out of the texts, the pieces get neutral names.
What is written inside a piece cannot be: beside each, applicants give a copy without names, and reviewers open nothing
else; where none was given, they read that there is none.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from people.models import Organisation

from . import roles

SHORTEST = 4  # letters: a shorter name would blot out ordinary words


def veils(application: Any, held: set[Any]) -> bool:
    """Whether someone with these roles may not know who applies."""
    return application.call.blind and held == {roles.REVIEWER}


def veil(application: Any) -> Any:
    """The same file for the eyes alone: never saved, never taken through a gate."""
    if "_veiled" in application.__dict__:
        return application
    mask = Mask(application)
    application.title, application.summary = mask(application.title), mask(application.summary)
    application.answers = mask.deep(application.answers)
    application.lead = Organisation(name=_("Porteur non nommé"))
    application.commune, application._veiled = None, True
    return application


class Mask:
    """Takes the names of one file out of its texts."""

    def __init__(self, application: Any) -> None:
        names = {str(application.lead), application.lead.name}
        for partner in application.partners.select_related("organisation").prefetch_related(
            "organisation__memberships__user"
        ):
            names |= {partner.organisation.name, partner.contact}
            names |= {member.user.full_name for member in partner.organisation.memberships.all()}
            names |= {member.user.email for member in partner.organisation.memberships.all()}
        kept = sorted((name for name in names if len(name) >= SHORTEST), key=len, reverse=True)
        self.pattern = re.compile("|".join(map(re.escape, kept)), re.IGNORECASE) if kept else None

    def __call__(self, text: str) -> str:
        return self.pattern.sub(_("[nom masqué]"), text) if self.pattern and text else text

    def deep(self, value: Any) -> Any:
        if isinstance(value, str):
            return self(value)
        if isinstance(value, list):
            return [self.deep(one) for one in value]
        if isinstance(value, dict):
            return {key: self.deep(one) for key, one in value.items()}
        return value


def named(documents: list[Any]) -> list[Any]:
    """Pieces under neutral names, with their anonymised copies to open and nothing else; for the eyes alone."""
    prefetch_related_objects(documents, "copies")
    for document in documents:
        document.name, document.veiled = neutral(document), True
    return documents


def with_copies(documents: Any, call: Any) -> Any:
    """For a page that says of each file whether it has a copy without names."""
    return documents.prefetch_related("copies") if call.blind else documents


def neutral(document: Any, extension: str = "") -> str:
    name = _("piece")  # outside the f-string, where extraction finds it
    return f"{name}-{document.pk}.{extension or document.extension}"


def partners(rows: list[Any]) -> list[Any]:
    for number, partner in enumerate(rows, 1):
        label = _("Porteur") if partner.is_lead else _("Partenaire %(n)s") % {"n": number}
        partner.organisation = Organisation(name=label)
    return rows
