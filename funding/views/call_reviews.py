"""A call's reviews, for its chair, officers and managers; and the debate on a file, once one's own opinion is given."""

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
from django.views.decorators.http import require_GET, require_POST

from look import keyset
from workflows import clock

from .. import debate, roles
from ..call_reviews import CallReviews
from ..forms.kept import Text
from ..models import Call
from .opened import opened

READERS = frozenset({roles.CHAIR, roles.OFFICER, roles.MANAGER, roles.SIGNATORY})
SIZE = 50


@login_required
@require_GET
def call_reviews(request: HttpRequest, code: str) -> HttpResponse:
    call = get_object_or_404(Call.objects.visible_to(request.user), code=code)
    held = call.roles_of(request.user)
    if not held & READERS:
        raise PermissionDenied(_("Les évaluations d’un appel se lisent entre ceux qui l’instruisent et le président."))
    found = CallReviews(call, request.user, clock.today())
    divergent = found.divergent()
    only = request.GET.get("state") == "divergent"
    rows = found.files.filter(pk__in=divergent) if only else found.files
    page = keyset.page(rows.select_related("lead"), request.GET, order=("pk",), size=SIZE)
    context = {
        "call": call, "page": page, "lines": found.lines(page.rows), "reviewers": found.reviewers(),
        "choices": [("", _("Tous"), None), ("divergent", _("Avis divergents"), len(divergent))],
        "may_assign": roles.OFFICER in held,
    }  # fmt: skip
    return render(request, "funding/review/call.html", context)


class RemarkForm(forms.Form):
    use_required_attribute = False
    body = Text(label=gettext_lazy("Votre contribution au débat"), limit=4000, rows=3)


@login_required
@require_POST
def remark(request: HttpRequest, handle: str) -> HttpResponse:
    thing = opened(request, handle)
    if not debate.open_to(thing, request.user) or not thing.in_assessment:
        raise PermissionDenied(_("Le débat s’ouvre après la remise de votre évaluation, jusqu’à la décision."))
    form: Any = RemarkForm(request.POST)
    if form.is_valid():
        debate.say(thing, by=request.user, body=form.cleaned_data["body"])
        messages.success(request, _("Votre contribution est ajoutée."))
    else:
        messages.error(request, " ".join(str(error) for error in form.errors["body"]))
    return redirect(f"{thing.get_absolute_url()}?tab=reviews#debat")


urlpatterns = [
    path("appels/<slug:code>/evaluations/", call_reviews, name="call_reviews"),
    path("dossiers/<str:handle>/debat/", remark, name="remark"),
]
