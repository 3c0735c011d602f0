"""Larger pieces of a page: thread, figures, alerts, empty states."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

ALERTS = {
    "info": "info-circle-fill",
    "warn": "exclamation-triangle-fill",
    "bad": "exclamation-octagon-fill",
    "ok": "check-circle-fill",
}


def read(thing: Any, *names: str) -> Any:
    """The first of the names that a mapping or an object has."""
    for name in names:
        found = thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
        if found is not None:
            return found
    return ""


@register.inclusion_tag("look/thread.html")
def thread(
    steps: Iterable[Any], vertical: bool = False, on_paper: bool = False, label: Any = "", classes: str = ""
) -> dict[str, Any]:
    """The path. Each step has `title`, `detail`, `state` (done, now, todo, bad); `url`, `spoken` if it likes."""
    spoken = {
        "done": _("Fait :"),
        "now": _("En cours :"),
        "todo": _("À venir :"),
        "bad": _("À corriger :"),
    }
    lines = []
    for position, step in enumerate(steps, start=1):
        state = str(read(step, "state") or "todo")
        lines.append(
            {
                "position": position,
                "title": read(step, "title", "label", "name"),
                "detail": read(step, "detail", "when"),
                "url": read(step, "url"),
                "state": state if state in spoken else "todo",
                "spoken": read(step, "spoken") or spoken.get(state, spoken["todo"]),
                "current": state == "now" or bool(read(step, "current")),
            }
        )
    return {"steps": lines, "vertical": vertical, "on_paper": on_paper, "label": label, "classes": classes}


@register.inclusion_tag("look/kpis.html")
def kpis(figures: Iterable[Any]) -> dict[str, Any]:
    """Three to five figures: `name`, `value`, `unit`, `sense` (one line), `tone` ("ok" or nothing)."""
    keys = ("name", "value", "unit", "sense", "tone")
    lines = [{key: read(figure, key) for key in keys} for figure in figures]
    return {"figures": lines, "four": len(lines) == 4, "three": len(lines) == 3}


@register.inclusion_tag("look/empty.html")
def empty(sentence: Any, href: str = "", label: Any = "", title: Any = "", level: int = 2) -> dict[str, Any]:
    """Nothing to list: why, and the next useful thing."""
    return {"sentence": sentence, "href": href, "label": label, "title": title, "tag": f"h{level}"}


@register.inclusion_tag("look/alert.html")
def alert(tone: str, title: Any, text: Any = "", href: str = "", label: Any = "", level: int = 3) -> dict[str, Any]:
    """A sentence as title, then what to do. For more than one paragraph, use `{% callout %}`."""
    return {**alert_frame(tone, title, level), "text": text, "href": href, "label": label}


@register.simple_block_tag(takes_context=True)
def callout(context: Any, content: str, tone: str, title: Any, level: int = 3) -> SafeString:
    """`{% callout "warn" title %}` any HTML `{% endcallout %}`."""
    frame = alert_frame(tone, title, level)
    page = context.template.engine.get_template("look/alert.html")
    return page.render(template.Context({**frame, "content": mark_safe(content)}))  # noqa: S308 (rendered above)


def alert_frame(tone: str, title: Any, level: int) -> dict[str, Any]:
    if tone not in ALERTS:
        raise template.TemplateSyntaxError(f"alert: {tone!r} is not one of {', '.join(ALERTS)}")
    return {"tone": tone, "icon_name": ALERTS[tone], "title": title, "tag": f"h{level}"}


@register.inclusion_tag("look/toasts.html", takes_context=True)
def toasts(context: Any) -> dict[str, Any]:
    """The messages of the last act, one by one."""
    icons = {
        "success": "check-lg",
        "error": "exclamation-octagon-fill",
        "warning": "exclamation-triangle-fill",
    }
    lines = [
        {
            "text": message,
            "icon": icons.get(message.level_tag, "info-circle"),
            "bad": message.level_tag == "error",
        }
        for message in context.get("messages") or []
    ]
    return {"lines": lines}
