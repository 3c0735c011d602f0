"""The rules of the law: which versions hold, their figures, and a new version, which is published once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from workflows import clock

from ..forms.law import LawForm, shown
from ..law import Book
from ..models import LawVersion
from ..navigation import desk_of
from ..worklists import STAFF
from .manage_access import manages_everything


def readers_only(request: HttpRequest) -> None:
    if not desk_of(request).holds(*STAFF):
        raise PermissionDenied(_("Les règles du droit sont lues par ceux qui instruisent, décident et financent."))


def editors_only(request: HttpRequest) -> None:
    if not manages_everything(request.user):
        raise PermissionDenied(_("Une règle du droit vaut pour tous les programmes : qui les gère tous la change."))


@login_required
@require_GET
def law_list(request: HttpRequest) -> HttpResponse:
    readers_only(request)
    today = clock.today()
    may = manages_everything(request.user)
    versions: dict[str, list[LawVersion]] = {table: [] for table in LawVersion.Table.values}
    for row in LawVersion.objects.in_order():
        if may or not row.is_draft:
            versions[row.table].append(row)
    holding = Book.of(today).rows
    rows = [
        {"table": table, "label": LawVersion.Table(table).label, "versions": found, "now": holding.get(table)}
        for table, found in versions.items()
    ]
    return render(request, "funding/law/list.html", {"rows": rows, "may": may, "today": today})


@login_required
@require_POST
def law_new(request: HttpRequest, table: str) -> HttpResponse:
    """A draft that starts from the latest version; the one already in preparation is opened instead."""
    editors_only(request)
    if table not in LawVersion.Table.values:
        raise Http404
    return redirect(LawVersion.draft_of(table, by=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def law(request: HttpRequest, pk: int) -> HttpResponse:
    readers_only(request)
    may = manages_everything(request.user)
    visible = LawVersion.objects.in_order() if may else LawVersion.objects.published().in_order()
    row = get_object_or_404(visible, pk=pk)
    if request.method == "POST":
        editors_only(request)
        return save(request, pk)
    form = LawForm(instance=row) if row.is_draft else None
    return law_page(request, row, form, may)


def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Under the row's lock: nobody writes in a version while another publishes it."""
    with transaction.atomic():
        row = LawVersion.objects.select_for_update().get(pk=pk)
        if not row.is_draft:
            messages.error(request, _("Cette version est publiée : elle ne change plus. Préparez-en une autre."))
            return redirect(row)
        form = LawForm(request.POST, instance=row)
        if form.is_valid():
            saved = form.save()
            if "publish" in request.POST:
                saved.publish(by=request.user)
                messages.success(request, _("La version %(number)s est publiée.") % {"number": saved.number})
            else:
                messages.success(request, _("C’est enregistré. Rien ne s’applique avant la publication."))
            return redirect(saved)
    return law_page(request, row, form, may=True, status=422)


def law_page(request: HttpRequest, row: LawVersion, form: Any, may: bool, status: int = 200) -> HttpResponse:
    context = {"row": row, "form": form, "may": may, "groups": shown(row) if form is None else []}
    return render(request, "funding/law/page.html", context, status=status)


urlpatterns = [
    path("gestion/regles-du-droit/", law_list, name="law_list"),
    path("gestion/regles-du-droit/<int:pk>/", law, name="law"),
    path("gestion/regles-du-droit/<slug:table>/nouvelle/", law_new, name="law_new"),
]
