"""The pool of a call, for who composes it: those who judge, those who are called, and whoever opens the link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from people.forms.account import InvitedAccountForm
from people.models import User
from workflows import clock

from .. import assigning, inviting, roles
from ..forms.assigning import PoolForm
from ..models import Call, PoolInvitation
from .manage_access import managed_call

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_required
@require_http_methods(["GET", "POST"])
def pool(request: HttpRequest, code: str) -> HttpResponse:
    """Who instructs the call reads it, who manages it calls people in."""
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("programme"), code=code)
    held = call.roles_of(request.user)
    if not held & {roles.MANAGER, roles.OFFICER} or (request.method == "POST" and roles.MANAGER not in held):
        raise PermissionDenied(_("Le vivier d’un appel est composé par ses responsables."))
    form = PoolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = called(request, call, form.cleaned_data)
        if not done.aside:
            return redirect("funding:pool", code=call.code)
        form.aside(done.aside)
    context = {
        "call": call, "form": form, "manages": roles.MANAGER in held, "members": assigning.pool(call),
        "officiates": roles.OFFICER in held, "now": clock.now(),
        "invitations": call.pool_invitations.unanswered().select_related("invited_by"),
    }  # fmt: skip
    return render(request, "funding/assigning/pool.html", context, status=422 if form.errors else 200)


def called(request: HttpRequest, call: Call, data: dict[str, Any]) -> inviting.Called:
    known = {"themes": data["words"], "departments": data["places"], "capacity": data["capacity"]}
    done = inviting.call_in(call, data["addresses"], by=request.user, role=data["role"], **known)
    if n := len(done.given):
        words = ngettext("%(n)s personne avait un compte : elle a son mandat.",
                         "%(n)s personnes avaient un compte : elles ont leur mandat.", n)  # fmt: skip
        messages.success(request, words % {"n": n})
    if n := len(done.invited):
        words = ngettext("%(n)s invitation part par courriel.", "%(n)s invitations partent par courriel.", n)
        messages.success(request, words % {"n": n})
    return done


def unanswered(request: HttpRequest, code: str, pk: int) -> PoolInvitation:
    return get_object_or_404(managed_call(request, code).pool_invitations.unanswered(), pk=pk)


@login_required
@require_POST
def pool_resend(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    it = unanswered(request, code, pk)
    if inviting.again(it, by=request.user):
        messages.success(request, _("%(who)s a un compte depuis : son mandat est donné.") % {"who": it.email})
    else:
        messages.success(request, _("L’invitation de %(who)s repart, avec un nouveau lien.") % {"who": it.email})
    return redirect("funding:pool", code=code)


@login_required
@require_POST
def pool_cancel(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    inviting.cancel(unanswered(request, code, pk))
    messages.success(request, _("Invitation annulée : son lien n’ouvre plus rien"))
    return redirect("funding:pool", code=code)


@never_cache
@require_http_methods(["GET", "POST"])
def pool_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Open to who holds the link: it proves the address. Another account is told so, and nothing else happens."""
    it = get_object_or_404(PoolInvitation.objects.with_token(token).select_related("call", "invited_by"))
    signed_in = request.user.is_authenticated
    obstacle = it.obstacle(request.user if signed_in else None)
    known = signed_in or User.objects.filter(email__iexact=it.email).exists()
    form = None if known or obstacle else InvitedAccountForm(request.POST or None, initial=named(it), email=it.email)
    if request.method == "POST" and not obstacle and (signed_in or (form and form.is_valid())):
        return entered(request, it, form)
    wrong = bool(obstacle) and signed_in and not it.obstacle()
    context = {"invitation": it, "obstacle": obstacle, "wrong_account": wrong, "known": known, "form": form}
    status = 409 if obstacle and request.method == "POST" else 422 if form and form.errors else 200
    return render(request, "funding/assigning/invitation.html", context, status=status)


def named(it: PoolInvitation) -> dict[str, str]:
    first, _space, last = it.name.partition(" ")
    return {"first_name": first, "last_name": last}


def entered(request: HttpRequest, it: PoolInvitation, form: InvitedAccountForm | None) -> HttpResponse:
    try:
        if form is None:
            inviting.accept(it, by=request.user)
        else:
            account = {**form.cleaned_data, "language": (get_language() or "fr")[:2]}
            login(request, inviting.accept(it, **account), backend=BACKEND)
    except ValidationError as error:  # answered, cancelled or signed up in the meantime
        messages.error(request, " ".join(error.messages))
        return redirect(request.path)
    messages.success(request, _("Vous avez accepté l’invitation. Merci !"))
    if it.role == PoolInvitation.Role.MEMBER:
        return redirect("funding:home")
    return redirect("funding:interests", code=it.call.code)


urlpatterns = [
    path("appels/<slug:code>/vivier/", pool, name="pool"),
    path("appels/<slug:code>/vivier/<int:pk>/renvoyer/", pool_resend, name="pool_resend"),
    path("appels/<slug:code>/vivier/<int:pk>/annuler/", pool_cancel, name="pool_cancel"),
    path("invitations/appels/<str:token>/", pool_invitation, name="pool_invitation"),
]
