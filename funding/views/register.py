"""The national register of de minimis aid: what was imported, what was flagged, and a new import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from look import keyset

from .. import register, register_file
from ..models import DeMinimisAward, RegisteredAid, RegisterImport, RegisterRuling
from ..models.register_ruling import mark_of
from ..navigation import desk_of
from ..worklists import R
from .manage_access import manages_everything

READERS = (R.MANAGER, R.OFFICER, R.SIGNATORY, R.CHAIR)
MOST = 200 << 20


class ImportForm(forms.Form):
    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("Export « aides_minimis » de data.economie.gouv.fr, au format CSV"),
        error_messages={
            "required": gettext_lazy("Choisissez le fichier à importer."),
            "empty": gettext_lazy("Ce fichier est vide : téléchargez-le de nouveau."),
        },
    )

    def clean_file(self) -> object:
        if self.cleaned_data["file"].size > MOST:
            raise ValidationError(_("Ce fichier dépasse 200 Mo : vérifiez que c’est bien le registre."))
        return self.cleaned_data["file"]


@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    if not desk_of(request).holds(*READERS):
        raise PermissionDenied(_("Le registre de minimis est lu par ceux qui instruisent et décident."))
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "GET":
        return render(request, "funding/aid/register.html", report(request) | {"form": form})
    if not manages_everything(request.user):
        raise PermissionDenied(_("L’import est réservé aux responsables de tous les programmes."))
    if form.is_valid() and (made := imported(request, form)):
        messages.success(request, told(made))
        return redirect("funding:register")
    return render(request, "funding/aid/register.html", report(request) | {"form": form}, status=422)


def report(request: HttpRequest) -> dict[str, Any]:
    """The last import with what it flagged, the earlier ones, and our own aids that the register awaits."""
    last = RegisterImport.objects.select_related("imported_by").first()
    code = request.GET.get("anomaly", "")
    code = code if code in RegisteredAid.Anomaly.values else ""
    rows = RegisteredAid.objects.flagged().with_anomaly(code).filter(source=last)
    page = keyset.page(rows, request.GET, order=("line",), size=50) if last else keyset.Page()
    rulings = RegisterRuling.objects.by_mark(page.rows)
    found = sorted(last.found.items(), key=lambda item: -item[1]) if last else []
    return {
        "may": manages_everything(request.user), "last": last, "code": code,
        "imports": RegisterImport.objects.select_related("imported_by")[:10],
        "found": [(key, RegisteredAid.Anomaly(key).label, count) for key, count in found],
        "page": page, "lines": [(row, rulings.get(mark_of(row))) for row in page.rows],
        "ours": ours(request).select_related("decision__application").order_by("-granted_on", "-id")[:20],
    }  # fmt: skip


def ours(request: HttpRequest) -> Any:
    """The de minimis aids granted on the calls of this person."""
    return DeMinimisAward.objects.filter(desk_of(request).over(*READERS, call="decision__application__call"))


@login_required
@require_GET
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Ours, in the fields of the register: to be entered within twenty working days."""
    if not desk_of(request).holds(*READERS):
        raise PermissionDenied(_("Le registre de minimis est lu par ceux qui instruisent et décident."))
    response = StreamingHttpResponse(register_file.as_csv(ours(request)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="aides-de-minimis.csv"'
    return response


def imported(request: HttpRequest, form: ImportForm) -> RegisterImport | None:
    upload = form.cleaned_data["file"]
    try:
        return register.load(upload.file, name=upload.name, by=request.user)
    except ValidationError as error:
        form.add_error("file", error)
        return None


def told(made: RegisterImport) -> str:
    values = {"lines": made.lines, "countable": made.countable, "flagged": made.flagged}
    return _("%(lines)s lignes lues, %(countable)s comptées, %(flagged)s signalées.") % values


urlpatterns = [
    path("gestion/registre-de-minimis/", page, name="register"),
    path("gestion/registre-de-minimis/nos-aides.csv", export, name="register_ours"),
]
