from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import invitations
from ..forms import InviteForm, MemberForm
from ..models import Invitation, Organisation
from .common import owned_organisation, refusal, visible_organisation
from .organisations import organisation_page


@login_required
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = owned_organisation(request, pk)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            offer(request, organisation, **form.cleaned_data)
            return redirect(organisation)
        except ValidationError as error:
            form.add_error("email", error)
    return organisation_page(request, organisation, form, status=422 if form.errors else 200)


def offer(request: HttpRequest, organisation: Organisation, *, email: str, role: str, may_bind: bool) -> None:
    invitation, token = Invitation.offer(organisation, by=request.user, email=email, role=role, may_bind=may_bind)
    if invitations.send(invitation, token):
        messages.success(request, _("Invitation envoyée à %(email)s") % {"email": email})
    else:
        messages.error(
            request,
            _("L’invitation est prête, mais le message n’est pas parti. Renvoyez-la dans quelques minutes."),
        )


@login_required
@require_POST
def resend(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    organisation = owned_organisation(request, pk)
    old = get_object_or_404(organisation.invitations.filter(accepted_at=None), pk=invitation_pk)
    try:
        offer(request, organisation, email=old.email, role=old.role, may_bind=old.may_bind)
    except ValidationError as error:
        refusal(request, error)
    return redirect(organisation)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    organisation = owned_organisation(request, pk)
    get_object_or_404(organisation.invitations.filter(accepted_at=None), pk=invitation_pk).cancel(by=request.user)
    messages.success(request, _("Invitation annulée : son lien n’ouvre plus rien"))
    return redirect(organisation)


@login_required
@require_POST
def change(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    organisation = owned_organisation(request, pk)
    member = get_object_or_404(organisation.memberships.select_related("user"), pk=member_pk)
    form = MemberForm(request.POST, prefix=f"m{member.pk}")
    if not form.is_valid():
        return redirect(organisation)
    try:
        member.change(by=request.user, **form.cleaned_data)
        messages.success(request, _("Droits de %(person)s enregistrés") % {"person": member.user})
    except ValidationError as error:
        refusal(request, error)
    return redirect(organisation)


@login_required
def remove(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    organisation = visible_organisation(request, pk)
    member = get_object_or_404(organisation.memberships.select_related("user", "organisation"), pk=member_pk)
    leaving = member.user_id == request.user.pk
    if not leaving and not organisation.is_run_by(request.user):
        raise PermissionDenied
    if request.method != "POST":
        context = {"organisation": organisation, "member": member, "leaving": leaving}
        return render(request, "people/member_remove.html", context)
    try:
        member.remove(by=request.user)
    except ValidationError as error:
        refusal(request, error)
        return redirect(organisation)
    messages.success(request, _("%(person)s n’est plus membre") % {"person": member.user})
    return redirect("people:organisations" if leaving else organisation)
