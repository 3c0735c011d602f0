from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from look import keyset
from workflows import clock

from ..forms import InviteForm, JoinForm, MemberForm, OrganisationForm
from ..models import Commune, Epci, Invitation, Membership, Organisation
from .common import owned_organisation, typed, visible_organisation


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    invitations = Invitation.objects.addressed_to(request.user).waiting(clock.now())
    context = {
        "memberships": request.user.memberships.select_related("organisation__commune").order_by("organisation__key"),
        "invitations": invitations.select_related("organisation", "invited_by"),
        "requests": request.user.join_requests.waiting().select_related("organisation"),
    }
    return render(request, "people/organisations.html", context)


@login_required
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    return organisation_page(request, visible_organisation(request, pk), InviteForm())


def organisation_page(
    request: HttpRequest, it: Organisation, invite_form: InviteForm, status: int = 200
) -> HttpResponse:
    """Also drawn by the invitation that was refused, with what was typed."""
    members = list(it.memberships.all().by_name())
    me = next((member for member in members if member.user_id == request.user.pk), None)
    owner = me.role == Membership.Role.OWNER if me else it.is_run_by(request.user)
    rows = [
        {"member": member, "form": MemberForm(instance=member, prefix=f"m{member.pk}") if owner else None}
        for member in members
    ]
    context = {"organisation": it, "me": me, "owner": owner, "rows": rows, "invite_form": invite_form}
    context["has_binder"] = any(member.may_bind for member in members)
    context["roles"] = Membership.Role.choices
    if owner:
        context["invitations"] = it.invitations.filter(accepted_at=None, cancelled_at=None)
        context["requests"] = it.join_requests.waiting().select_related("user")
        context["now"] = clock.now()
        changes = it.changes.select_related("person", "by")
        context["changes"] = keyset.page(changes, request.GET, order=("-pk",), size=10)
    return render(request, "people/organisation.html", context, status=status)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    place = place_named(request)
    known = {"siret": siret} if (siret := typed(request, "siret")) else {}
    form = OrganisationForm(request.POST or None, place=place, initial=known)
    if form.is_valid():
        with transaction.atomic():
            it = form.save()
            Membership.enter(it, request.user, by=request.user, role=Membership.Role.OWNER)
        messages.success(request, _("Structure inscrite : vous en êtes responsable"))
        return redirect(it)
    context = {"form": form, "place": place, "existing": already_there(form), "join_form": JoinForm()}
    return render(request, "people/organisation_form.html", context, status=422 if form.errors else 200)


def place_named(request: HttpRequest) -> Commune | Epci | None:
    """The town or the intercommunality that one came from, named in the address."""
    if code := typed(request, "commune"):
        return get_object_or_404(Commune.objects.select_related("department", "epci"), pk=code)
    if siren := typed(request, "epci"):
        return get_object_or_404(Epci.objects.select_related("department"), pk=siren)
    return None


def already_there(form: OrganisationForm) -> Organisation | None:
    siret = form.cleaned_data.get("siret") if form.is_bound else ""
    return Organisation.objects.filter(siret=siret).first() if siret else None


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    it = owned_organisation(request, pk)
    form = OrganisationForm(request.POST or None, instance=it)
    if form.is_valid():
        form.save()
        messages.success(request, _("Fiche enregistrée"))
        return redirect(it)
    context = {"form": form, "organisation": it}
    return render(request, "people/organisation_form.html", context, status=422 if form.errors else 200)
