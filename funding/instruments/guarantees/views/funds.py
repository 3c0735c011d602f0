"""A fund as its offices and its contributors read it: capacity, exposure to come, calls, parts, ledger."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from look import keyset

from .. import figures, ledger, roles
from ..models import BankAgreement, Cover, Entry, GuaranteeFund

READERS = {roles.MANAGER, roles.OFFICER, roles.SIGNATORY, roles.FINANCE, roles.FUNDER, roles.CONTRIBUTOR}


def found_for(request: HttpRequest, code: str) -> tuple[GuaranteeFund, set[Any]]:
    """The fund, and what `user` is to it; a bank knows that it is there and reads no more."""
    funds = GuaranteeFund.objects.visible_to(request.user).select_related("programme")
    fund = get_object_or_404(funds, code=code)
    held = fund.roles_of(request.user)
    if not held & READERS:
        raise PermissionDenied(_("Les comptes du fonds sont lus par ses contributeurs et par qui le gère."))
    return fund, held


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The funds that one oversees and, for the people of a bank, its agreements."""
    user = request.user
    funds = GuaranteeFund.objects.overseen_by(user).select_related("programme")
    context = {
        "funds": [(fund, ledger.position(fund)) for fund in funds],
        "agreements": BankAgreement.objects.of_members(user).select_related("fund", "bank"),
        "may_open": GuaranteeFund.openable_by(user).exists(),
    }
    return render(request, "guarantees/index.html", context)


@login_required
@require_GET
def fund(request: HttpRequest, code: str) -> HttpResponse:
    found, held = found_for(request, code)
    position = ledger.position(found)
    called = Cover.objects.visible_to(request.user).in_default().filter(fund=found)
    context = {
        "fund": found,
        "position": position,
        "figures": figures.key_figures(position),
        "chart": figures.exposure_chart(found),
        "stakes": figures.stakes(found),
        "called": called.select_related("application__lead", "agreement__bank", "claim").order_by("claim__called_at"),
        "agreements": found.agreements.select_related("bank"),
        "manages": roles.MANAGER in held,
        "pays": roles.FINANCE in held,
    }
    return render(request, "guarantees/fund.html", context)


@login_required
@require_GET
def entries(request: HttpRequest, code: str) -> HttpResponse:
    found, _held = found_for(request, code)
    rows = Entry.objects.filter(fund=found).with_total()
    context = {"fund": found, "page": keyset.page(rows, request.GET, order=("-pk",), size=50)}
    return render(request, "guarantees/entries.html", context)


@login_required
@require_GET
def stake(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A contributor's part: its offices read all of them, each contributor its own."""
    found, held = found_for(request, code)
    mine = request.user.memberships.values("organisation")
    rows = found.contributors.all() if held - {roles.CONTRIBUTOR} else found.contributors.filter(organisation__in=mine)
    contributor = get_object_or_404(rows, pk=pk)
    shown = next(row for row in figures.stakes(found) if row.contributor.pk == contributor.pk)
    lines = contributor.lines.select_related("entry").exclude(account="cash")
    page = keyset.page(lines, request.GET, order=("-pk",), size=30)
    return render(request, "guarantees/stake.html", {"fund": found, "stake": shown, "page": page})


urlpatterns = [
    path("garanties/", index, name="index"),
    path("garanties/fonds/<slug:code>/", fund, name="fund"),
    path("garanties/fonds/<slug:code>/ecritures/", entries, name="entries"),
    path("garanties/fonds/<slug:code>/parts/<int:pk>/", stake, name="stake"),
]
