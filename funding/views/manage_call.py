"""Calls: a new one, a copy, its parts page by page. Publishing, postponing, closing are steps at their own door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from workflows import clock

from .. import call_facts, call_making
from ..forms.call import (
    CopyForm,
    NewCallForm,
    PresentationForm,
    RulesForm,
    StagesForm,
    TextsForm,
)
from ..forms.call_rows import CriterionFormSet, PieceFormSet, asked_of, criterion_key
from ..instrument import instruments
from ..models import Call, Criterion, RequiredPiece
from .manage_access import managed_call, managed_programme, manages_programme, refuse

PARTS: dict[str, Any] = {
    "presentation": gettext_lazy("Présentation et dates"),
    "regles": gettext_lazy("Règles et argent"),
    "pieces": gettext_lazy("Pièces demandées"),
    "grille": gettext_lazy("Étapes et grille"),
}
Pair = tuple[Any, Any]


def way(call: Call, current: str = "") -> list[dict[str, Any]]:
    """The parts of a call as a thread: where one is, what is filled."""
    draft = call.form_versions.filter(published_at=None).first() or call.form_versions.latest_published()
    asked = len(draft.questions()) if draft else 0
    done = {
        "presentation": bool(call.description), "regles": call_facts.has_rules(call),
        "pieces": call.pieces.exists(), "grille": call.criteria.exists(), "questions": bool(asked),
    }  # fmt: skip
    steps = []
    for key, title in [*PARTS.items(), ("questions", _("Questions"))]:
        url = reverse("funding:builder", args=[call.code]) if key == "questions" else part_url(call, key)
        state = "now" if key == current else "done" if done[key] else "todo"
        steps.append({"title": title, "url": url, "state": state})
    return steps


def part_url(call: Call, part: str) -> str:
    return reverse("funding:call_part", args=[call.code, part])


@login_required
@require_GET
def call_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Where the call stands: its parts, what publishing waits for, what one may do."""
    call = managed_call(request, code)
    context = {
        "call": call,
        "window": call_facts.window(call, clock.now()),
        "parts": way(call),
        "whole": manages_programme(request.user, call.programme),
        "filed": call.applications.exclude(state="draft").count(),
        "facts": call_facts.in_brief(call),
        "links": [link for one in instruments() for link in one.call_links(call, request.user)],
        "versions": call.form_versions.all(),
    }  # fmt: skip
    return render(request, "funding/manage/call.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def call_new(request: HttpRequest, code: str) -> HttpResponse:
    programme = managed_programme(request, code)
    opening = first_opening()
    initial = {"opens_at": opening, "closes_at": opening + timedelta(days=60, hours=8)}
    form = NewCallForm(request.POST or None, initial=initial, instance=Call(programme=programme))
    if request.method == "POST" and form.is_valid():
        call = call_making.make(form.save(commit=False), programme)
        messages.success(request, _("L’appel est créé : il reste ses règles et ses questions."))
        return redirect("funding:call_part", call.code, "regles")
    status = 422 if form.is_bound else 200
    return render(request, "funding/manage/call_new.html", {"form": form, "programme": programme}, status=status)


def first_opening() -> datetime:
    """Nine in the morning, in a month."""
    return datetime.combine(clock.today() + timedelta(days=30), time(9), clock.PARIS)


@login_required
@require_http_methods(["GET", "POST"])
def call_copy(request: HttpRequest, code: str) -> HttpResponse:
    """Two clicks: the page comes filled in, its button makes the copy."""
    source = managed_call(request, code)
    if not manages_programme(request.user, source.programme):
        refuse()
    opening = first_opening()
    initial = {"code": call_making.suggested_code(source.code), "title": source.title, "opens_at": opening}
    initial["closes_at"] = opening + timedelta(days=60, hours=8) if source.closes_at else None
    blank = Call(programme=source.programme, kind=source.kind, envelope=source.envelope, aid_rate=source.aid_rate)
    form = CopyForm(request.POST or None, initial=initial, instance=blank)
    if request.method == "POST" and form.is_valid():
        made = call_making.copy(source, **form.cleaned_data)
        messages.success(request, _("La copie est prête : relisez ses dates, puis publiez."))
        return redirect("funding:call_edit", made.code)
    context = {"form": form, "call": source}
    return render(request, "funding/manage/call_copy.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def call_part(request: HttpRequest, code: str, part: str) -> HttpResponse:
    call = managed_call(request, code)
    if part not in PARTS:
        raise Http404
    frozen = call.state != Call.S.DRAFT
    if request.method == "POST":
        return save_part(request, call, part)
    form, rows = HANDLERS[part][0](call, None)
    return part_page(request, call, part, form, rows, frozen)


def save_part(request: HttpRequest, call: Call, part: str) -> HttpResponse:
    """Under the call's lock: rules never change while somebody publishes."""
    with transaction.atomic():
        locked = Call.objects.select_for_update(of=("self",)).select_related("programme").get(pk=call.pk)
        if locked.state != Call.S.DRAFT and part != "presentation":
            messages.error(request, _("L’appel est publié : ses règles ne changent plus."))
            return redirect("funding:call_part", call.code, part)
        form, rows = HANDLERS[part][0](locked, request.POST)
        if all(one is None or one.is_valid() for one in (form, rows)):
            HANDLERS[part][1](locked, form, rows)
            messages.success(request, _("C’est enregistré."))
            return redirect(after(locked, part, request.POST))
    return part_page(request, locked, part, form, rows, locked.state != Call.S.DRAFT, status=422)


def after(call: Call, part: str, posted: Any) -> str:
    """The next part of a draft, the questions last; the call's own page when one is done."""
    if "finish" in posted or call.state != Call.S.DRAFT:
        return reverse("funding:call_edit", args=[call.code])
    keys = list(PARTS)
    following = keys.index(part) + 1
    return part_url(call, keys[following]) if keys[following:] else reverse("funding:builder", args=[call.code])


def part_page(
    request: HttpRequest, call: Call, part: str, form: Any, rows: Any, frozen: bool, status: int = 200
) -> HttpResponse:
    context = {"call": call, "part": part, "title": PARTS[part], "form": form, "rows": rows, "frozen": frozen}
    context |= {"parts": way(call, part), "position": list(PARTS).index(part) + 1}
    return render(request, f"funding/manage/part_{part}.html", context, status=status)


# One pair of functions a part: the forms over the call, and what saving them writes.


def presentation(call: Call, posted: Any) -> Pair:
    form = PresentationForm if call.state == Call.S.DRAFT else TextsForm
    return form(posted, instance=call), None


def rules(call: Call, posted: Any) -> Pair:
    return RulesForm(posted, instance=call), None


def save_form(call: Call, form: Any, rows: Any) -> None:
    form.save()


def save_texts(call: Call, form: Any, rows: Any) -> None:
    """A published call keeps the sums that others move: only what the form holds is written."""
    form.save(commit=False).save(update_fields=list(form.fields))


def pieces(call: Call, posted: Any) -> Pair:
    names = ("label", "help", "required_by", "indispensable")
    initial = [
        {name: getattr(piece, name) for name in names} | {"asked_of": asked_of(piece.for_kinds)}
        for piece in call.pieces.all()
    ]
    return None, PieceFormSet(posted, prefix="pieces", initial=initial)


def save_pieces(call: Call, form: Any, rows: Any) -> None:
    call.pieces.all().delete()
    made = [RequiredPiece(call=call, position=position, **row) for position, row in enumerate(rows.rows)]
    RequiredPiece.objects.bulk_create(made)


def grid(call: Call, posted: Any) -> Pair:
    names = ("key", "name", "help", "weight", "threshold", "stage")
    initial = [{name: plain(getattr(row, name)) for name in names} for row in call.criteria.all()]
    return StagesForm(posted, instance=call), CriterionFormSet(posted, prefix="grid", initial=initial)


def plain(value: Any) -> Any:
    """A weight of 1.00 is shown as 1."""
    return int(value) if isinstance(value, Decimal) and value == int(value) else value


def save_grid(call: Call, form: Any, rows: Any) -> None:
    form.save()
    known = set(call.criteria.values_list("key", flat=True))
    call.criteria.all().delete()
    used: set[str] = set()
    for position, row in enumerate(rows.rows):
        own = row["key"] if row["key"] in known and row["key"] not in used else ""
        key = own or criterion_key(row["name"], used | known)
        used.add(key)
        Criterion.objects.create(call=call, position=position, **row | {"key": key})


HANDLERS: dict[str, tuple[Callable[[Call, Any], Pair], Callable[[Call, Any, Any], None]]] = {
    "presentation": (presentation, save_texts),
    "regles": (rules, save_form),
    "pieces": (pieces, save_pieces),
    "grille": (grid, save_grid),
}

urlpatterns = [
    path("gestion/programmes/<slug:code>/appels/nouveau/", call_new, name="call_new"),
    path("gestion/appels/<slug:code>/", call_edit, name="call_edit"),
    path("gestion/appels/<slug:code>/copier/", call_copy, name="call_copy"),
    path("gestion/appels/<slug:code>/<slug:part>/", call_part, name="call_part"),
]
