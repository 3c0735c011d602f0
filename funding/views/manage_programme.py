"""Programmes: the list of what one manages, a programme's page, its form with the shares of its funders."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from look.typography import euros_cents
from people.models import Organisation

from ..fields import AmountField
from ..forms.programme import ProgrammeForm, ShareFormSet, gap_sentence, spelled
from ..models import Call, Programme
from .manage_access import managed_programme, manages_everything, manages_programme, offices, refuse, seen_programme


@login_required
@require_GET
def programme_list(request: HttpRequest) -> HttpResponse:
    """The calls one manages, under their programmes."""
    held = offices(request.user)
    if not held:
        refuse()
    calls = Call.objects.managed_by(request.user).order_by("-opens_at", "-id")
    everywhere = any(office.governs_everything for office in held)
    programmes = Programme.objects.all() if everywhere else Programme.objects.visible_to(request.user)
    mine = {office.scope_id for office in held if office.scope_kind == "programme"}
    shown = [
        programme
        for programme in programmes.prefetch_related(Prefetch("calls", calls, to_attr="managed"))
        if everywhere or str(programme.pk) in mine or programme.managed
    ]
    context = {"programmes": shown, "everywhere": everywhere, "mine": mine}
    return render(request, "funding/manage/programme_list.html", context)


@login_required
@require_GET
def programme(request: HttpRequest, code: str) -> HttpResponse:
    found = seen_programme(request, code)
    calls = list(Call.objects.managed_by(request.user).filter(programme=found).order_by("-opens_at", "-id"))
    whole = manages_programme(request.user, found)
    if not whole and not calls:
        refuse()
    shares = list(found.shares.select_related("funder").order_by("-amount", "id"))
    total = sum((share.amount for share in shares), Decimal(0))
    context = {
        "programme": found,
        "calls": calls,
        "whole": whole,
        "shares": shares,
        "gap": gap_sentence(found.envelope, total),
        "figures": figures(found),
    }
    return render(request, "funding/manage/programme.html", context)


def figures(found: Programme) -> list[dict[str, Any]]:
    allotted = found.allotted
    return [
        {"name": _("Enveloppe"), "value": euros_cents(found.envelope)},
        {"name": _("Confiée à des appels"), "value": euros_cents(allotted)},
        {"name": _("Encore libre"), "value": euros_cents(found.envelope - allotted)},
    ]


@login_required
@require_http_methods(["GET", "POST"])
def programme_new(request: HttpRequest) -> HttpResponse:
    """Only who manages every programme may make one."""
    if not manages_everything(request.user):
        refuse()
    return edit(request, None)


@login_required
@require_http_methods(["GET", "POST"])
def programme_edit(request: HttpRequest, code: str) -> HttpResponse:
    return edit(request, managed_programme(request, code))


def edit(request: HttpRequest, found: Programme | None) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, instance=found)
    shares = found.shares.select_related("funder").order_by("-amount", "id") if found else []
    rows = ShareFormSet(
        request.POST or None, prefix="shares",
        initial=[{"funder": share.funder, "amount": share.amount} for share in shares],
    )  # fmt: skip
    status = 200
    if request.method == "POST" and "recalculate" not in request.POST:
        if saved := keep(form, rows):
            messages.success(request, _("Le programme est enregistré."))
            return redirect(saved)
        status = 422
    context = {"form": form, "rows": rows, "programme": found, "balance": balance_of(request.POST, form, rows)}
    context["structures"] = known_structures()
    return render(request, "funding/manage/programme_form.html", context, status=status)


@transaction.atomic
def keep(form: ProgrammeForm, rows: Any) -> Programme | None:
    """Both saved, or None. The programme is locked before anything is checked: no call takes its share meanwhile."""
    if form.instance.pk:
        Programme.objects.select_for_update().get(pk=form.instance.pk)
    fine = form.is_valid()
    rows.envelope = form.cleaned_data.get("envelope")
    if not (rows.is_valid() and fine):
        return None
    saved = form.save()
    rows.save(saved)
    return saved


def known_structures() -> list[str]:
    """Those that already fund or carry a programme: the others are typed."""
    used = Organisation.objects.filter(shares__isnull=False) | Organisation.objects.filter(programmes__isnull=False)
    return [spelled(organisation) for organisation in used.distinct()[:100]]


def typed(value: Any) -> Decimal:
    """An amount as it stands while one types; what does not read counts for nothing."""
    try:
        return AmountField(required=False).clean(str(value)) or Decimal(0)
    except ValidationError:
        return Decimal(0)


def balance_of(posted: Any, form: Any, rows: Any) -> dict[str, Any]:
    if form is None or posted:
        envelope = typed(posted.get("envelope", ""))
        total = sum(
            (typed(v) for k, v in posted.items() if k.startswith("shares-") and k.endswith("-amount")), Decimal(0)
        )
    else:
        envelope = form.initial.get("envelope") or Decimal(0)
        total = sum((row["amount"] for row in rows.initial or []), Decimal(0))
    return {"total": total, "envelope": envelope, "gap": gap_sentence(envelope, total)}


@login_required
@require_POST
def share_balance(request: HttpRequest) -> HttpResponse:
    """The sum as one types: counts and writes nothing."""
    if not offices(request.user):
        refuse()
    return render(request, "funding/manage/_balance.html", {"balance": balance_of(request.POST, None, None)})


urlpatterns = [
    path("gestion/", programme_list, name="programme_list"),
    path("gestion/programmes/nouveau/", programme_new, name="programme_new"),
    path("gestion/programmes/parts/", share_balance, name="share_balance"),
    path("gestion/programmes/<slug:code>/", programme, name="programme"),
    path("gestion/programmes/<slug:code>/modifier/", programme_edit, name="programme_edit"),
]
