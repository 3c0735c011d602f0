"""What a selected host or team wishes: the other side's files, ranked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from funding import roles as spine
from funding.models import Application

from ..forms.wishes import WishForm
from ..wishing import round_of


def mine(request: HttpRequest, handle: str) -> tuple[Any, Any]:
    """A selected file of one's own, and its round while it is open (else nothing is there)."""
    files = Application.objects.held_by(request.user).awarded().with_handle(handle)
    application = get_object_or_404(files.select_related("call__programme", "lead"))
    return application, round_of(application)


@login_required
@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest, handle: str) -> HttpResponse:
    application, found = mine(request, handle)
    if spine.HOLDER not in application.roles_of(request.user) and spine.BINDER not in application.roles_of(
        request.user
    ):
        raise PermissionDenied
    form = WishForm(request.POST or None, application=application, found=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Vos vœux sont enregistrés. Vous pouvez les changer jusqu’à l’appariement."))
        return redirect(application.get_absolute_url())
    context = {"application": application, "round": found, "form": form, "rows": form.rows()}
    return render(request, "residencies/wishes.html", context, status=422 if form.errors else 200)


urlpatterns = [path("residences/voeux/<str:handle>/", wishes, name="wishes")]
