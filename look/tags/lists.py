"""Lists: filters as GET parameters, sorted columns, keyset pager. All links, so that all works bare."""

from typing import Any

from django import forms, template
from django.http import QueryDict
from django.utils.translation import gettext as _

from look.fields import bare

register = template.Library()
PAGING = ("after", "before")


def link(request: Any, drop: tuple[str, ...] = (), **values: Any) -> str:
    """The same address with other parameters; a new filter or order starts again at the first page."""
    query: QueryDict = request.GET.copy()
    for name in (*PAGING, *drop):
        query.pop(name, None)
    for name, value in values.items():
        if value in (None, "", []):
            query.pop(name, None)
        elif isinstance(value, (list, tuple)):
            query.setlist(name, [str(item) for item in value])
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else request.path


@register.inclusion_tag("look/pager.html", takes_context=True)
def pager(context: Any, page: Any, note: Any = "") -> dict[str, Any]:
    """Précédents, Suivants. `page.previous` and `page.next` are cursors, or nothing."""
    request = context["request"]
    previous, following = getattr(page, "previous", None), getattr(page, "next", None)
    return {
        "previous": link(request, before=previous) if previous else "",
        "next": link(request, after=following) if following else "",
        "needed": bool(previous or following),
        "note": note,
    }


@register.inclusion_tag("look/sort_header.html", takes_context=True)
def sort_header(
    context: Any, name: str, label: Any, numeric: bool = False, default: str = "", first: str = ""
) -> dict[str, Any]:
    """A `<th>` that sorts by `?sort=name`, then `-name`. `first="-"` begins with the largest."""
    request = context["request"]
    current = request.GET.get("sort") or default
    direction = ""
    if current.lstrip("-") == name:
        direction = "descending" if current.startswith("-") else "ascending"
    upside_down = name if current.startswith("-") else f"-{name}"
    target = upside_down if direction else f"{first}{name}"
    return {"label": label, "numeric": numeric, "direction": direction, "href": link(request, sort=target)}


@register.inclusion_tag("look/filter_tabs.html", takes_context=True)
def filter_tabs(context: Any, name: str, choices: Any, everything: Any = "") -> dict[str, Any]:
    """Pills of which one is on: `choices` are (value, label) or (value, label, count)."""
    request = context["request"]
    current = request.GET.get(name, "")
    pills = [{"label": everything or _("Tout"), "href": link(request, **{name: ""}), "on": not current}]
    pills = pills if everything is not None else []
    for value, label, *count in choices:
        href = link(request, **{name: value})
        pills.append({"label": label, "count": count[0] if count else None, "href": href, "on": str(value) == current})
    return {"pills": pills}


@register.inclusion_tag("look/filter_pills.html", takes_context=True)
def filter_pills(context: Any, form: forms.BaseForm) -> dict[str, Any]:
    """What the list is narrowed to: one pill for each value, with a cross that removes it."""
    request = context["request"]
    pills = []
    for bound in form:
        values = [value for value in request.GET.getlist(bound.html_name) if value]
        for value in values:
            others = [other for other in values if other != value]
            text = words_for(bound.field, value)
            pills.append(
                {"label": bare(bound.label), "value": text, "href": link(request, **{bound.html_name: others})}
            )
    names = tuple(bound.html_name for bound in form)
    return {"pills": pills, "clear": link(request, drop=names)}


def words_for(field: forms.Field, value: str) -> str:
    """The label of a choice; what was typed for anything else."""
    queryset = getattr(field, "queryset", None)
    if queryset is not None:
        try:
            return str(queryset.filter(**{field.to_field_name or "pk": value}).first() or value)
        except (ValueError, forms.ValidationError):
            return value
    if isinstance(field, forms.BooleanField):
        return ""
    for code, label in getattr(field, "choices", ()):
        nested = label if isinstance(label, (list, tuple)) else [(code, label)]
        for inner, text in nested:
            if str(inner) == value:
                return str(text)
    return value
