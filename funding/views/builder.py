"""The question builder. One page; its panel edits a section or a question. Each act is a POST, then the page again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from workflows import engine

from ..forms.application import PREFIX, field_of
from ..forms.builder import QuestionForm, SectionForm
from ..models import Call, FormVersion
from ..questions import Questions, Refused, diff
from .manage_access import managed_call


def content_of(call: Call) -> Questions:
    """The working draft, else the last published version: reading makes no draft."""
    versions = list(call.form_versions.all())
    working = next((v for v in versions if v.published_at is None), None) or (versions[-1] if versions else None)
    return Questions(working.content if working else {}, [v.content for v in versions])


@contextmanager
def editing(call: Call) -> Iterator[Questions]:
    """The working draft under the call's lock: two managers at once write one after the other."""
    with transaction.atomic():
        locked = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        if locked.state == Call.S.CLOSED:
            raise Refused(_("L’appel est clos : son formulaire ne change plus."))
        draft = locked.form_versions.latest_draft()
        questions = Questions(draft.content, [version.content for version in locked.form_versions.all()])
        yield questions
        draft.content = questions.content
        draft.save(update_fields=["content"])


def page(request: HttpRequest, call: Call, status: int = 200, **panel: Any) -> HttpResponse:
    published = call.form_versions.latest_published()
    questions = panel.pop("questions", None) or content_of(call)
    removed = request.session.get(undo_key(call))
    context = {
        "call": call,
        "sections": questions.sections,
        "published": published,
        "changes": diff(published.content, questions.content) if published else [],
        "kinds": FormVersion.Kind.choices,
        "kind_labels": dict(FormVersion.Kind.choices),
        "removed": removed and label_of(removed),
        "correct": next((d for d in engine.doors(call, request.user) if d.name == "correct"), None),
        "editable": call.state != Call.S.CLOSED,
        "form": None,
        **panel,
    }
    return render(request, "funding/manage/builder.html", context, status=status)


def undo_key(call: Call) -> str:
    return f"removed-{call.pk}"


def label_of(removed: dict[str, Any]) -> str:
    return removed["section"]["title"] if "section" in removed else removed["question"]["label"]


@login_required
@require_GET
def builder(request: HttpRequest, code: str) -> HttpResponse:
    return page(request, managed_call(request, code))


@login_required
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, code: str, key: str = "") -> HttpResponse:
    call = managed_call(request, code)
    shown = section_of(call, key) if key else None
    form = SectionForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        return act(request, call, save_section, key, form.cleaned_data)
    return page(request, call, 422 if form.errors else 200, panel="section", form=form, key=key)


def section_of(call: Call, key: str) -> dict[str, Any]:
    try:
        return content_of(call).section(key)
    except Refused:
        raise Http404 from None


def save_section(questions: Questions, key: str, data: dict[str, Any]) -> str:
    if key:
        questions.edit_section(key, data["title"], data["help"])
    else:
        questions.add_section(data["title"], data["help"])
    return _("La partie est enregistrée.")


@login_required
@require_http_methods(["GET", "POST"])
def question_new(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """`key` is the section; the kind comes by GET from the list of kinds."""
    call = managed_call(request, code)
    section_of(call, key)
    kind = request.GET.get("kind", "")
    if kind not in FormVersion.Kind:
        return page(request, call, panel="kinds", key=key)
    form = QuestionForm(kind, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return act(request, call, add_question, key, kind, form.cleaned_data)
    panel = {"panel": "question", "form": form, "kind_label": FormVersion.Kind(kind).label, "section": key}
    return page(request, call, 422 if form.errors else 200, **panel)


def add_question(questions: Questions, section: str, kind: str, data: dict[str, Any]) -> str:
    questions.add(section, kind, data)
    return _("La question est ajoutée.")


@login_required
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, code: str, key: str) -> HttpResponse:
    call = managed_call(request, code)
    try:
        shown = content_of(call).question(key)
    except Refused:
        raise Http404 from None
    form = QuestionForm(shown["kind"], request.POST or None, question=shown)
    if request.method == "POST" and form.is_valid():
        return act(request, call, edit_question, key, form.cleaned_data)
    panel = {"panel": "question", "form": form, "kind_label": FormVersion.Kind(shown["kind"]).label, "key": key}
    return page(request, call, 422 if form.errors else 200, **panel)


def edit_question(questions: Questions, key: str, data: dict[str, Any]) -> str:
    questions.edit(key, data)
    return _("La question est enregistrée.")


def act(request: HttpRequest, call: Call, change: Any, *args: Any) -> HttpResponse:
    """Change the working draft, say what happened, show the page again; what was removed before stays removed."""
    try:
        with editing(call) as questions:
            said = change(questions, *args)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        request.session.pop(undo_key(call), None)
        if isinstance(said, dict):
            request.session[undo_key(call)] = said
        elif said:
            messages.success(request, said)
    return redirect("funding:builder", call.code)


ACTS: dict[str, Any] = {
    "up": lambda questions, key: questions.move(key, -1),
    "down": lambda questions, key: questions.move(key, 1),
    "duplicate": lambda questions, key: questions.duplicate(key) and _("La question est dupliquée."),
    "remove": lambda questions, key: questions.remove(key),
}


@login_required
@require_POST
def change(request: HttpRequest, code: str) -> HttpResponse:
    call = managed_call(request, code)
    name, key = request.POST.get("act", ""), request.POST.get("key", "")
    if name == "undo":
        removed = request.session.get(undo_key(call))
        return act(request, call, put_back, removed) if removed else redirect("funding:builder", code)
    if name not in ACTS:
        raise Http404
    return act(request, call, ACTS[name], key)


def put_back(questions: Questions, removed: dict[str, Any]) -> str:
    questions.restore(removed)
    return _("C’est remis à sa place.")


@login_required
@require_GET
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """The parts as an applicant will see them; nothing typed here is kept."""
    call = managed_call(request, code)
    shown = [{"section": section, "form": form_of(section)} for section in content_of(call).sections]
    return render(request, "funding/manage/preview.html", {"call": call, "parts": shown})


def form_of(section: dict[str, Any]) -> forms.Form:
    form = forms.Form()
    form.use_required_attribute = False
    for asked in section["questions"]:
        facts = {"label": asked["label"], "help_text": asked.get("help", ""), "required": bool(asked.get("required"))}
        made = forms.FileField(**facts) if asked["kind"] == "file" else field_of(asked)
        form.fields[PREFIX + asked["key"]] = made
    return form


urlpatterns = [
    path("gestion/appels/<slug:code>/questions/", builder, name="builder"),
    path("gestion/appels/<slug:code>/questions/agir/", change, name="builder_act"),
    path("gestion/appels/<slug:code>/questions/apercu/", preview, name="builder_preview"),
    path("gestion/appels/<slug:code>/questions/partie/", section, name="builder_section_new"),
    path("gestion/appels/<slug:code>/questions/partie/<slug:key>/", section, name="builder_section"),
    path("gestion/appels/<slug:code>/questions/partie/<slug:key>/ajouter/", question_new, name="builder_question_new"),
    path("gestion/appels/<slug:code>/questions/question/<slug:key>/", question, name="builder_question"),
]
