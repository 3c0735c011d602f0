"""Pages that only say something: help, accessibility, legal notice, personal data, open data, a call's papers."""

from __future__ import annotations

import csv
import io
from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ..models import Call

PAGES = {
    "help": "aide/",
    "accessibility": "accessibilite/",
    "legal": "mentions-legales/",
    "privacy": "donnees-personnelles/",
    "open_data": "donnees-ouvertes/",
}


@require_GET
def page(request: HttpRequest, name: str) -> HttpResponse:
    context = {"site_contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1], "calls_url": reverse("funding:call_list")}
    return render(request, f"funding/public/{name}.html", context)


@require_GET
def budget_template(request: HttpRequest, code: str) -> HttpResponse:
    """The call's cost categories as a sheet to fill in at one's desk, before typing them here."""
    call = get_object_or_404(Call.objects.visible_to(request.user), code=code)
    sheet = io.StringIO()
    rows = csv.writer(sheet, delimiter=";")
    rows.writerow([_("Poste de dépense"), _("Chef de file"), _("Partenaire 1"), _("Partenaire 2"), _("Total")])
    for category in call.cost_categories:
        rows.writerow([harmless(category["label"]), "", "", "", ""])
    rows.writerow([_("Total")])
    response = HttpResponse("\ufeff" + sheet.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="budget-{call.code}.csv"'
    return response


def harmless(text: str) -> str:
    """A spreadsheet must not read a typed text as a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


urlpatterns = [
    *(path(address, page, {"name": name}, name=name) for name, address in PAGES.items()),
    path("appels/<slug:code>/budget.csv", budget_template, name="budget_template"),
]
