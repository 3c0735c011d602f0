"""Partners: found or registered by SIRET, described, invited; each confirms its own part."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people import identifiers, invitations
from people.models import Invitation, Organisation
from people.names import digits_of
from workflows import clock

from .. import budget, consortium, drafts, note_effects, sections, writers
from ..forms.partners import InviteForm, NewOrganisationForm, PartnerForm
from ..models import Partner
from ..obstacles import unproven_sentence
from .applicant_common import frame, held, led

SHOWN = 10


def budget_url(thing: Any) -> str:
    from django.urls import reverse

    return reverse("funding:application_section", args=[thing.handle, sections.BUDGET])


def filed(request: HttpRequest, thing: Any) -> HttpResponse:
    return render(request, "funding/application/filed.html", {"thing": thing}, status=409)


@login_required
@require_http_methods(["GET", "POST"])
def partner_add(request: HttpRequest, handle: str) -> HttpResponse:
    thing = led(request, handle)
    if not thing.is_draft:
        return filed(request, thing)
    form = NewOrganisationForm(request.POST) if "siret" in request.POST else None
    if request.method == "POST":
        organisation = chosen(request, form)
        if organisation is not None:
            return join(request, thing, organisation)
    typed = (request.GET.get("q") or request.POST.get("siret") or "").replace("\x00", "").strip()[:100]
    context = frame(request, thing, sections.BUDGET) | search(thing, typed)
    context["form"] = form or context["form"]
    return render(request, "funding/application/partner_add.html", context, status=422 if form else 200)


def chosen(request: HttpRequest, form: Any) -> Organisation | None:
    if form is not None:
        return form.found() if form.is_valid() else None
    picked = request.POST.get("organisation", "")
    return get_object_or_404(Organisation, pk=int(picked)) if picked.isdecimal() and len(picked) < 10 else None


def search(thing: Any, typed: str) -> dict[str, Any]:
    """Registered organisations, or the form of one that is not, or why the number is not one."""
    taken = set(thing.partners.values_list("organisation_id", flat=True))
    found = list(Organisation.objects.search(typed).select_related("commune")[:SHOWN]) if typed else []
    digits, problem, form = digits_of(typed), "", None
    if identifiers.is_digits(digits) and len(digits) >= 9:
        try:
            siret = identifiers.check_siret(digits)
            found = [organisation for organisation in found if organisation.siret == siret]
            form = None if found else NewOrganisationForm(initial={"siret": siret, "size": "not_applicable"})
        except ValidationError as error:
            problem = " ".join(error.messages) if not found else ""
    return {"q": typed, "found": found, "taken": taken, "problem": problem, "form": form, "searched": bool(typed)}


def join(request: HttpRequest, thing: Any, organisation: Organisation) -> HttpResponse:
    try:
        with transaction.atomic():
            locked = drafts.lock(thing)
            partner = consortium.add(locked, organisation)
            drafts.touch(locked)
    except drafts.DraftClosed:
        return filed(request, thing)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(budget_url(thing))
    messages.success(request, _("%(name)s rejoint le projet.") % {"name": organisation})
    return redirect("funding:partner", thing.handle, partner.pk)


@login_required
@require_http_methods(["GET", "POST"])
def partner(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    """One partner: its size and activity, whom to write to, its engagement."""
    thing = held(request, handle)
    found = get_object_or_404(thing.partners.select_related("organisation__commune"), pk=pk)
    if pk not in writers.columns_of(thing, [found], request.user):
        return redirect("funding:engage", thing.handle, pk)
    form = PartnerForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            locked = drafts.lock(thing)
            form.save()
            drafts.touch(locked)
            budget.recompute(locked)
        messages.success(request, _("Enregistré"))
        return redirect(budget_url(thing))
    return partner_page(request, thing, found, form, InviteForm(), status=422 if form.errors else 200)


def partner_page(
    request: HttpRequest, thing: Any, found: Partner, form: Any, invite: Any, status: int = 200
) -> HttpResponse:
    waiting = found.organisation.invitations.waiting(clock.now())
    context = frame(request, thing, sections.BUDGET) | {
        "partner": found,
        "form": form,
        "invite_form": invite,
        "invited": list(waiting.values_list("email", flat=True)),
        "has_members": found.organisation.memberships.exists(),
    }
    return render(request, "funding/application/partner.html", context, status=status)


@login_required
@require_POST
def partner_invite(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    """A first person for a structure that has none; those of a structure that has members are told again."""
    thing = led(request, handle)
    found = get_object_or_404(thing.partners.filter(is_lead=False).select_related("organisation"), pk=pk)
    if found.organisation.memberships.exists():
        note_effects.ask_to_engage(found)
        messages.success(request, _("Nous écrivons aux personnes qui peuvent engager %(name)s.") % {"name": found})
        return redirect("funding:partner", handle, pk)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            invitation, token = Invitation.offer_first(
                found.organisation, by=request.user, email=form.cleaned_data["email"]
            )
            invitations.send(invitation, token)
            messages.success(request, _("Invitation envoyée à %(email)s") % {"email": invitation.email})
            return redirect("funding:partner", handle, pk)
        except ValidationError as error:
            form.add_error("email", error)
    return partner_page(request, thing, found, PartnerForm(instance=found), form, status=422)


@login_required
@require_http_methods(["GET", "POST"])
def partner_remove(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    thing = led(request, handle)
    if not thing.is_draft:
        return filed(request, thing)
    found = get_object_or_404(thing.partners.filter(is_lead=False).select_related("organisation"), pk=pk)
    if request.method == "GET":
        context = frame(request, thing, sections.BUDGET) | {"partner": found}
        return render(request, "funding/application/partner_remove.html", context)
    with transaction.atomic():
        locked = drafts.lock(thing)
        consortium.remove(locked, found)
        drafts.touch(locked)
        budget.recompute(locked)
    messages.success(request, _("%(name)s ne participe plus au projet.") % {"name": found})
    return redirect(budget_url(thing))


@login_required
@require_http_methods(["GET", "POST"])
def engage(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    """The partner reads its part and confirms it, by someone who may bind it."""
    thing = held(request, handle)
    found = get_object_or_404(thing.partners.select_related("organisation").prefetch_related("costs"), pk=pk)
    may, wall = writers.binds(request.user, found.organisation), ""
    if may and writers.unproven(request.user, found.organisation_id):
        wall = unproven_sentence(thing, found.organisation)
    if request.method == "POST":
        if not may:
            raise PermissionDenied(
                _("Seule une personne qui peut engager %(name)s confirme sa participation.") % {"name": found}
            )
        if wall:
            raise PermissionDenied(wall)
        if not thing.is_draft:
            return filed(request, thing)
        with transaction.atomic():
            drafts.lock(thing)
            fresh = Partner.objects.filter(pk=found.pk, engaged_at=None)
            fresh.update(engaged_at=clock.now(), engaged_by=str(request.user)[:200])
        messages.success(request, _("La participation de %(name)s est confirmée.") % {"name": found})
        return redirect("funding:application", thing.handle)
    labels = {category["key"]: category["label"] for category in thing.call.cost_categories}
    costs = [(labels.get(line.category, line.category), line.amount) for line in found.costs.all() if line.amount]
    context = {"thing": thing, "call": thing.call, "partner": found, "may": may, "wall": wall, "costs": costs}
    return render(request, "funding/application/engage.html", context)


urlpatterns = [
    path("dossiers/<str:handle>/partenaires/ajouter/", partner_add, name="partner_add"),
    path("dossiers/<str:handle>/partenaires/<int:pk>/", partner, name="partner"),
    path("dossiers/<str:handle>/partenaires/<int:pk>/inviter/", partner_invite, name="partner_invite"),
    path("dossiers/<str:handle>/partenaires/<int:pk>/enlever/", partner_remove, name="partner_remove"),
    path("dossiers/<str:handle>/partenaires/<int:pk>/engager/", engage, name="engage"),
]
