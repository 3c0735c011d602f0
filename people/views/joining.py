from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .. import invitations
from ..forms import JoinForm
from ..models import Invitation, JoinRequest, Membership, Organisation
from .common import owned_organisation, refusal


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Open to anyone who holds the link; accepting it asks for the account of the invited address."""
    found = Invitation.objects.with_token(token).select_related("organisation", "invited_by")
    it = get_object_or_404(found)
    signed_in = request.user.is_authenticated
    obstacle = it.obstacle(request.user if signed_in else None)
    if request.method == "POST" and signed_in and not obstacle:
        return enter(request, it)
    status = 409 if obstacle and request.method == "POST" else 200
    wrong_account = bool(obstacle) and signed_in and not it.obstacle()
    context = {"invitation": it, "obstacle": obstacle, "wrong_account": wrong_account}
    return render(request, "people/invitation.html", context, status=status)


@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """From one's own list: the verified address of the account is the proof that the link would be."""
    return enter(request, get_object_or_404(Invitation.objects.addressed_to(request.user), pk=pk))


def enter(request: HttpRequest, it: Invitation) -> HttpResponse:
    try:
        membership = it.accept(by=request.user)
    except ValidationError as error:
        refusal(request, error)
        return redirect("people:organisations")
    messages.success(request, _("Vous avez rejoint %(name)s") % {"name": membership.organisation})
    return redirect(membership.organisation)


@login_required
@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Any signed-in person may ask; the sentence is the same whether owners were reached or not."""
    organisation = get_object_or_404(Organisation, pk=pk)
    form = JoinForm(request.POST)
    message = form.cleaned_data["message"] if form.is_valid() else ""
    try:
        asked = JoinRequest.ask(organisation, by=request.user, message=message)
        invitations.tell_owners(asked)
        messages.success(request, _("Demande transmise aux responsables de %(name)s") % {"name": organisation})
    except ValidationError as error:
        refusal(request, error)
    return redirect("people:organisations")


@login_required
@require_POST
def decide(request: HttpRequest, pk: int, request_pk: int) -> HttpResponse:
    organisation = owned_organisation(request, pk)
    asked = get_object_or_404(organisation.join_requests.select_related("user", "organisation"), pk=request_pk)
    accepted = request.POST.get("answer") == "accept"
    role: Any = request.POST.get("role")
    try:
        asked.decide(
            by=request.user,
            accepted=accepted,
            role=role if role in Membership.Role.values else Membership.Role.VIEWER,
        )
        asked.refresh_from_db()
        invitations.tell_asker(asked)
        messages.success(request, _("Réponse envoyée à %(person)s") % {"person": asked.user})
    except ValidationError as error:
        refusal(request, error)
    return redirect(organisation)
