"""Fields and what goes around them."""

from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from look import fields

register = template.Library()


@register.inclusion_tag("look/field.html")
def field(
    bound: BoundField,
    label: Any = None,
    help: Any = None,
    audience: Any = "",
    classes: str = "",
    **attrs: Any,
) -> dict[str, Any]:
    """One field. `audience` says who will read the answer; other keywords go to the control."""
    if bound.is_hidden:
        return {"hidden": bound}
    shown = fields.show(bound, help, audience, **attrs)
    return {
        "shown": shown,
        "label": bound.label if label is None else label,
        "help": bound.help_text if help is None else help,
        "errors": bound.errors,
        "audience": audience,
        "classes": classes,
    }


@register.inclusion_tag("look/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """Every field of a form, in order."""
    return {"form": form}


@register.inclusion_tag("look/error_summary.html")
def error_summary(form: BaseForm, title: Any = "") -> dict[str, Any]:
    """What is to be corrected, each line a link to its field. Takes focus; nothing when all is well."""
    lines = [{"text": text, "target": ""} for text in form.non_field_errors()] if form.is_bound else []
    for bound in form if form.is_bound else []:
        target = "" if bound.is_hidden else fields.first_id(bound)
        lines += [{"text": text, "target": target, "label": fields.bare(bound.label)} for text in bound.errors]
    count = len(lines)
    default = ngettext("Un point à corriger", "%(count)s points à corriger", count) % {"count": count}
    return {"lines": lines, "title": title or default}


@register.simple_tag
def error_title(*forms: Any) -> str:
    """« Erreur : » at the head of the page title, so that it is heard first."""
    wrong = any(form is not None and form.is_bound and form.errors for form in forms if form != "")
    return _("Erreur :") + " " if wrong else ""
