"""Messages between the holder and the administration."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from .. import roles
from ..forms.kept import Text
from ..models import Note
from .opened import opened


class NoteForm(forms.Form):
    use_required_attribute = False
    body = Text(label=gettext_lazy("Votre message"), limit=4000, rows=3)


@login_required
@require_POST
def note(request: HttpRequest, handle: str) -> HttpResponse:
    thing = opened(request, handle)
    mine = thing.roles_of(request.user)
    applicant = bool(mine & {roles.HOLDER, roles.BINDER})
    if thing.is_draft or not (applicant or mine & {roles.OFFICER, roles.MANAGER}):
        raise PermissionDenied(
            _("Les messages s’échangent entre le porteur et l’instruction, une fois le dossier déposé.")
        )
    form = NoteForm(request.POST)
    if form.is_valid():
        Note.write(thing, by=request.user, body=form.cleaned_data["body"], by_applicant=applicant)
        messages.success(request, _("Message envoyé"))
    else:
        request.session[f"note {thing.pk}"] = request.POST.get("body", "")[:20_000].replace("\x00", "")
        sentence = (
            " ".join(form.errors["body"]) if request.POST.get("body", "").strip() else _("Écrivez votre message.")
        )
        messages.error(request, sentence)
    return redirect(thing.get_absolute_url() + "#messages")


urlpatterns = [path("dossiers/<str:handle>/messages/", note, name="note")]
