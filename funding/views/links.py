"""A call's links of interest, for who manages it: those declared, what the product sees by itself, what was lifted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from people.models import Mandate
from workflows import clock

from .. import conflicts
from ..forms.interest import SignForm
from ..models import Application, Call, Interest, RuledSign, Seat
from .manage_access import managed_call

MOST = 200  # pairs on the page; those ruled on leave it
JUDGING = (Mandate.Role.REVIEWER, Mandate.Role.CHAIR, Mandate.Role.OFFICER)


@login_required
@require_GET
def links(request: HttpRequest, code: str) -> HttpResponse:
    call = managed_call(request, code)
    rows = Interest.objects.visible_to(request.user).filter(call=call).exclude(user=request.user)
    rows = rows.select_related("call", "user", "application", "declared_by", "lifted_by").order_by("-pk")
    found = pairs(call, request.user)
    context = {
        "call": call, "standing": rows.links(), "lifted": rows.lifted(), "pairs": found[:MOST],
        "more": max(0, len(found) - MOST), "ruled": ruled(call, request.user)[:MOST],
    }  # fmt: skip
    return render(request, "funding/review/links.html", context)


def judges(call: Call) -> list[Any]:
    """Whoever may have a file of the call to judge or to prepare."""
    held = Mandate.objects.in_force(clock.today()).for_scope(("call", call.pk), ("programme", call.programme_id))
    seated = Seat.objects.filter(session__call=call).values("user")
    people = get_user_model().objects.active()
    return list(people.filter(pk__in=held.with_role(*JUDGING).values("user")) | people.filter(pk__in=seated))


def files(call: Call, user: Any) -> Any:
    return Application.objects.open_to(user).filter(call=call).pending()


def pairs(call: Call, user: Any) -> list[dict[str, Any]]:
    """Who stands near which file by a sign that nobody has ruled on, and is not barred from it anyway."""
    people, known = {p.pk: p for p in judges(call)}, {f.pk: f for f in files(call, user)}
    barred = conflicts.barred_pairs(people.values(), known.values())
    said = conflicts.warned(people.values(), known.values())
    rows = [
        {"user": people[who], "file": known[file], "signs": signs}
        for (who, file), signs in said.items() if (who, file) not in barred
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["file"].handle, str(row["user"])))


def ruled(call: Call, user: Any) -> Any:
    rows = RuledSign.objects.filter(conflicts.not_barred(user, "application"), application__call=call)
    return rows.select_related("user", "application", "by")


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, code: str, pk: int, handle: str) -> HttpResponse:
    """One person and one file: a link, or none. Nobody says it of themselves."""
    call = get_object_or_404(Call.objects.managed_by(request.user), code=code)
    file = get_object_or_404(files(call, request.user).with_handle(handle))
    person = next((judge for judge in judges(call) if judge.pk == pk), None)
    if person is None:
        raise Http404
    if person == request.user:
        raise PermissionDenied(_("Un autre responsable examine les signes qui vous concernent."))
    signs = [] if conflicts.barred(person, file) else conflicts.warnings(person, file)
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and signs:
        conflicts.rule_on(person, file, by=request.user, **form.cleaned_data)
        messages.success(request, _("C’est noté : %(who)s, %(file)s.") % {"who": person, "file": file.handle})
        return redirect("funding:links", code=call.code)
    context = {"call": call, "file": file, "person": person, "signs": signs, "form": form}
    status = 200 if request.method == "GET" else 422 if signs else 409
    return render(request, "funding/review/sign.html", context, status=status)


urlpatterns = [
    path("appels/<slug:code>/liens/", links, name="links"),
    path("appels/<slug:code>/liens/<int:pk>/<str:handle>/", sign, name="sign"),
]
