"""The network, for whoever runs it: accredit a node, mend its page, open a cohort."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from funding.models import Programme
from people.models import Mandate

from ..forms.node import NewCohortForm, NodeForm
from ..models import Cohort, Node
from ..models.node import programmes_under
from .public import may_open


def networks(user: Any) -> Any:
    """The programmes of this instrument whose manager one is."""
    held = [mandate for mandate in user.mandates_in_force() if mandate.role == Mandate.Role.MANAGER]
    return Programme.objects.filter(programmes_under(held, "pk"), instrument="accelerators")


@login_required
@require_http_methods(["GET", "POST"])
def node_new(request: HttpRequest) -> HttpResponse:
    programmes = networks(request.user)
    if not programmes.exists():
        raise Http404
    return node_form(request, Node(), programmes)


@login_required
@require_http_methods(["GET", "POST"])
def node_edit(request: HttpRequest, slug: str) -> HttpResponse:
    node = get_object_or_404(Node.objects.managed_by(request.user), slug=slug)
    return node_form(request, node, networks(request.user))


def node_form(request: HttpRequest, node: Node, programmes: Any) -> HttpResponse:
    new = node.pk is None
    form = NodeForm(request.POST or None, instance=node, programmes=programmes)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, _("L’accélérateur entre dans le réseau.") if new else _("C’est enregistré."))
        return redirect(saved)
    context = {"form": form, "node": None if new else node}
    return render(request, "accelerators/node_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def cohort_new(request: HttpRequest, slug: str) -> HttpResponse:
    node = get_object_or_404(Node.objects.visible_to(request.user), slug=slug)
    if not may_open(request.user, node):
        raise Http404
    last = node.cohorts.aggregate(last=Max("number"))["last"] or 0
    fresh = Cohort(node=node, number=last + 1, capacity=node.capacity)
    fresh.name = _("Promotion %(number)s") % {"number": last + 1}
    form = NewCohortForm(request.POST or None, instance=fresh)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("La promotion est ouverte : il reste ses jalons et ses accompagnateurs."))
        return redirect(form.save())
    context = {"form": form, "node": node}
    return render(request, "accelerators/cohort_new.html", context, status=422 if form.is_bound else 200)


urlpatterns = [
    path("accelerateurs/reseau/nouveau/", node_new, name="node_new"),
    path("accelerateurs/reseau/<slug:slug>/modifier/", node_edit, name="node_edit"),
    path("accelerateurs/reseau/<slug:slug>/promotion/", cohort_new, name="cohort_new"),
]
