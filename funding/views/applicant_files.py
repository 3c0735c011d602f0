"""Files: brought, replaced, removed, read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from workflows.prepared import seen

from .. import blind, completeness, drafts, files
from ..models import Application, Document
from .applicant_common import led
from .opened import opened

SHOWN_INLINE = frozenset({"pdf", "png", "jpg", "webp"})


@login_required
@require_POST
def upload(request: HttpRequest, handle: str) -> HttpResponse:
    """A file for a piece or a question of the draft, or for what the administration asked."""
    thing = led(request, handle)
    sent, back = request.FILES.get("file"), after(request, thing)
    if sent is None:
        messages.error(request, _("Choisissez un fichier, puis envoyez-le."))
        return redirect(back)
    try:
        with transaction.atomic():
            locked = type(thing).locked(thing.pk)
            place = slot_of(locked, request.POST)
            document = files.add(locked, sent, by=request.user, **place)
            drafts.touch(locked)
        messages.success(request, _("Fichier joint : %(name)s") % {"name": document.name})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(back)


def slot_of(thing: Any, posted: Any) -> dict[str, Any]:
    """Where the file goes, if that place takes one now; 403 when the file is past that."""
    piece = next((p for p in completeness.asked_pieces(thing) if str(p.pk) == posted.get("piece")), None)
    asked_files = (q["key"] for q in thing.form_version.questions() if q["kind"] == "file")
    question = next((key for key in asked_files if key == posted.get("question")), "")
    if thing.is_draft:
        if not piece and not question and not posted.get("other"):
            raise Http404
        return {"piece": piece, "question": question}
    if thing.state != Application.S.INCOMPLETE:
        raise PermissionDenied(
            _("Ce dossier est déposé : il ne reçoit plus de fichier, sauf à la demande de l’instruction.")
        )
    asked = list(thing.piece_requests.open().prefetch_related("pieces"))
    if piece is None and any(str(p.pk) == posted.get("piece") for r in asked for p in r.pieces.all()):
        piece = thing.call.pieces.get(pk=posted["piece"])
    if (piece and any(piece in request.pieces.all() for request in asked)) or (
        not piece and any(request.other for request in asked)
    ):
        return {"piece": piece}
    raise PermissionDenied(_("Cette pièce n’est pas demandée."))


def after(request: HttpRequest, thing: Any) -> str:
    """Back to the page one came from, if it is ours."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse("funding:application", args=[thing.handle])


@login_required
@require_POST
def remove(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    thing = led(request, handle)
    try:
        with transaction.atomic():
            locked = drafts.lock(thing)
            document = get_object_or_404(locked.documents.current(), pk=pk)
            files.remove(document)
            drafts.touch(locked)
    except drafts.DraftClosed:
        raise PermissionDenied(_("Ce dossier est déposé : ses fichiers ne s’enlèvent plus.")) from None
    messages.success(request, _("Fichier enlevé : %(name)s") % {"name": document.name})
    return redirect(after(request, thing))


def veiled_roles(thing: Any, user: Any) -> set[Any]:
    """Asked only where the call is judged without names."""
    return thing.roles_of(user) if thing.call.blind else set()


def readable(request: HttpRequest) -> Any:
    return Application.objects.visible_to(request.user)


@seen
def _document(user: Any, pk: Any) -> Any:
    readable = Application.objects.visible_to(user)
    return Document.objects.filter(application__in=readable, pk=pk).select_related("application__call")


@login_required
@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes, to whoever sees the file. Never interpreted: its true type, no sniffing, no script."""
    found = next(iter(_document(request.user, pk)), None)
    if found is None:
        raise Http404
    if blind.veils(found.application, veiled_roles(found.application, request.user)):
        raise Http404  # its anonymised copy, where there is one, is elsewhere
    return served(request, found, found.name)


def served(request: HttpRequest, found: Any, name: str) -> HttpResponse:
    inline = "voir" in request.GET and found.extension in SHOWN_INLINE
    try:
        response = FileResponse(found.file.open("rb"), content_type=found.content_type)
    except OSError:
        raise Http404 from None
    response["Content-Disposition"] = content_disposition_header(not inline, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    # A browser's own PDF viewer does not open under `sandbox`; nothing else is shown in place.
    response["Content-Security-Policy"] = "default-src 'none'; object-src 'self'" if inline else "sandbox"
    return response


@login_required
@require_GET
def all_documents(request: HttpRequest, handle: str) -> StreamingHttpResponse:
    """Every current file as one zip, streamed."""
    thing = opened(request, handle)
    if blind.veils(thing, veiled_roles(thing, request.user)):
        raise Http404
    found = list(thing.documents.current())
    if not found:
        raise Http404
    response = StreamingHttpResponse(files.archive(found), content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, f"{thing.handle}.zip")
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("fichiers/<int:pk>/", document, name="document"),
    path("dossiers/<str:handle>/fichiers/", upload, name="document_add"),
    path("dossiers/<str:handle>/fichiers.zip", all_documents, name="documents_zip"),
    path("dossiers/<str:handle>/fichiers/<int:pk>/enlever/", remove, name="document_remove"),
]
