"""A doubtful line of the register, set aside or confirmed by whoever keeps the register, with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from people.models import Membership
from workflows import clock

from ..fields import TextField
from ..forms.aid_declaration import REGIMES
from ..models import RegisteredAid, RegisterRuling
from ..models.register_ruling import mark_of
from ..navigation import desk_of
from ..state_aid.register_lines import told
from .manage_access import manages_everything
from .register import READERS


class RulingForm(forms.Form):
    use_required_attribute = False

    ruling = forms.ChoiceField(
        label=gettext_lazy("Cette ligne"), choices=RegisterRuling.Ruling.choices, widget=forms.RadioSelect
    )
    reason = TextField(
        label=gettext_lazy("Pourquoi"), max_length=1000, rows=3,
        help_text=gettext_lazy("Qui l’a confirmé, sur quelle pièce. Chaque contrôle qui lit la ligne le montre."),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, pk: int) -> HttpResponse:
    row = ruled_by(request, pk)
    form = RulingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = told(row, None) | {"name": row.name, "authority": row.authority, "line": row.line}
        RegisterRuling.objects.create(
            mark=mark_of(row), said=facts, by=request.user, at=clock.now(), **form.cleaned_data
        )
        messages.success(request, _("Ligne %(number)s : c’est noté, avec votre nom.") % {"number": row.line})
        return redirect("funding:register")
    past = RegisterRuling.objects.filter(mark=mark_of(row)).select_related("by")
    context: dict[str, Any] = {"row": row, "form": form, "past": past, "regime": dict(REGIMES)[row.regime]}
    return render(request, "funding/aid/register_line.html", context, status=422 if form.is_bound else 200)


def ruled_by(request: HttpRequest, pk: int) -> RegisteredAid:
    """Whoever keeps the register, and is of no enterprise that the line speaks of."""
    if not desk_of(request).holds(*READERS):
        raise PermissionDenied(_("Le registre de minimis est lu par ceux qui instruisent et décident."))
    row = get_object_or_404(RegisteredAid.objects.flagged().readable(), pk=pk)
    if not manages_everything(request.user):
        raise PermissionDenied(_("L’examen des lignes est réservé aux responsables de tous les programmes."))
    if Membership.objects.filter(user=request.user, organisation__siren=row.siren).exists():
        raise PermissionDenied(_("Cette ligne concerne votre structure : un autre responsable l’examine."))
    return row


urlpatterns = [path("gestion/registre-de-minimis/<int:pk>/", line, name="register_line")]
