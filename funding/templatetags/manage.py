"""What the pages of managers draw: the state of a call, a cell of a table of fields, the builder's buttons."""

from __future__ import annotations

from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from look import fields
from look.icons import icon
from look.tags.chips import badge
from workflows import clock

from .. import call_facts, questions

register = template.Library()

WINDOWS = {
    "draft": ("neutral", "pencil"),
    "upcoming": ("run", "calendar-event"),
    "open": ("ok", "play-circle-fill"),
    "closed": ("neutral", "archive"),
}
KIND_ICONS = {
    "short": "type", "long": "journal-text", "number": "calculator", "amount": "cash-coin", "date": "calendar-event",
    "yes_no": "check-circle", "one": "record-circle", "many": "list-check", "file": "paperclip", "table": "table",
    "territory": "geo-alt", "siret": "building",
}  # fmt: skip


@register.simple_tag
def call_badge(call: Any) -> SafeString:
    window = call_facts.window(call, clock.now())
    labels = {"draft": _("En préparation"), "upcoming": _("Publié, à venir"), "open": _("Ouvert"), "closed": _("Clos")}
    return badge(labels[window], *WINDOWS[window])


@register.simple_tag
def bare_field(bound: Any) -> SafeString:
    """A control in a cell: its label is spoken, its column shows it; its error stands above it."""
    errors = bound.errors
    ids = {"base": bound.auto_id, **({"error": f"{bound.auto_id}_error"} if errors else {})}
    kind = fields.kind_of(bound.field.widget)
    control = bound.as_widget(attrs=fields.control_attrs(bound, bound.field.widget, kind, ids))
    drawing, said = icon("exclamation-octagon-fill"), " ".join(errors)
    error = '<div class="err" id="{}">{}<span>{}</span></div>'
    words = format_html(error, ids["error"], drawing, said) if errors else ""
    return format_html(
        '<label class="visually-hidden" for="{}">{}</label>{}{}', bound.auto_id, bound.label, words, control
    )


@register.inclusion_tag("funding/manage/_builder_buttons.html", takes_context=True)
def builder_buttons(
    context: Any, call: Any, key: str, label: str, first: bool = False, last: bool = False, copies: bool = False,
    question: dict[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    return {
        "url": reverse("funding:builder_act", args=[call.code]), "csrf_token": get_token(context["request"]),
        "key": key, "label": label, "first": first, "last": last, "copies": copies,
        "kept": bool(question and question.get("kept")),
    }  # fmt: skip


@register.filter
def at(mapping: dict[str, Any], key: str) -> Any:
    return mapping.get(key, "")


@register.filter
def kind_icon(kind: str) -> str:
    return KIND_ICONS.get(kind, "circle")


@register.simple_tag
def form_changes(call: Any) -> list[dict[str, str]]:
    """What the working draft changes in the published form."""
    published, draft = call.form_versions.latest_published(), call.form_versions.filter(published_at=None).first()
    return questions.diff(published.content, draft.content) if published and draft else []
