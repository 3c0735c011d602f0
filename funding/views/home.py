"""What waits for a person, in all their roles at once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from workflows import clock
from workflows.models import Message

from .. import portfolio, worklists
from ..milestones import milestone, told_by_its_tail
from ..models import Application, Call, Partner
from ..navigation import desk_of
from ..worklists import FAR, Desk, R, Task

NEWS = 4
CARDS = 6
CLOSED = ("rejected", "ineligible", "implicitly_rejected", "lapsed", "withdrawn", "withdrawn_award")


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Professionals read a dense table, applicants their tasks and their files."""
    desk = desk_of(request)
    found = worklists.tasks(desk)
    if desk.is_professional or desk.holds(R.ADMINISTRATOR):
        return render(request, "funding/home/professional.html", professional(desk, found, request.GET.get("kind", "")))
    return render(request, "funding/home/holder.html", holder(desk, found))


def professional(desk: Desk, found: list[Task], chosen: str) -> dict[str, Any]:
    known = worklists.groups()
    pills = [
        (key, label, sum(task.kind in kinds for task in found))
        for key, (label, kinds) in known.items()
        if any(task.kind in kinds for task in found)
    ]
    shown = [task for task in found if task.kind in known[chosen][1]] if chosen in known else found
    return {
        "tasks": shown,
        "first": found[0] if found else None,
        "total": len(found),
        "late": sum(task.late for task in found),
        "groups": in_time(shown),
        "pills": [("", _("Tout"), len(found)), *pills],
        "load": load(desk) if desk.holds(R.OFFICER) else None,
        "closing": closing(desk) if desk.holds(R.OFFICER, R.MANAGER) else [],
        "money": money(desk) if desk.holds(R.FUNDER) else None,
        "administers": desk.holds(R.ADMINISTRATOR),
        "follows": desk.holds(*worklists.STAFF),
    }


def in_time(found: list[Task]) -> list[tuple[str, list[Task]]]:
    """Late, this week, later, without a date: the groups of the table."""
    names = [_("En retard"), _("Cette semaine"), _("Plus tard"), _("Sans échéance")]
    groups: list[list[Task]] = [[], [], [], []]
    today = clock.today()
    for task in found:
        days = (task.day - today).days
        groups[0 if task.late else 3 if task.day == FAR else 1 if days <= 7 else 2].append(task)
    return [(name, rows) for name, rows in zip(names, groups, strict=True) if rows]


def load(desk: Desk) -> dict[str, Any]:
    """One's own files by stage, and those that wait for someone else, with their first deadline."""
    mine = Application.objects.open_to(desk.user).filter(officer=desk.user).order_by()
    rows = mine.values("state").annotate(n=Count("id"), silence=Min("silence_on"), answer=Min("answer_due_on"))
    by_state = {row["state"]: row for row in rows}

    def number(*states: str) -> int:
        return sum(by_state[state]["n"] for state in states if state in by_state)

    stages = [
        (_("Vérification"), ("submitted", "incomplete")),
        (_("Évaluation"), ("eligible", "shortlisted")),
        (_("En instruction"), ("under_due_diligence",)),
        (_("Décision"), ("decision_proposed",)),
        (_("Projet en cours"), ("awarded",)),
    ]
    counts = [(label, number(*states)) for label, states in stages]
    most = max((n for _label, n in counts), default=0) or 1
    elsewhere = [
        (number("incomplete"), _("chez le porteur"), by_state.get("incomplete", {}).get("answer")),
        (number("decision_proposed"), _("à la signature"), by_state.get("decision_proposed", {}).get("silence")),
    ]
    return {
        "bars": [{"label": label, "text": n, "width": 100 * n / most} for label, n in counts],
        "total": sum(n for _label, n in counts),
        "elsewhere": [row for row in elsewhere if row[0]],
    }


def closing(desk: Desk) -> list[Call]:
    """The calls of one's scope that close next: the rush comes in their last hour."""
    mine = Call.objects.filter(desk.over(R.OFFICER, R.MANAGER, call="pk")).open_at(clock.now())
    return list(mine.exclude(closes_at=None).order_by("closes_at")[:3])


def money(desk: Desk) -> portfolio.Money:
    return sum((line.money for line in portfolio.programmes(desk)), portfolio.Money())


def holder(desk: Desk, found: list[Task]) -> dict[str, Any]:
    files = []
    ours = {m.organisation_id for m in desk.memberships}
    if ours:
        held = Partner.objects.filter(organisation__in=ours)
        last = list(held.order_by("-application").values_list("application", flat=True)[: 10 * CARDS])
        mine = Application.objects.filter(pk__in=last).exclude(state__in=CLOSED).for_lists()
        files = list(mine.select_related("call__programme", "lead", "officer").order_by("-id")[:CARDS])
    helper = next((file for file in files if file.officer), None) or next(iter(files), None)
    return {
        "tasks": found,
        "files": [(file, milestone(file, told_by_its_tail(file)), file.lead_id in ours) for file in files],
        "helper": helper,
        "elsewhere": any(file.writable for file in files),
        "news": Message.objects.visible_to(desk.user).order_by("-id")[:NEWS],
        "memberships": desk.memberships,
        "start": reverse("funding:call_list"),
    }


urlpatterns = [path("accueil/", home, name="home")]
