"""Reviewers: their files, and the desk where one reads and marks side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from look import keyset
from workflows import clock
from workflows.prepared import seen

from .. import blind, conflicts, reviewing
from ..forms.review import ScoreForm
from ..models import Call, Interest, Review
from ..navigation import desk_of
from ..reviewing import ReviewDesk
from ..worklists import Desk, R

FOLLOWED = ("application__call", "application__lead", "application__commune")


@login_required
@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    """What one has to assess first, by deadline; then what one gave or stepped aside from."""
    mine = Review.objects.visible_to(request.user).filter(reviewer=request.user).select_related(*FOLLOWED)
    context = {
        "calls": followed_calls(desk_of(request)),
        "reviews_here": desk_of(request).holds(R.REVIEWER),
        "aside": Interest.objects.of(request.user).links().select_related("call", "application"),
        "waiting": list(mine.waiting().order_by("due_on", "id")[:100]),
        "past": keyset.page(mine.exclude(state=Review.S.ASSIGNED), request.GET, order=("-pk",), size=20),
    }
    return render(request, "funding/review/list.html", context)


def followed_calls(desk: Desk) -> list[Call]:
    """Whose reviews one follows ex officio."""
    mine = Call.objects.filter(desk.over(R.OFFICER, R.MANAGER, R.CHAIR, call="pk")).public()
    return list(mine.order_by("-opens_at")[:30]) if desk.holds(R.OFFICER, R.MANAGER, R.CHAIR) else []


@seen
def _review(user: Any, pk: Any) -> Any:
    rows = Review.objects.visible_to(user).select_related(*FOLLOWED, "application__form_version")
    return rows.filter(pk=pk)


@login_required
@never_cache
@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own: the declaration first, then the desk. Others read it in the file, with the rest."""
    desk_of(request).read()
    found = next(iter(_review(request.user, pk)), None)
    if found is None:
        raise Http404
    if found.reviewer_id != request.user.pk:
        return redirect(f"{found.application.get_absolute_url()}?tab=reviews")
    found.reviewer = request.user
    if found.state in Review.OVER:
        messages.info(request, _("Vous n’évaluez plus ce dossier : il ne vous est plus ouvert."))
        return redirect("funding:review_list")
    if not conflicts.declared_for_call(request.user, found.application.call):
        return redirect(f"{reverse('funding:interests', args=[found.application.call.code])}?next={found.pk}")
    if found.no_interest_at is None:
        return render(request, "funding/review/declare.html", declaring(found))
    form = ScoreForm(subject=found, by=request.user) if found.state == Review.S.ASSIGNED else None
    return render(request, "funding/review/desk.html", {"thing": found, "form": form})


def declaring(found: Review) -> dict[str, Any]:
    """What one must know to declare: the structures and what links one to them; in a call without names, only that
    something does."""
    file, warnings = found.application, conflicts.warnings(found.reviewer, found.application)
    if file.call.blind:
        seen = [_("Un lien possible avec une des structures a été relevé. Déportez-vous en cas de doute.")]
        blind.veil(file)
        return {"thing": found, "partners": [], "warnings": seen if warnings else []}
    return {"thing": found, "partners": file.partners.select_related("organisation"), "warnings": warnings}


@login_required
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps what is typed, at any moment. A review handed in meanwhile is left as it is."""
    rows = Review.objects.visible_to(request.user).filter(reviewer=request.user, no_interest_at__isnull=False)
    found = get_object_or_404(rows.select_related("application__call", "reviewer"), pk=pk)
    found.draft = reviewing.draft_from(found, request.POST)
    kept = Review.objects.filter(pk=pk, state=Review.S.ASSIGNED).update(draft=found.draft)
    if request.headers.get("HX-Request"):
        context = {"kept": kept, "now": clock.now(), "total": ReviewDesk(found, request.user).total}
        return render(request, "funding/review/_kept.html", context, status=200 if kept else 409)
    if kept:
        messages.success(request, _("Votre évaluation est enregistrée. Elle n’est pas encore remise."))
    else:
        messages.error(request, _("Cette évaluation est déjà remise : rien n’a changé."))
    following = ReviewDesk(found, request.user).following if "next_file" in request.POST else None
    return redirect((following or found).get_absolute_url())


urlpatterns = [
    path("evaluations/", review_list, name="review_list"),
    path("evaluations/<int:pk>/", review, name="review"),
    path("evaluations/<int:pk>/brouillon/", draft, name="review_draft"),
]
