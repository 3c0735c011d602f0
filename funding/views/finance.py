"""After the decision: the agreement, its payment plan, and the payments that wait for someone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from look import keyset
from workflows import clock, engine, pdf

from .. import papers, roles
from ..budget import payment_terms
from ..forms.plan import PlanForm
from ..models import Agreement, Disbursement
from ..rules import payments


def find(request: HttpRequest, handle: str) -> Agreement:
    rows = Agreement.objects.visible_to(request.user).select_related(*Agreement.FOLLOWS)
    return get_object_or_404(rows.prefetch_related("disbursements"), application__reference=handle)


@login_required
@require_GET
def agreement(request: HttpRequest, handle: str) -> HttpResponse:
    found = find(request, handle)
    held = found.roles_of(request.user)
    rows, drafted = list(found.disbursements.all()), found.state == Agreement.S.DRAFTED
    for row in rows:
        row.agreement = found  # the same object: its file and roles are read once
        row.doors = [] if drafted else next_doors(row, request.user)
    context = {
        "agreement": found,
        "application": found.application,
        "rows": rows,
        "audience": "holder" if held & roles.APPLICANTS else "officer",
        "may_plan": roles.OFFICER in held and drafted,
        "base": "base.html" if held & roles.APPLICANTS else "base_pro.html",
        "ceilings": ceilings(found),
    }
    return render(request, "funding/finance/agreement.html", context)


def next_doors(row: Disbursement, user: Any) -> list[engine.Door]:
    """What can be done with a payment now; and the first step, with why where it is closed."""
    found = engine.buttons(row, user)
    return [door for door in found if door.open or door is found[0]]


def ceilings(agreement: Agreement) -> payments.PaymentCeilings:
    """What law and call allow before the balance, at the date of the decision."""
    on = clock.paris_day(agreement.decision.signed_at)
    return payments.ceilings(**payment_terms(agreement.application, agreement.amount, on))


@login_required
@require_GET
def preview(request: HttpRequest, handle: str) -> HttpResponse:
    """The agreement as it would be signed, marked PROJET."""
    found = find(request, handle)
    if why := pdf.available():
        messages.warning(request, why)
        return redirect(found.get_absolute_url())
    response = HttpResponse(papers.agreement.draft(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.handle}-projet.pdf"'
    return response


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, handle: str) -> HttpResponse:
    found = find(request, handle)
    if roles.OFFICER not in found.roles_of(request.user):
        raise PermissionDenied
    form = PlanForm(request.POST or None, agreement=found, on=clock.paris_day(found.decision.signed_at))
    if request.method == "POST" and form.is_valid():
        try:
            form.save()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Le plan de paiement est enregistré."))
            return redirect(found.get_absolute_url())
    context = {"agreement": found, "form": form, "ceilings": ceilings(found)}
    return render(request, "funding/finance/plan.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def payment_list(request: HttpRequest) -> HttpResponse:
    """Payments of the calls one pays for; those that can be ordered or released now come first."""
    mine = Disbursement.objects.to_pay_by(request.user)
    if not request.user.mandates.in_force(clock.today()).with_role("finance").exists():
        raise Http404
    chosen = request.GET.get("state", "")
    rows = mine.filter(state=chosen) if chosen in Disbursement.S.values else mine.waiting()
    rows = rows.payable().select_related(*Disbursement.FOLLOWS, "agreement__application__lead", "ordered_by")
    context: dict[str, Any] = {
        "page": keyset.page(rows, request.GET, order=("-pk",)),
        "choices": [("", _("À traiter"), None), *[(s.value, s.label, None) for s in Disbursement.S]],
        "chosen": chosen,
    }
    return render(request, "funding/finance/payments.html", context)


urlpatterns = [
    path("dossiers/<str:handle>/convention/", agreement, name="agreement"),
    path("dossiers/<str:handle>/convention/projet.pdf", preview, name="agreement_preview"),
    path("dossiers/<str:handle>/convention/plan/", plan, name="payment_plan"),
    path("versements/", payment_list, name="payment_list"),
]
