"""What everyone may read: the network, a node, a cohort's demo day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from funding.models import Call
from people.models import Department
from workflows import clock

from ..models import Cohort, Node, Recruitment


def open_calls() -> dict[Any, list[Any]]:
    """Calls that take files now, by node; those of the network under None."""
    found: dict[Any, list[Any]] = {}
    calls = Call.objects.open_at(clock.now()).filter(programme__instrument="accelerators")
    known = {r.call_id: r.node_id for r in Recruitment.objects.filter(call__in=calls)}
    for call in calls.order_by("closes_at", "id"):
        found.setdefault(known.get(call.pk), []).append(call)
    return found


def names_of_departments() -> dict[str, str]:
    return dict(Department.objects.values_list("code", "name"))


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    nodes, calls = Node.objects.accredited(clock.today()), open_calls()
    department, theme = request.GET.get("departement", "")[:3], request.GET.get("theme", "")[:60].replace("\x00", "")
    names = names_of_departments()
    kept = [node for node in nodes.select_related("organisation") if covers(node, department, theme)]
    context = {
        "rows": [(node, [names.get(code, code) for code in node.departments], calls.get(node.pk, [])) for node in kept],
        "of_network": calls.get(None, []),
        "themes": sorted({theme for node in nodes for theme in node.themes}),
        "departments": sorted({c for node in nodes for c in node.departments if c in names}),
        "names": names,
        "department": department,
        "theme": theme,
        "map": {code: sum(code in node.departments for node in kept) for node in kept for code in node.departments},
    }
    return render(request, "accelerators/network.html", context)


def covers(node: Node, department: str, theme: str) -> bool:
    """A node without departments covers France."""
    here = not department or not node.departments or department in node.departments
    return here and (not theme or theme in node.themes)


@require_safe
def node(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Node.objects.visible_to(request.user).select_related("organisation"), slug=slug)
    names = names_of_departments()
    context = {
        "node": found,
        "accredited": found.is_accredited(clock.today()),
        "departments": [names.get(code, code) for code in found.departments],
        "calls": open_calls().get(found.pk, []),
        "shown": found.cohorts.shown(),
        "cohorts": Cohort.objects.visible_to(request.user).filter(node=found),
        "may_edit": Node.objects.managed_by(request.user).filter(pk=found.pk).exists(),
        "may_open": may_open(request.user, found),
    }
    return render(request, "accelerators/node.html", context)


def may_open(user: Any, found: Node) -> bool:
    """A cohort is prepared by whoever writes for the node, or runs the network."""
    if not user.is_authenticated:
        return False
    rows = Node.objects.filter(pk=found.pk)
    return rows.of(user).exists() or rows.managed_by(user).exists()


@require_safe
def demo_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Only what its holders agreed to show, as they wrote it; the rest of a file is nobody's here."""
    cohort = get_object_or_404(Cohort.objects.shown().select_related("node__organisation"), pk=pk)
    rows = cohort.places.on_stage().select_related("application__lead__commune")
    context = {"cohort": cohort, "projects": rows.order_by("pitched_at", "pk"), "now": clock.now()}
    return render(request, "accelerators/demo_day.html", context)


urlpatterns = [
    path("accelerateurs/", network, name="network"),
    path("accelerateurs/<slug:slug>/", node, name="node"),
    path("accelerateurs/demonstrations/<int:pk>/", demo_day, name="demo_day"),
]
