"""Applicants: from a published call to a draft, and the list of their files."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from look import keyset
from workflows import clock

from .. import writers
from ..models import Application, Call, Partner
from . import applicant_files, applicant_form, applicant_notes, applicant_partners
from .applicant_file import file_context
from .applicant_form import application_form, application_section


@login_required
@require_http_methods(["GET", "POST"])
def application_new(request: HttpRequest, code: str) -> HttpResponse:
    """In whose name: the one question that stands between a call and its draft."""
    call = get_object_or_404(Call.objects.public().select_related("programme"), code=code)
    memberships = list(writers.organisations_of(request.user))
    drafts = list(Application.objects.held_by(request.user).filter(call=call, state="draft").select_related("lead"))
    chosen = request.POST.get("organisation", "")
    closed, error = not call.is_open(clock.now()), ""
    if request.method == "POST" and not closed:
        membership = next((m for m in memberships if str(m.organisation_id) == chosen), None)
        if membership:
            return redirect("funding:application_form", open_draft(call, membership.organisation, request.user).handle)
        error = _("Choisissez la structure au nom de laquelle vous déposez.")
    context = {"call": call, "memberships": memberships, "drafts": drafts, "closed": closed, "error": error}
    status = 409 if closed and request.method == "POST" else 422 if error else 200
    return render(request, "funding/application/new.html", context, status=status)


def open_draft(call: Any, organisation: Any, user: Any) -> Application:
    """A draft led by `organisation`, its first partner."""
    face = Application.faces[call.programme.instrument]
    with transaction.atomic():
        application = face.objects.create(
            instrument=call.programme.instrument, call=call, form_version=call.form_versions.latest_published(),
            lead=organisation, commune=organisation.commune, created_by=user,
        )  # fmt: skip
        Partner.objects.create(
            application=application, organisation=organisation, is_lead=True, size=organisation.size,
            is_economic=organisation.kind in ("company", "bank"),
        )  # fmt: skip
    return application


MOST_DRAFTS = 200  # on the first page; the rest of the list is of those filed


@login_required
@require_GET
def my_applications(request: HttpRequest) -> HttpResponse:
    """Every file of the organisations one belongs to, drafts first, then the newest."""
    files = Application.objects.held_by(request.user).for_lists()
    page = keyset.page(files.submitted(), request.GET, order=("-pk",))
    first = not (request.GET.get("after") or request.GET.get("before"))
    drafts = keyset.page(files.drafts(), {}, order=("-pk",), size=MOST_DRAFTS) if first else keyset.Page()
    context = {"drafts": drafts.rows, "filed": page.rows, "page": page}
    return render(request, "funding/application/mine.html", context)


urlpatterns = [
    path("appels/<slug:code>/deposer/", application_new, name="application_new"),
    path("mes-dossiers/", my_applications, name="my_applications"),
    path("dossiers/<str:handle>/remplir/", application_form, name="application_form"),
    *applicant_form.urlpatterns,
    path("dossiers/<str:handle>/remplir/<str:section>/", application_section, name="application_section"),
    *applicant_partners.urlpatterns,
    *applicant_files.urlpatterns,
    *applicant_notes.urlpatterns,
]

__all__ = ["file_context", "urlpatterns"]
