"""Whose a call is, which cohort it fills, who selects: beside the settings that all calls share."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from funding.models import Call

from ..forms.node import RecruitmentForm
from ..models import Recruitment


@login_required
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, code: str) -> HttpResponse:
    mine = Call.objects.managed_by(request.user).filter(programme__instrument="accelerators")
    found = get_object_or_404(mine.select_related("programme"), code=code)
    form = RecruitmentForm(request.POST or None, instance=Recruitment.of(found))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("C’est enregistré."))
        return redirect("accelerators:call", code=found.code)
    context = {"form": form, "call": found}
    return render(request, "accelerators/call.html", context, status=422 if form.is_bound else 200)


urlpatterns = [path("accelerateurs/appels/<slug:code>/", call, name="call")]
