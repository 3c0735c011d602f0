"""Find one's organisation: among those registered, then in the lists of towns and intercommunalities."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import identifiers
from ..forms import JoinForm
from ..forms.towns import find as find_towns
from ..models import Epci, Organisation
from ..names import digits_of
from .common import typed

SHOWN = 10


@login_required
def find(request: HttpRequest) -> HttpResponse:
    text = typed(request)
    context = {"q": text, "join_form": JoinForm(), **(results(request, text) if text else {})}
    page = "people/_found.html" if request.headers.get("HX-Request") else "people/organisation_find.html"
    return render(request, page, context)


def results(request: HttpRequest, text: str) -> dict[str, Any]:
    digits = digits_of(text)
    registered = Organisation.objects.search(text).select_related("commune")[:SHOWN]
    towns, note = find_towns(text)
    number, problem = "", ""
    if identifiers.is_digits(digits) and len(digits) > 5:
        note = ""
        try:
            number = (identifiers.check_siren if len(digits) == 9 else identifiers.check_siret)(digits)
        except ValidationError as error:
            problem = " ".join(error.messages)
    return {
        "searched": True,
        "registered": registered,
        "mine": set(Organisation.objects.of(request.user).values_list("pk", flat=True)),
        "asked": set(request.user.join_requests.waiting().values_list("organisation_id", flat=True)),
        "towns": towns,
        "epcis": Epci.objects.search(text).select_related("department")[:SHOWN],
        "note": note,
        "problem": problem,
        "siret": number if len(number) == identifiers.SIRET_LENGTH else "",
    }


@login_required
def towns(request: HttpRequest) -> HttpResponse:
    """What the town picker swaps in as one types; a page of its own for who opens the address."""
    found, note = find_towns(typed(request, "town"))
    context = {"town_choices": found, "town_note": note, "chosen": request.GET.get("commune", "")}
    page = "people/_town_choices.html" if request.headers.get("HX-Request") else "people/towns.html"
    return render(request, page, context)
