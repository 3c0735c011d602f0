from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from look import keyset
from workflows import clock

from .. import mandates as office
from .. import scopes
from ..forms import EndMandateForm, MandateForm
from ..models import Change, Mandate
from .common import typed


@login_required
def mandates(request: HttpRequest) -> HttpResponse:
    """In force, to come or ended; those one may see."""
    held = office.offices(request.user)
    gives = request.user.is_superuser or bool(held)
    if not gives and not request.user.mandates.exists():
        raise Http404
    today, show = clock.today(), typed(request, "etat") or "en-cours"
    if show == "historique":
        return history(request)
    rows = Mandate.objects.visible_to(request.user).select_related("user", "organisation", "department")
    shown = {"en-cours": rows.in_force, "a-venir": rows.to_come, "finis": rows.ended}.get(show)
    rows = shown(today) if shown else rows
    page = keyset.page(rows, request.GET, order=("-valid_from", "-pk"))
    named, may_end = scopes.names(page), office.ending_rights(request.user, held)
    for mandate in page:
        mandate.may_be_ended = may_end(mandate)
        mandate.covered = named.get((mandate.scope_kind, mandate.scope_id), mandate.scope_id)
    context = {
        "page": page,
        "show": show,
        "tabs": tabs(office.is_administrator(request.user, held)),
        "gives": gives,
    }
    return render(request, "people/mandates.html", context)


def tabs(administrator: bool) -> list[tuple[str, str]]:
    shown = [("en-cours", _("En vigueur")), ("a-venir", _("À venir")), ("finis", _("Terminés"))]
    return [*shown, ("historique", _("Historique"))] if administrator else shown


def history(request: HttpRequest) -> HttpResponse:
    """Who gave, changed or ended what, and when: for administrators."""
    if not office.is_administrator(request.user):
        raise Http404
    rows = Change.objects.select_related("person", "by", "organisation")
    context = {
        "changes": keyset.page(rows, request.GET, order=("-pk",)),
        "show": "historique",
        "tabs": tabs(True),
        "gives": True,
    }
    return render(request, "people/mandates.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    if not office.keeps_mandates(request.user):
        raise Http404
    form = MandateForm(request.POST or None, by=request.user)
    if form.is_valid():
        mandate = form.save()
        messages.success(request, _("Mandat donné à %(person)s") % {"person": mandate.user})
        return redirect("people:mandates")
    return render(request, "people/mandate_form.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Mandate.objects.visible_to(request.user).select_related("user")
    mandate = get_object_or_404(visible, pk=pk)
    if not office.ending_rights(request.user)(mandate):
        raise PermissionDenied
    form = EndMandateForm(request.POST or None)
    if form.is_valid():
        try:
            mandate.end(by=request.user, on=form.cleaned_data["last_day"])
            messages.success(request, _("Mandat de %(person)s : dernier jour fixé") % {"person": mandate.user})
            return redirect("people:mandates")
        except ValidationError as error:
            form.add_error("last_day", error)
    context = {"form": form, "mandate": mandate}
    return render(request, "people/mandate_end.html", context, status=422 if form.errors else 200)
