"""The paper of a step as it would be, marked PROJET, for whoever is about to take it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from workflows import pdf
from workflows.views import find

from .. import previewing


@login_required
@require_http_methods(["GET", "POST"])
def step_preview(request: HttpRequest, kind: str, pk: int, name: str) -> HttpResponse:
    """With what is typed in the form when it is posted here; nothing is written either way."""
    subject, step = find(request, kind, pk, name)
    make: Any = previewing.preview_of(subject, step)
    if make is None:
        raise Http404
    if why := pdf.available():
        messages.warning(request, why)
        return redirect(subject.get_absolute_url())
    posted = request.POST if request.method == "POST" else None
    said = previewing.typed(subject, step, by=request.user, posted=posted)
    response = HttpResponse(make(subject, said), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{subject.handle}-projet.pdf"'  # type: ignore[attr-defined]
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("projets/<slug:kind>/<int:pk>/<slug:name>.pdf", step_preview, name="step_preview"),
]
