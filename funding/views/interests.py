"""Declarations of interests: for a call, and what one already declared on its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import conflicts
from ..forms.interest import CallInterestForm
from ..models import Call, Interest, Review
from ..navigation import desk_of
from ..worklists import R

DECLARE = (R.REVIEWER, R.CHAIR, R.OFFICER, R.MANAGER, R.SIGNATORY, R.FINANCE, R.FUNDER)


def concerned(request: HttpRequest, code: str) -> Call:
    """A call on which one holds an office, or has a file to judge."""
    call = get_object_or_404(Call, code=code)
    mandated = Call.objects.filter(desk_of(request).over(*DECLARE, call="pk"), pk=call.pk).exists()
    if not mandated and not Review.objects.filter(reviewer=request.user, application__call=call).exists():
        raise Http404
    return call


@login_required
@require_http_methods(["GET", "POST"])
def interests(request: HttpRequest, code: str) -> HttpResponse:
    call = concerned(request, code)
    mine = Interest.objects.of(request.user).filter(call=call)
    lifted, mine = mine.lifted().select_related("application", "lifted_by"), mine.standing()
    whole = mine.on_calls().first()
    form = CallInterestForm(request.POST or None, initial={"kind": whole.kind if whole else None})
    if request.method == "POST" and form.is_valid():
        conflicts.declare(request.user, call, kind=form.cleaned_data["kind"], reason=form.cleaned_data["reason"])
        messages.success(request, _("Votre déclaration est enregistrée, avec sa date."))
        return redirect(onward(request, call))
    context = {
        "call": call, "form": form, "whole": whole, "closed": whole is not None and whole.kind == Interest.Kind.LINK,
        "declared": mine.on_files().links().select_related("application"),
        "lifted": lifted,
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }  # fmt: skip
    return render(request, "funding/review/interests.html", context, status=422 if request.method == "POST" else 200)


def onward(request: HttpRequest, call: Call) -> str:
    """Back to the file that asked for the declaration, when it is one's own review."""
    wanted: Any = request.POST.get("next", "")
    mine = Review.objects.visible_to(request.user).filter(reviewer=request.user, application__call=call)
    if wanted.isdecimal() and len(wanted) < 19 and mine.filter(pk=int(wanted)).exists():
        return reverse("funding:review", args=[int(wanted)])
    return reverse("funding:interests", args=[call.code])


urlpatterns = [path("appels/<slug:code>/interets/", interests, name="interests")]
