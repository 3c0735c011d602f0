"""One door for every step, in HTML; the inbox; the papers; the outbox's screen; the public verification."""

from __future__ import annotations

import hashlib
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import clock, engine, outbox, papers
from .errors import FormRefused, StepRefused
from .models import Effect, Message, Paper, Stateful
from .steps import Step, steps_of

SIZE = 30  # messages on a page
LARGEST_PAPER = 20 * 1024 * 1024  # ours are a hundred times smaller


def find_model(kind: str) -> type[Stateful]:
    for model in apps.get_models():
        if issubclass(model, Stateful) and not model._meta.proxy and model.subject_kind() == kind:
            return model
    raise Http404


def find(request: HttpRequest, kind: str, pk: int, name: str) -> tuple[Stateful, Step]:
    """404 before 403: a thing that one may not see does not exist, nor does a step of another's table."""
    subject = find_model(kind).seen_by(request.user, pk)
    if subject is None:
        raise Http404
    step = steps_of(type(subject)).get(name)
    if step is None or not step.by:
        raise Http404
    if not subject.read_by(request.user).intersection(step.by):
        raise PermissionDenied(_("Cette étape ne fait pas partie de vos rôles sur ce dossier."))
    return subject, step


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, kind: str, pk: int, name: str) -> HttpResponse:
    subject, row = find(request, kind, pk, name)
    if request.method == "GET":
        door = engine.door(subject, row, request.user)
        # Out of its state, what a form would read of the thing may not be there.
        form = row.takes(subject=subject, by=request.user) if row.takes and door else None
        sentences = door.sentences if door else [engine.too_late(subject)]
        return _page(request, subject, row, form, sentences, closed=bool(sentences))
    try:
        getattr(subject, name)(by=request.user, posted=request.POST, files=request.FILES)
    except StepRefused as refused:
        takes = None if refused.reason == "state" else row.takes
        form = takes(request.POST, request.FILES, subject=subject, by=request.user) if takes else None
        closed = form is None
        return _page(request, subject, row, form, refused.sentences, closed=closed, status=409)
    except FormRefused as refused:
        return _page(request, subject, row, refused.form, [], status=422)
    messages.success(request, _("C’est fait : %(step)s.") % {"step": str(row.label)})
    if find_model(kind).seen_by(request.user, pk) is None:
        messages.info(request, _("Ce dossier ne vous est plus ouvert."))
        back, shut = _next(request, subject), subject.get_absolute_url()
        return redirect(settings.LOGIN_REDIRECT_URL if back.startswith(shut) else back)
    return redirect(_next(request, subject))


def _page(
    request: HttpRequest,
    subject: Stateful,
    row: Step,
    form: Any,
    sentences: Any,
    *,
    closed: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The step's own page: what it does, its form with everything typed, or why it is closed."""
    desk = any(role.office for role in subject.roles_of(request.user).intersection(row.by))
    context = {
        "thing": subject,
        "step": row,
        "form": form,
        "sentences": sentences,
        "closed": closed,
        "base": "base_pro.html" if desk else "base.html",
        "back": _next(request, subject),
        "next": request.POST.get("next") or request.GET.get("next") or "",
    }
    names = [f"steps/{subject.subject_kind()}/{row.name}.html", "workflows/step.html"]
    return render(request, names, context, status=status)


def _next(request: HttpRequest, subject: Stateful) -> str:
    """Where the person came from, when it is one of our own pages; else the thing's page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours else subject.get_absolute_url()


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    mine = Message.objects.visible_to(request.user)
    before = request.GET.get("before", "")
    rows = list(
        (mine.filter(pk__lt=int(before)) if before.isdecimal() and len(before) < 19 else mine).order_by("-id")[
            : SIZE + 1
        ]
    )
    context = {
        "rows": rows[:SIZE],
        "older": rows[SIZE - 1].pk if len(rows) > SIZE else None,
        "before": before,
        "unread": mine.unread().count(),
    }
    return render(request, "workflows/inbox.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Reading is an act with a date (it proves consultation): opening an unread message is a POST."""
    found = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        Message.objects.filter(pk=found.pk, read_at=None).update(read_at=clock.now())
        return redirect("workflows:message", pk=found.pk)
    return render(request, "workflows/message.html", {"message": found})


@login_required
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The stored file, to whoever sees the thing it is about and holds one of the paper's readers' roles."""
    found = get_object_or_404(Paper, pk=pk)
    subject = get_object_or_404(
        apps.get_model(found.subject_type).objects.visible_to(request.user), pk=found.subject_id
    )
    kind = papers.registry.get(found.template)
    if kind is None:  # no longer declared: nobody can say who may read it
        raise Http404
    if not kind.opens_to(subject, request.user):
        raise Http404
    if not found.made_at:
        return render(request, "workflows/paper_pending.html", {"paper": found, "thing": subject}, status=202)
    answer = FileResponse(found.file.open("rb"), filename=f"{found.number}.pdf", content_type="application/pdf")
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
def verification(request: HttpRequest, code: str = "") -> HttpResponse:
    """Tells anyone whether a paper is genuine and unchanged, and nothing else: no name, amount or object."""
    asked = (code or request.POST.get("code") or request.GET.get("code") or "").strip().upper()
    asked = asked.replace("\x00", "\ufffd")  # PostgreSQL refuses the very question
    found = Paper.objects.filter(code=asked).exclude(made_at=None).first() if asked else None
    upload, same = request.FILES.get("file"), None
    too_big = upload is not None and (upload.size or 0) > LARGEST_PAPER
    if found and upload and not too_big:
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        same = digest.hexdigest() == found.sha256
    context = {"asked": asked, "paper": found, "same": same, "upload": None if too_big else upload, "too_big": too_big}
    status = 413 if too_big else 404 if asked and not found else 200
    return render(request, "workflows/verification.html", context, status=status)


def _administrator(request: HttpRequest) -> None:
    if not (request.user.is_authenticated and request.user.is_staff):
        raise Http404


@require_GET
def effects(request: HttpRequest) -> HttpResponse:
    """What could not be delivered, why, and since when the oldest row waits."""
    _administrator(request)
    page = Paginator(Effect.objects.given_up().order_by("-id"), 30).get_page(request.GET.get("page"))
    waiting = Effect.objects.filter(state=Effect.State.PENDING).exclude(last_error="").order_by("not_before")[:30]
    context = {"page": page, "waiting": waiting, "oldest": outbox.oldest_pending()}
    return render(request, "workflows/effects.html", context)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    _administrator(request)
    outbox.retry(get_object_or_404(Effect, pk=pk))
    messages.success(request, _("La livraison est relancée."))
    return redirect("workflows:effects")
