"""Assignment of a whole call: the pool, the proposal and its changes, its sending, and who is replaced."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from look import keyset
from workflows import clock

from .. import assigning, roles
from ..forms.assigning import PlanForm, ProfileForm, ReplaceForm
from ..models import AssignmentPlan, Call, PlannedReview, ReviewerProfile

SIZE = 40


def officiated_call(request: HttpRequest, code: str) -> Call:
    """The gate `assign` is the officer's; so is what leads to it."""
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("programme"), code=code)
    if roles.OFFICER not in call.roles_of(request.user):
        raise PermissionDenied(_("L’affectation des dossiers est réservée à l’instruction de l’appel."))
    return call


def open_plan(call: Call) -> AssignmentPlan | None:
    return AssignmentPlan.objects.filter(call=call, sent_at=None).select_related("call").first()


@login_required
@require_GET
def assignment(request: HttpRequest, code: str) -> HttpResponse:
    call = officiated_call(request, code)
    plan = open_plan(call)
    members = assigning.pool(call, plan)
    lacking = assigning.needy(call, plan.wanted if plan else call.reviews_wanted, request.user)
    page = keyset.page(lacking.select_related("lead", "commune"), request.GET, order=("pk",), size=SIZE)
    context = {
        "call": call, "plan": plan, "members": members, "page": page,
        "rows": lines(plan, page.rows) if plan else [], "form": PlanForm(call=call),
        "lacking": lacking.count(), "places": sum(max(0, m.profile.capacity - m.load) for m in members if not m.away),
        "planned": plan.rows.count() if plan else 0,
        "last": last_sending(call),
    }  # fmt: skip
    return render(request, "funding/assigning/assignment.html", context)


def lines(plan: AssignmentPlan, files: list[Any]) -> list[dict[str, Any]]:
    """Each file with whom it would get, and how many are still missing."""
    given: dict[int, list[PlannedReview]] = {file.pk: [] for file in files}
    for row in plan.rows.filter(application__in=given).select_related("reviewer"):
        given[row.application_id].append(row)
    return [
        {"file": file, "given": given[file.pk], "short": max(0, plan.wanted - file.active - len(given[file.pk]))}
        for file in files
    ]


def last_sending(call: Call) -> dict[str, Any] | None:
    plan = AssignmentPlan.objects.filter(call=call, sent_at__isnull=False).select_related("sent_by").last()
    if plan is None:
        return None
    outcomes = list(plan.rows.order_by().values_list("application", "outcome").distinct())
    refused = plan.rows.filter(outcome="refused").select_related("application").order_by("application", "id")
    return {
        "plan": plan,
        "files": len(outcomes),
        "sent": sum(outcome == "sent" for _pk, outcome in outcomes),
        "waiting": sum(outcome == "" for _pk, outcome in outcomes),
        "refused": list({row.application_id: row for row in refused}.values()),
    }


@login_required
@require_POST
def propose(request: HttpRequest, code: str) -> HttpResponse:
    call = officiated_call(request, code)
    form = PlanForm(request.POST, call=call)
    if form.is_valid():
        plan = assigning.draw_up(call, by=request.user, **form.cleaned_data)
        n = plan.rows.count()
        words = ngettext("%(n)s évaluation proposée.", "%(n)s évaluations proposées.", n)
        messages.success(request, words % {"n": n})
    else:
        messages.error(request, " ".join(str(e) for errors in form.errors.values() for e in errors))
    return redirect("funding:assignment", code=call.code)


