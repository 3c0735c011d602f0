"""« À signer »: choose, read, sign in one act; then how far it has come, whoever closed the browser."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from workflows import clock

from .. import batch
from ..models import SetAside, SigningAct
from ..navigation import desk_of
from ..signing_desk import Pile, kinds_shown, pile_of
from ..worklists import R


def pile(request: HttpRequest) -> Pile:
    desk = desk_of(request)
    if not desk.holds(R.SIGNATORY):
        raise Http404
    return pile_of(desk)


@login_required
@require_GET
def to_sign(request: HttpRequest) -> HttpResponse:
    whole = pile(request)
    wanted = request.GET.get("kind", "")
    shown = whole.of_kind(wanted)
    context = {
        "pile": shown,
        "choices": kinds_shown(whole),
        "kind": wanted,
        "under_way": SigningAct.objects.visible_to(request.user).unfinished()[:5],
        "last": SigningAct.objects.visible_to(request.user).first(),
    }
    return render(request, "funding/signing/list.html", context)


@login_required
@require_GET
def read_before(request: HttpRequest) -> HttpResponse:
    """Every chosen project, its letter at hand, what the envelopes become; what cannot be signed is not in it."""
    kind = request.GET.get("kind", "")
    whole = pile(request).of_kind(kind)
    chosen = whole.ready if "all" in request.GET else whole.chosen(request.GET.getlist("d"))
    if not chosen:
        messages.error(request, _("Cochez au moins une décision à signer."))
        return redirect("funding:to_sign")
    decisions = [row.decision for row in chosen]
    context = {
        "rows": chosen,
        "tally": batch.tally(decisions),
        "envelopes": whole.envelopes(decisions),
        "amount": sum(decision.amount for decision in decisions),
        "mandates": whole.mandates(chosen),
    }
    return render(request, "funding/signing/read.html", context)


@login_required
@require_POST
def sign_chosen(request: HttpRequest) -> HttpResponse:
    """The act: what was read, as it was read. The outbox signs, this page does not wait."""
    wanted = dict(value.split(".", 1) for value in request.POST.getlist("decision") if "." in value)
    chosen = pile(request).chosen(wanted)
    if not request.POST.get("consent"):
        messages.error(request, _("Rien n’est signé : cochez la case pour dire que vous avez relu ces décisions."))
        return redirect(read_again(wanted))
    act = batch.sign_all(request.user, [(row.decision, wanted[str(row.decision.pk)]) for row in chosen])
    if act is None:
        messages.error(request, _("Rien n’est signé : ces décisions ne sont plus à signer, ou le sont déjà."))
        return redirect("funding:to_sign")
    return redirect("funding:signing_act", pk=act.pk)


def read_again(wanted: dict[str, str]) -> str:
    return reverse("funding:read_before_signing") + "?" + "&".join(f"d={pk}" for pk in wanted if pk.isdecimal())


@login_required
@require_GET
def signing_act(request: HttpRequest, pk: int) -> HttpResponse:
    act = get_object_or_404(SigningAct.objects.visible_to(request.user), pk=pk)
    return render(request, "funding/signing/act.html", {"act": act, "progress": batch.progress(act)})


@login_required
@require_POST
def sign_again(request: HttpRequest, pk: int) -> HttpResponse:
    """All that failed, or the lines named."""
    act = get_object_or_404(SigningAct.objects.visible_to(request.user), pk=pk)
    named = [int(line) for line in request.POST.getlist("line") if line.isdecimal() and len(line) < 19]
    count = batch.again(act, named or None)
    words = ngettext("Une signature est relancée.", "%(n)s signatures sont relancées.", count) % {"n": count}
    messages.success(request, words if count else _("Il n’y a rien à relancer."))
    return redirect("funding:signing_act", pk=act.pk)


@login_required
@require_POST
def stop_signing(request: HttpRequest, pk: int) -> HttpResponse:
    act = get_object_or_404(SigningAct.objects.visible_to(request.user), pk=pk)
    count = batch.stop(act)
    words = ngettext("Une décision ne sera pas signée.", "%(n)s décisions ne seront pas signées.", count) % {"n": count}
    messages.success(request, words if count else _("Tout est déjà signé."))
    return redirect("funding:signing_act", pk=act.pk)


@login_required
@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """The signatory's own mark; pressed on a marked one, it takes the mark away."""
    found = pile(request).find(pk)
    if found is None:
        raise Http404
    marks = SetAside.objects.filter(decision=found.decision, by=request.user)
    if request.POST.get("back"):
        marks.delete()
    else:
        note = request.POST.get("note", "").strip()[:300]
        marks.update_or_create(decision=found.decision, by=request.user, defaults={"note": note, "at": clock.now()})
    return redirect("funding:to_sign")


urlpatterns = [
    path("decisions/a-signer/", to_sign, name="to_sign"),
    path("decisions/a-signer/relire/", read_before, name="read_before_signing"),
    path("decisions/a-signer/signer/", sign_chosen, name="sign_chosen"),
    path("decisions/<int:pk>/mettre-de-cote/", set_aside, name="set_aside"),
    path("signatures/<int:pk>/", signing_act, name="signing_act"),
    path("signatures/<int:pk>/relancer/", sign_again, name="sign_again"),
    path("signatures/<int:pk>/arreter/", stop_signing, name="stop_signing"),
]

__all__ = ["urlpatterns"]
