"""The committee: its sessions, the live page that every member follows, the ranking, the sheets, the minutes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from look import keyset
from workflows import papers, pdf

from .. import budget, minuted, recusals
from ..deliberation import Deliberation
from ..extract import extract
from ..fields import AmountField
from ..forms.committee import NewSessionForm
from ..models import AgendaItem, Application, Call, CommitteeSession
from ..models.call import in_scope
from ..papers import minutes
from ..room import Room, version
from ..worklists import R

FOLLOWED = ("call__programme__authority",)
POLL = 4  # seconds between two looks at a session


def find(request: HttpRequest, pk: int) -> CommitteeSession:
    """404 for who neither sits nor has an office on the call."""
    rows = CommitteeSession.objects.visible_to(request.user).select_related(*FOLLOWED)
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def committee_list(request: HttpRequest) -> HttpResponse:
    sessions = CommitteeSession.objects.visible_to(request.user).select_related("call")
    calls = Call.objects.public().filter(in_scope(request.user, [R.MANAGER, R.OFFICER], call="pk"))
    context = {"page": keyset.page(sessions, request.GET, order=("-pk",)), "calls": calls.order_by("-pk")[:30]}
    return render(request, "funding/committee/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def committee_new(request: HttpRequest, code: str) -> HttpResponse:
    offices = Call.objects.public().filter(in_scope(request.user, [R.MANAGER, R.OFFICER], call="pk"))
    call = get_object_or_404(offices.select_related("programme"), code=code)
    session = CommitteeSession(call=call, created_by=request.user, envelope=max(call.remaining, Decimal(0)))
    form = NewSessionForm(request.POST or None, subject=session, by=request.user)
    if request.method == "POST" and form.is_valid():
        for name, value in form.cleaned_data.items():
            setattr(session, name, value)
        with transaction.atomic():
            session.save()
        messages.success(request, _("La séance est créée : il reste ses membres et son ordre du jour."))
        return redirect(session)
    status = 422 if form.is_bound else 200
    return render(request, "funding/committee/new.html", {"form": form, "call": call}, status=status)


@login_required
@never_cache
@require_GET
def committee(request: HttpRequest, pk: int) -> HttpResponse:
    session = find(request, pk)
    room = Room(session, request.user, request.GET.get("item", ""))
    return render(request, "funding/committee/session.html", _context(request, session, room))


def _context(request: HttpRequest, session: Any, room: Room) -> dict[str, Any]:
    issued = papers.readable(request.user, session)
    decides = session.is_over and bool(room.held & minuted.READERS)
    return {
        "thing": session, "room": room, "seen": version(session), "poll": POLL, "papers": issued, "decides": decides,
        "minutes_shut": session.is_over and recusals.minutes_shut(session, request.user),
    }  # fmt: skip


@never_cache
@require_GET
def committee_live(request: HttpRequest, pk: int) -> HttpResponse:
    """What changes during the session, asked every few seconds. 204 while nothing did; 401, and no login page, once
    logged out: the screen keeps what it shows and says so."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    session = find(request, pk)
    if request.GET.get("seen") == version(session):
        return HttpResponse(status=204)
    room = Room(session, request.user, request.GET.get("item", ""))
    return render(request, "funding/committee/_room.html", _context(request, session, room))


@login_required
@never_cache
@require_GET
def committee_ranking(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranking with its line; another envelope may be tried, and nothing is kept of it."""
    session = find(request, pk)
    tried, sentence = tried_envelope(request.GET.get("enveloppe"))
    room = Room(session, request.user, envelope=tried)
    context = {"thing": session, "room": room, "tried": tried, "sentence": sentence}
    return render(request, "funding/committee/ranking.html", context)


def tried_envelope(text: str | None) -> tuple[Decimal | None, str]:
    """The amount to try, or the sentence that says why it cannot be read."""
    if not text:
        return None, ""
    field = AmountField(max_digits=14, decimal_places=2, min_value=0)
    try:
        return field.clean(text.replace("\x00", "")), ""
    except ValidationError as error:
        return None, " ".join(error.messages)


@login_required
@require_GET
def committee_sheet(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The rapporteur's sheet: the file on one page."""
    session = find(request, pk)
    rows = AgendaItem.objects.visible_to(request.user).filter(session=session)
    found = get_object_or_404(
        rows.select_related("application__lead", "application__commune", "application__call", "rapporteur"), pk=item
    )
    found.session = session
    sitting = Deliberation(session, [found])
    score, file = sitting.scores[found.pk], found.application
    context = {
        "thing": found,
        "session": session,
        "score": score,
        "grid": [(c, score.means.get(c.key), score.divergences.get(c.key)) for c in sitting.grid],
        "plan": budget.plan_of(file),
        "partners": file.partners.select_related("organisation"),
        "opens": Application.objects.visible_to(request.user).filter(pk=file.pk).exists(),
    }
    return render(request, "funding/committee/sheet.html", context)


@login_required
@require_GET
def committee_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as they would be signed, marked PROJET; the signed ones are among the session's papers."""
    session = find(request, pk)
    if session.snapshot is None or session.chair_signed_at or recusals.minutes_shut(session, request.user):
        raise Http404
    if why := pdf.available():
        messages.warning(request, why)
        return redirect(session)
    response = HttpResponse(minutes.draft(session), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{session.handle}-projet.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@never_cache
@require_GET
def committee_extract(request: HttpRequest, pk: int) -> HttpResponse:
    """For whom the minutes are shut, because they step aside from a file that these name."""
    session = find(request, pk)
    if session.snapshot is None or not recusals.minutes_shut(session, request.user):
        raise Http404
    context = {"thing": session, "found": extract(session, request.user)}
    return render(request, "funding/committee/extract.html", context)


urlpatterns = [
    path("seances/", committee_list, name="committee_list"),
    path("seances/nouvelle/<slug:code>/", committee_new, name="committee_new"),
    path("seances/<int:pk>/", committee, name="committee"),
    path("seances/<int:pk>/direct/", committee_live, name="committee_live"),
    path("seances/<int:pk>/classement/", committee_ranking, name="committee_ranking"),
    path("seances/<int:pk>/dossiers/<int:item>/", committee_sheet, name="committee_sheet"),
    path("seances/<int:pk>/proces-verbal.pdf", committee_minutes, name="committee_minutes"),
    path("seances/<int:pk>/extrait/", committee_extract, name="committee_extract"),
]