@login_required
@require_http_methods(["GET", "POST"])
def assignment_file(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One file of the proposal, by hand: whom it gets, among those whom no conflict bars."""
    call = officiated_call(request, code)
    plan = open_plan(call)
    file = get_object_or_404(assigning.assignable(call, request.user), pk=pk)
    if plan is None:
        raise Http404
    if request.method == "POST":
        chosen = [int(pk) for pk in request.POST.getlist("reviewer") if pk.isdecimal() and len(pk) < 10]
        assigning.change(plan, file, chosen)
        messages.success(request, _("Proposition changée : %(file)s") % {"file": file.handle})
        return redirect("funding:assignment", code=call.code)
    context = {"call": call, "plan": plan, "file": file, "candidates": assigning.candidates(plan, file)}
    return render(request, "funding/assigning/file.html", context)


@login_required
@require_POST
def assignment_send(request: HttpRequest, code: str) -> HttpResponse:
    call = officiated_call(request, code)
    plan = open_plan(call)
    if plan is None or not plan.rows.exists():
        messages.error(request, _("Il n’y a rien à envoyer : proposez d’abord une affectation."))
    elif assigning.send(plan, by=request.user):
        messages.success(request, _("L’envoi est parti : chaque dossier est traité à son tour."))
    return redirect("funding:assignment", code=call.code)


@login_required
@require_POST
def assignment_discard(request: HttpRequest, code: str) -> HttpResponse:
    call = officiated_call(request, code)
    AssignmentPlan.objects.filter(call=call, sent_at=None).delete()
    messages.success(request, _("La proposition est abandonnée. Personne n’avait été prévenu."))
    return redirect("funding:assignment", code=call.code)


def member_of_pool(call: Call, pk: int) -> assigning.Member:
    found = next((member for member in assigning.pool(call) if member.user.pk == pk), None)
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "POST"])
def reviewer(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    call = officiated_call(request, code)
    member = member_of_pool(call, pk)
    form = ProfileForm(request.POST or None, instance=member.profile)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Profil enregistré : %(who)s") % {"who": member.user})
        return redirect("funding:assignment", code=call.code)
    context = {"call": call, "member": member, "form": form, "own": False}
    return render(request, "funding/assigning/profile.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What an absent reviewer owes is taken back in one act; the next proposal gives it to others."""
    call = officiated_call(request, code)
    member = member_of_pool(call, pk)
    form = ReplaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if until := form.cleaned_data["until"]:
            absence = {"away_from": clock.today(), "away_until": until}
            ReviewerProfile.objects.update_or_create(user=member.user, defaults=absence)
        told(request, *assigning.relieve(call, member.user, by=request.user, reason=form.cleaned_data["reason"]))
        return redirect("funding:assignment", code=call.code)
    context = {"call": call, "member": member, "form": form}
    return render(request, "funding/assigning/replace.html", context, status=422 if form.is_bound else 200)


def told(request: HttpRequest, done: int, refused: list[str]) -> None:
    words = ngettext("%(n)s évaluation à confier à quelqu’un d’autre.", "%(n)s évaluations à confier à d’autres.", done)
    messages.success(request, words % {"n": done})
    for sentence in refused:
        messages.error(request, sentence)


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """One's own: what one knows, where, how much one can take, when one is away."""
    if not request.user.mandates.in_force(clock.today()).with_role("reviewer").exists():
        raise Http404
    found = ReviewerProfile.objects.filter(user=request.user).first() or ReviewerProfile(user=request.user)
    form = ProfileForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Votre profil est enregistré."))
        return redirect("funding:review_list")
    context = {"form": form, "own": True}
    return render(request, "funding/assigning/profile.html", context, status=422 if form.is_bound else 200)


urlpatterns = [
    path("appels/<slug:code>/affectation/", assignment, name="assignment"),
    path("appels/<slug:code>/affectation/proposer/", propose, name="assignment_propose"),
    path("appels/<slug:code>/affectation/envoyer/", assignment_send, name="assignment_send"),
    path("appels/<slug:code>/affectation/abandonner/", assignment_discard, name="assignment_discard"),
    path("appels/<slug:code>/affectation/<int:pk>/", assignment_file, name="assignment_file"),
    path("appels/<slug:code>/evaluateurs/<int:pk>/", reviewer, name="reviewer"),
    path("appels/<slug:code>/evaluateurs/<int:pk>/remplacer/", replace, name="reviewer_replace"),
    path("evaluations/profil/", profile, name="reviewer_profile"),
]
