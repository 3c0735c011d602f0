"""Opening a fund, its contributors and its banks; recording what comes in and what it costs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workflows import clock
from workflows.errors import StepRefused

from .. import roles
from ..fund_forms import AgreementForm, ContributorForm, FundForm, MovementForm
from ..models import GuaranteeFund
from .funds import found_for


def page(request: HttpRequest, form: forms.Form, title: str, fund: GuaranteeFund | None, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "fund": fund, "button": button}
    return render(request, "guarantees/form.html", context, status=422 if form.errors else 200)


def only(request: HttpRequest, code: str, role: Any) -> GuaranteeFund:
    fund, held = found_for(request, code)
    if role not in held:
        said = _("Cette page est réservée à un autre rôle du fonds : « %(role)s ».")
        raise PermissionDenied(said % {"role": role.label})
    return fund


@login_required
@require_http_methods(["GET", "POST"])
def fund_new(request: HttpRequest) -> HttpResponse:
    if not GuaranteeFund.openable_by(request.user).exists():
        raise PermissionDenied(_("Un fonds s’ouvre sur un programme de garantie que vous gérez."))
    form = FundForm(request.POST or None, programmes=GuaranteeFund.openable_by(request.user))
    if request.method == "POST" and form.is_valid():
        fund = form.save()
        messages.success(request, _("Le fonds est ouvert : ajoutez ses contributeurs."))
        return redirect(fund.get_absolute_url())
    return page(request, form, _("Ouvrir un fonds de garantie"), None, _("Ouvrir le fonds"))


@login_required
@require_http_methods(["GET", "POST"])
def contributor_new(request: HttpRequest, code: str) -> HttpResponse:
    fund = only(request, code, roles.MANAGER)
    form = ContributorForm(request.POST or None, fund=fund)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Le contributeur est ajouté : son apport compte une fois reçu."))
        return redirect(fund.get_absolute_url())
    return page(request, form, _("Ajouter un contributeur"), fund, _("Ajouter le contributeur"))


@login_required
@require_http_methods(["GET", "POST"])
def agreement_new(request: HttpRequest, code: str) -> HttpResponse:
    fund = only(request, code, roles.MANAGER)
    form = AgreementForm(request.POST or None, fund=fund)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("La convention est enregistrée : la banque peut présenter des prêts."))
        return redirect(fund.get_absolute_url())
    return page(request, form, _("Enregistrer une convention de partenariat"), fund, _("Enregistrer la convention"))


@login_required
@require_http_methods(["GET", "POST"])
def movement(request: HttpRequest, code: str) -> HttpResponse:
    fund = only(request, code, roles.FINANCE)
    form = MovementForm(request.POST or None, fund=fund)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                attempt = SimpleNamespace(by=request.user, at=clock.now())
                form.write(GuaranteeFund.locked(fund.pk), attempt)
        except StepRefused as refused:
            form.add_error(None, " ".join(refused.sentences))
        else:
            messages.success(request, _("L’écriture est passée."))
            return redirect(fund.get_absolute_url())
    return page(request, form, _("Passer une écriture"), fund, _("Passer l’écriture"))


urlpatterns = [
    path("garanties/fonds-nouveau/", fund_new, name="fund_new"),
    path("garanties/fonds/<slug:code>/contributeurs/nouveau/", contributor_new, name="contributor_new"),
    path("garanties/fonds/<slug:code>/conventions/nouvelle/", agreement_new, name="agreement_new"),
    path("garanties/fonds/<slug:code>/ecritures/nouvelle/", movement, name="movement"),
]
