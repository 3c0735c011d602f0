"""A call's visas: in which order, how many, by whom, who stands in; and the second authority that signs too."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from workflows import clock

from ..forms.approval import DeputyForm, LevelForm, RulesForm
from ..models import VisaDeputy
from .manage_access import managed_call

FORMS = ("rules", "level", "deputy")


@login_required
@require_http_methods(["GET", "POST"])
def call_visas(request: HttpRequest, code: str) -> HttpResponse:
    """Three small forms; what a change says holds for the projects drawn up after it."""
    call = managed_call(request, code)
    sent = request.POST.get("form", "") if request.method == "POST" else ""
    forms = made(call, request.POST if sent in FORMS else None, sent)
    if sent in FORMS and forms[sent].is_valid():
        kept(call, sent, forms[sent])
        messages.success(request, _("C’est enregistré."))
        return redirect("funding:call_visas", code=call.code)
    levels = call.visa_levels.filter(ended_at=None).select_related("holder").prefetch_related("deputies__user")
    context = {"call": call, "levels": levels, "today": clock.today(), **forms}
    return render(request, "funding/manage/visas.html", context, status=422 if sent else 200)


def made(call: Any, data: Any, sent: str) -> dict[str, Any]:
    return {
        "rules": RulesForm(data if sent == "rules" else None, call=call, prefix="rules"),
        "level": LevelForm(data if sent == "level" else None, prefix="level"),
        "deputy": DeputyForm(data if sent == "deputy" else None, call=call, prefix="deputy"),
    }


def kept(call: Any, sent: str, form: Any) -> None:
    row = form.save(commit=False)
    if sent == "level":
        row.call = call
        row.position = (call.visa_levels.aggregate(last=Max("position"))["last"] or 0) + 1
        RulesForm(call=call).instance.save()  # the first level: one after another, until one says otherwise
    row.save()


@login_required
@require_POST
def visa_level_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Projects drawn up from now on do not ask it; those under way still do."""
    level = get_object_or_404(managed_call(request, code).visa_levels.filter(ended_at=None), pk=pk)
    level.ended_at = clock.now()
    level.save(update_fields=["ended_at"])
    messages.success(request, _("Le niveau « %(name)s » n’est plus demandé.") % {"name": level.name})
    return redirect("funding:call_visas", code=code)


@login_required
@require_POST
def visa_deputy_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """From tomorrow on; one that has not begun yet is taken away."""
    deputy = get_object_or_404(VisaDeputy, level__call=managed_call(request, code), pk=pk)
    if deputy.valid_from > clock.today():
        deputy.delete()
    elif deputy.valid_to > clock.today():
        deputy.valid_to = clock.today()
        deputy.save(update_fields=["valid_to"])
    messages.success(request, _("La suppléance prend fin ce soir."))
    return redirect("funding:call_visas", code=code)


urlpatterns = [
    path("gestion/appels/<slug:code>/visas/", call_visas, name="call_visas"),
    path("gestion/appels/<slug:code>/visas/<int:pk>/retirer/", visa_level_end, name="visa_level_end"),
    path("gestion/appels/<slug:code>/suppleants/<int:pk>/finir/", visa_deputy_end, name="visa_deputy_end"),
]
