"""« Contrôle des aides d’État »: each undertaking of a file, its checks with everything they read, and a new check."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from workflows import clock
from workflows.errors import StepRefused

from .. import declaring, roles, state_aid
from ..forms.state_aid import CheckForm, OutsideForm
from ..models import DeclarationRequest, StateAidCheck
from ..office_ball import SEE_REVIEWERS
from ..state_aid import sheet
from .opened import opened


def studied(request: HttpRequest, handle: str) -> tuple[Any, set[Any]]:
    """The file, for those who prepare its decision; for all its staff once it is signed."""
    thing = opened(request, handle)
    held = thing.roles_of(request.user)
    signed = thing.decision is not None and thing.decision.signed_at is not None
    if not held & (roles.STAFF if signed else SEE_REVIEWERS):
        raise PermissionDenied(_("Le contrôle des aides d’État se prépare entre ceux qui instruisent et signent."))
    return thing, held


@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, handle: str) -> HttpResponse:
    """GET: the undertakings and their checks. POST: those without economic activity recorded in one act."""
    thing, held = studied(request, handle)
    form, status = OutsideForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = state_aid.outside_of(thing, form.cleaned_data["justification"].strip())
            try:
                made = state_aid.record_all(thing, by=request.user, given=given)
            except StepRefused as refused:
                messages.error(request, " ".join(map(str, refused.sentences)))
            else:
                messages.success(request, _("Structures contrôlées : %(count)s.") % {"count": len(made)})
            return redirect("funding:state_aid", handle)
    may = roles.OFFICER in held and state_aid.checkable(thing)
    may_ask = roles.OFFICER in held and declaring.is_open(thing)
    context = {"thing": thing, "may": may, "may_ask": may_ask, "form": form, **undertakings(thing)}
    return render(request, "funding/aid/page.html", context, status=status)


def undertakings(thing: Any) -> dict[str, Any]:
    """Each with what is wrong, its declaration, and all its checks; what the decision cites of them."""
    evidence = state_aid.Evidence(thing, clock.today())
    past: dict[int, list[Any]] = {}
    for made in StateAidCheck.objects.filter(application=thing.pk).select_related("made_by").order_by("-number"):
        past.setdefault(made.partner_id, []).append(sheet_of(made))
    decision = thing.decision
    amount = decision.amount if decision and decision.kind == "award" and not decision.signed_at else None
    standing = state_aid.standing(thing, amount=amount)
    asked = {r.partner_id: r for r in DeclarationRequest.objects.filter(partner__application=thing.pk)}
    told = evidence.declarations
    rows = [
        {"standing": row, "declaration": told.get(row.partner.pk), "asked": asked.get(row.partner.pk),
         "lacking": row.partner.is_economic and declaring.outdated(told.get(row.partner.pk)),
         "sheets": past.get(row.partner.pk, [])}
        for row in standing
    ]  # fmt: skip
    waiting = [row for row in standing if row.trouble and not row.partner.is_economic]
    return {"rows": rows, "waiting": waiting, "cited": decision.state_aid if decision else []}


def sheet_of(check: StateAidCheck) -> dict[str, Any]:
    return {
        "check": check, "given": sheet.given_rows(check), "facts": sheet.fact_rows(check),
        "aids": sheet.aid_rows(check), "laws": sheet.law_rows(check), "doubtful": sheet.doubtful_rows(check),
    }  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    """A new check of one undertaking, filled in from the last one."""
    thing, held = studied(request, handle)
    if roles.OFFICER not in held:
        raise PermissionDenied(_("Le contrôle des aides d’État est fait par l’instruction du dossier."))
    partner = get_object_or_404(thing.partners.select_related("organisation"), pk=pk)
    last = StateAidCheck.objects.filter(partner=partner).order_by("number").last()
    evidence = state_aid.Evidence(thing, clock.today())
    told = evidence.declarations.get(partner.pk)
    form = CheckForm(request.POST or None, partner=partner, initial=CheckForm.starting(partner, last, told))
    status, sentences = 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return done(request, state_aid.record(thing, partner, by=request.user, given=form.given()))
            except StepRefused as refused:
                status, sentences = 409, refused.sentences
    group = state_aid.of_declaration(told, evidence.book)
    context = {"thing": thing, "partner": partner, "form": form, "sentences": sentences, "last": last,
               "declaration": told, "known": evidence.known_aids(partner), "group": group and state_aid.shown(group),
               "laws": evidence.book.rows.values(), "on": evidence.on}  # fmt: skip
    return render(request, "funding/aid/check.html", context, status=status)


def done(request: HttpRequest, made: StateAidCheck) -> HttpResponse:
    if made.passed:
        messages.success(request, _("Contrôle n° %(number)s passé : il est gardé.") % {"number": made.number})
    else:
        why = " ".join(made.sentences)
        messages.error(request, _("Contrôle n° %(number)s refusé : %(why)s") % {"number": made.number, "why": why})
    return redirect("funding:state_aid", made.application.handle)


@login_required
@require_POST
def ask(request: HttpRequest, handle: str) -> HttpResponse:
    """The officer asks the undertakings that have not declared; those asked already are reminded, once."""
    thing, held = studied(request, handle)
    if roles.OFFICER not in held:
        raise PermissionDenied(_("Le contrôle des aides d’État est fait par l’instruction du dossier."))
    if not declaring.is_open(thing):
        messages.error(request, _("La décision est prise : il n’y a plus rien à déclarer."))
    elif declaring.remind(thing, by=request.user):
        messages.success(request, _("La demande part : vous verrez ici quand l’entreprise aura déclaré."))
    else:
        messages.info(request, _("Chaque entreprise a déjà été prévenue et relancée."))
    return redirect("funding:state_aid", handle)


urlpatterns = [
    path("dossiers/<str:handle>/aides-d-etat/demander/", ask, name="aid_declaration_ask"),
    path("dossiers/<str:handle>/aides-d-etat/", page, name="state_aid"),
    path("dossiers/<str:handle>/aides-d-etat/<int:pk>/", check, name="state_aid_check"),
]
