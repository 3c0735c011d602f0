"""A bank's covers, and its report: uploaded, compared, confirmed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funding.fields import DayField
from look import keyset
from workflows import clock
from workflows.errors import StepRefused

from .. import bank_desk, reports, roles
from ..models import BankAgreement, Cover, Report


class ReportForm(forms.Form):
    use_required_attribute = False

    as_of = DayField(label=gettext_lazy("Arrêté au"))
    file = forms.FileField(
        label=gettext_lazy("Fichier CSV ou XLSX"),
        help_text=gettext_lazy(
            "Colonnes : garantie, capital_restant_du, echeances_impayees, evenement, date_evenement."
        ),
        error_messages={"empty": gettext_lazy("Ce fichier est vide : vérifiez l’export.")},
    )

    def clean_as_of(self) -> Any:
        if self.cleaned_data["as_of"] > clock.today():
            raise forms.ValidationError(_("Cette date est à venir : indiquez le jour de l’arrêté."))
        return self.cleaned_data["as_of"]


def agreement_for(request: HttpRequest, pk: int) -> BankAgreement:
    rows = BankAgreement.objects.visible_to(request.user).select_related("fund__programme", "bank")
    return get_object_or_404(rows, pk=pk)


def writes_for(user: Any, agreement: BankAgreement) -> bool:
    return roles.BANK in roles.bank_roles(user, agreement.bank_id)


@login_required
@require_GET
def bank(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = agreement_for(request, pk)
    rows = Cover.objects.visible_to(request.user).filter(agreement=agreement)
    chosen = request.GET.get("state", "")
    shown = rows.filter(state=chosen) if chosen in Cover.S.values else rows.running()
    context = {
        "agreement": agreement,
        "page": keyset.page(shown.select_related("application__lead"), request.GET, order=("-pk",), size=30),
        "choices": [("", _("En cours"), None), *[(s.value, s.label, None) for s in bank_desk.SHOWN]],
        "chosen": chosen,
        "figures": bank_desk.key_figures(agreement),
        "todo": bank_desk.todo(agreement, request.user),
        "owed": bank_desk.owed(agreement, request.user),
        "report": agreement.reports.waiting().first(),
        "writes": writes_for(request.user, agreement),
        "next_report": bank_desk.next_report(agreement),
    }
    return render(request, "guarantees/bank.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = agreement_for(request, pk)
    if not writes_for(request.user, agreement):
        raise PermissionDenied(_("Le compte rendu est envoyé par les personnes de la banque."))
    form = ReportForm(request.POST or None, request.FILES or None, initial={"as_of": clock.today()})
    faults: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            made = reports.take_in(agreement, data["file"], as_of=data["as_of"], by=request.user)
            return redirect(made.get_absolute_url())
        except reports.Unreadable as refused:
            faults = refused.faults
    context = {"agreement": agreement, "form": form, "faults": faults, "columns": reports.COLUMNS}
    return render(request, "guarantees/upload.html", context, status=422 if faults or form.errors else 200)


def report_for(request: HttpRequest, pk: int) -> Report:
    rows = Report.objects.visible_to(request.user).select_related("agreement__fund", "agreement__bank", "uploaded_by")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found = report_for(request, pk)
    rows = found.rows.select_related("cover__application__lead")
    context = {
        "report": found,
        "agreement": found.agreement,
        "page": keyset.page(rows, request.GET, order=("number",), size=100),
        "sums": bank_desk.differences(found),
        "waiting": found.confirmed_at is None and found.dropped_at is None,
        "writes": writes_for(request.user, found.agreement),
    }
    return render(request, "guarantees/report.html", context)


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirmed, every row is written; dropped, none is."""
    found = report_for(request, pk)
    if not writes_for(request.user, found.agreement):
        raise PermissionDenied(_("Le compte rendu est confirmé par les personnes de la banque."))
    if "drop" in request.POST:
        Report.objects.waiting().filter(pk=found.pk).update(dropped_at=clock.now())
        messages.success(request, _("Le compte rendu est écarté : rien n’a changé."))
        return redirect("guarantees:bank", found.agreement_id)
    try:
        count = reports.confirm(found, by=request.user)
    except StepRefused as refused:
        messages.error(request, " ".join(refused.sentences))
        return redirect(found.get_absolute_url())
    messages.success(request, _("Compte rendu confirmé : %(count)s garanties à jour.") % {"count": count})
    return redirect("guarantees:bank", found.agreement_id)


urlpatterns = [
    path("garanties/banques/<int:pk>/", bank, name="bank"),
    path("garanties/banques/<int:pk>/compte-rendu/", upload, name="upload"),
    path("garanties/comptes-rendus/<int:pk>/", report, name="report"),
    path("garanties/comptes-rendus/<int:pk>/suite/", settle, name="report_settle"),
]
