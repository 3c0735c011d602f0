"""The journal as its members read and write it, on a phone first."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from look import keyset

from .. import roles
from ..forms.journal import EntryForm
from ..models import JournalEntry, Residency


def stay_of(request: HttpRequest, pk: int) -> Residency:
    stays = Residency.objects.visible_to(request.user).with_sides().prefetch_related("weeks")
    return get_object_or_404(stays, pk=pk)


def may_write(request: HttpRequest, stay: Residency) -> bool:
    return stay.running and bool(stay.roles_of(request.user) & {roles.TEAM, roles.TEAM_BINDER})


@login_required
@require_http_methods(["GET"])
def journal(request: HttpRequest, pk: int) -> HttpResponse:
    stay = stay_of(request, pk)
    rows = JournalEntry.objects.visible_to(request.user).filter(residency=stay).by_day()
    page = keyset.page(rows, request.GET, order=("-day", "-pk"), size=12)
    context = {"stay": stay, "page": page, "writes": may_write(request, stay)}
    return render(request, "residencies/journal.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: int, entry: int | None = None) -> HttpResponse:
    """A new page, or one's own again; never another's, nor once the stay is presented."""
    stay = stay_of(request, pk)
    if not may_write(request, stay):
        raise PermissionDenied(_("Le journal est écrit par l’équipe, tant que le séjour dure."))
    known = get_object_or_404(stay.entries.filter(author=request.user), pk=entry) if entry else None
    form = EntryForm(request.POST or None, request.FILES or None, instance=known, residency=stay)
    if request.method == "POST" and form.is_valid():
        page = form.write(request.user)
        messages.success(request, _("La page est au journal."))
        return redirect(page.get_absolute_url())
    context = {"stay": stay, "form": form, "entry": known}
    return render(request, "residencies/write.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("residences/<int:pk>/journal/", journal, name="journal"),
    path("residences/<int:pk>/journal/ecrire/", write, name="write"),
    path("residences/<int:pk>/journal/<int:entry>/", write, name="entry"),
]
