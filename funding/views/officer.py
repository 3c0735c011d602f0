"""The work list: every file one may see ex officio, narrowed, sorted, page by page without counting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_GET, require_POST

from look import keyset
from workflows.errors import NotYours, StepRefused

from ..forms.list_filter import ApplicationFilter
from ..milestones import milestone
from ..models import Application
from ..models.application_record import PENDING
from ..navigation import desk_of
from ..worklists import STAFF, R
from . import officer_file
from .officer_file import file_context

# What one may sort by; the second says what the pager tells. `due` leaves out the files that wait for nothing.
ORDERS = {
    "-filed": (("-pk",), gettext_noop("Les derniers déposés d’abord")),
    "filed": (("pk",), gettext_noop("Les premiers déposés d’abord")),
    "due": (("silence_on", "pk"), gettext_noop("Échéance la plus proche d’abord ; sans échéance, non affichés")),
    "-due": (("-silence_on", "-pk"), gettext_noop("Échéance la plus lointaine d’abord ; sans échéance, non affichés")),
    "-asked": (("-aid_requested", "-pk"), gettext_noop("Les plus gros montants d’abord")),
    "asked": (("aid_requested", "pk"), gettext_noop("Les plus petits montants d’abord")),
}


@login_required
@require_GET
def application_list(request: HttpRequest) -> HttpResponse:
    """Applicants have their own list; who holds no office has nothing to see here."""
    desk = desk_of(request)
    if not desk.holds(*STAFF):
        if desk.holds(R.REVIEWER):
            return redirect("funding:review_list")
        return redirect("funding:my_applications")
    filters = ApplicationFilter(request.GET, desk=desk)
    sort = request.GET.get("sort", "") if request.GET.get("sort") in ORDERS else "-filed"
    order, note = ORDERS[sort]
    rows = filters.kept(Application.objects.filter(desk.over_files(*STAFF)).submitted())
    if sort.endswith("due"):
        rows = rows.filter(silence_on__isnull=False, state__in=PENDING)
    page = keyset.page(rows.for_lists(), request.GET, order=order)
    context = {
        "filters": filters,
        "page": page,
        "rows": [(file, milestone(file), due_of(file)) for file in page],
        "note": _(note),
        "may_take": desk.holds(R.OFFICER) and any(free(file) for file in page),
        "states": state_pills(),
        "back": request.get_full_path(),
    }
    return render(request, "funding/officer/list.html", context)


def free(file: Any) -> bool:
    return file.officer_id is None and file.is_pending


def due_of(file: Any) -> Any:
    """The next date that binds: the holder's answer, else the day when silence becomes a refusal."""
    if file.state == "incomplete":
        return file.answer_due_on
    return file.silence_on if file.is_pending else None


def state_pills() -> list[tuple[str, Any]]:
    labels = Application.LABELS["officer"]
    shown = ("submitted", "incomplete", "eligible", "under_due_diligence", "decision_proposed", "awarded")
    return [("", _("Tous")), *((state, labels[state]) for state in shown)]


@login_required
@require_POST
def take_charge(request: HttpRequest) -> HttpResponse:
    """Several at once, each through the gate: what another officer took meanwhile is said, the rest is taken."""
    chosen = [int(pk) for pk in request.POST.getlist("file") if pk.isdecimal() and len(pk) < 19][: keyset.SIZE]
    files = list(Application.objects.visible_to(request.user).filter(pk__in=chosen).select_related("call"))
    if not files and chosen:
        raise Http404
    taken, refused = 0, []
    for file in files:
        try:
            file.take_charge(by=request.user)
            taken += 1
        except (StepRefused, NotYours) as error:
            refused.append(f"{file.handle} : {error}")
    if taken:
        words = ngettext("Vous suivez un dossier de plus.", "Vous suivez %(n)s dossiers de plus.", taken)
        messages.success(request, words % {"n": taken})
    for sentence in refused:
        messages.error(request, sentence)
    if not chosen:
        messages.error(request, _("Cochez au moins un dossier."))
    return redirect(came_from(request))


def came_from(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("funding:application_list")


urlpatterns = [
    path("dossiers/", application_list, name="application_list"),
    path("dossiers/prendre-en-charge/", take_charge, name="take_charge"),
    *officer_file.urlpatterns,
]

__all__ = ["file_context", "urlpatterns"]
