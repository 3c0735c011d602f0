"""What the network adds to the pages that all instruments share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from funding.instrument import Instrument, Panel, Place, register


def places(desk: Any) -> Iterable[Place]:
    """Of whoever runs a node, is mandated on its calls, or accompanies a project."""
    if desk.is_member("node") or desk.runs("accelerators") or desk.is_member("coach"):
        yield Place(_("Promotions"), "accelerators:cohorts")
    if desk.is_member("admitted"):
        yield Place(_("Mon programme"), "accelerators:programme")


def of_a_node() -> Exists:
    from people.models import Membership

    from .models import Node

    writes = Membership.objects.writers().filter(pk=OuterRef("pk"))
    return Exists(Node.objects.filter(organisation=OuterRef("organisation"))) & Exists(writes)


def admitted() -> Exists:
    from .models import Place as ProjectPlace

    return Exists(ProjectPlace.objects.filter(application__lead=OuterRef("organisation")))


def applies() -> Exists:
    from funding.models import Application

    return Exists(Application.objects.filter(instrument="accelerators", lead=OuterRef("organisation")))


def coach() -> Exists:
    from .models import Place as ProjectPlace

    return Exists(ProjectPlace.objects.filter(coach=OuterRef("user")))


def call_links(call: Any, user: Any) -> Iterable[tuple[Any, str]]:
    if call.programme.instrument == "accelerators":
        yield _("Accélérateur et promotion"), reverse("accelerators:call", args=[call.code])


def portfolio(desk: Any) -> Iterable[Panel]:
    from . import impact

    figures = impact.for_desk(desk)
    if figures is not None:
        yield Panel("accelerators/_portfolio.html", figures)


def register_it() -> None:
    from . import recount
    from .worklists import GROUPS, SOURCES

    register(
        Instrument(
            name="accelerators", places=places, public_places=(Place(_("Accélérateurs"), "accelerators:network"),),
            sources=SOURCES, groups=GROUPS,
            memberships={
                "node": of_a_node, "admitted": admitted, "coach": coach, "applies_to_accelerators": applies,
            },
            call_links=call_links, portfolio=portfolio, recount=recount.gaps,
        )
    )  # fmt: skip
