"""The places of the header, for whoever looks: applicants see their files, professionals their desks."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from people.models import Mandate

from . import worklists
from .instrument import instruments
from .worklists import Desk

R = Mandate.Role


class Item(NamedTuple):
    """A place of the header, as `look` reads it."""

    label: str
    url: str
    count: int
    current: bool
    icon: str


ICONS = {"workflows:inbox": "bell"}  # what stands among the tools


def desk_of(request: Any) -> Desk:
    """One per request: a page and its header read a person's mandates once."""
    if not hasattr(request, "desk"):
        request.desk = Desk(request.user)
    return request.desk


def items(request: Any) -> list[Item]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        brought = [place for one in instruments() for place in one.public_places]
        return _mark(request, [*_visitor(), *brought, (_("Aide"), "help", 0)])
    desk = desk_of(request)
    # Counted where it is shown: a page that says no more than no does without.
    waiting: Any = SimpleLazyObject(lambda: worklists.count(desk))
    unread: Any = SimpleLazyObject(lambda: desk.unread)
    office = desk.is_professional or desk.holds(R.ADMINISTRATOR)
    rows = _professional(desk, waiting) if office else _applicant(waiting)
    brought = [place for one in instruments() for place in one.places(desk)]
    return _mark(request, [*rows, *brought, (_("Notifications"), "workflows:inbox", unread)])


def _visitor() -> list[tuple[str, str, int]]:
    return [(_("Appels ouverts"), "call_list", 0), (_("Trouver mon appel"), "finder", 0)]


def _applicant(waiting: int) -> list[tuple[str, str, int]]:
    return [
        (_("Accueil"), "home", waiting),
        (_("Mes dossiers"), "my_applications", 0),
        (_("Appels ouverts"), "call_list", 0),
        (_("Aide"), "help", 0),
    ]


def _professional(desk: Desk, waiting: int) -> list[tuple[str, str, int]]:
    """Only the places that this person's mandates open."""
    places = [
        (_("À faire"), "home", waiting, True),
        (_("Dossiers"), "application_list", 0, desk.holds(*worklists.STAFF)),
        (_("Évaluations"), "review_list", 0, desk.holds(R.REVIEWER, R.CHAIR, R.OFFICER, R.MANAGER)),
        (_("Commissions"), "committee_list", 0, desk.holds(R.CHAIR, R.REVIEWER, R.OFFICER, R.MANAGER, R.SIGNATORY)),
        (_("À signer"), "to_sign", 0, desk.holds(R.SIGNATORY)),
        (_("Visas"), "visa_list", 0, desk.gives_visas),
        (_("Décisions"), "decision_list", 0, desk.holds(R.SIGNATORY, R.OFFICER, R.MANAGER)),
        (_("Versements"), "payment_list", 0, desk.holds(R.FINANCE)),
        (_("Portefeuille"), "portfolio", 0, desk.holds(R.FUNDER, R.FINANCE, R.MANAGER, R.SIGNATORY)),
        (_("Programmes"), "programme_list", 0, desk.holds(R.MANAGER)),
        (_("Mandats"), "people:mandates", 0, desk.holds(R.ADMINISTRATOR)),
        (_("Livraisons"), "workflows:effects", 0, desk.holds(R.ADMINISTRATOR)),
        (_("Mes demandes"), "my_applications", 0, bool(desk.memberships)),
    ]
    return [(label, name, count) for label, name, count, shown in places if shown]


def _mark(request: Any, rows: list[tuple[str, str, int]]) -> list[Item]:
    """The current place is the longest address that begins the page's own."""
    urls = [reverse(name if ":" in name else f"funding:{name}") for _label, name, _count in rows]
    page = request.path
    here = [url for url in urls if url == page or (url != "/" and page.startswith(url))]
    current = max(here, key=len, default=None)
    if current is None and page.startswith("/dossiers/"):
        current = next((url for url in urls if url.endswith("dossiers/")), None)
    return [
        Item(label, url, count, url == current, ICONS.get(name, ""))
        for (label, name, count), url in zip(rows, urls, strict=True)
    ]
