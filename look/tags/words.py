"""Words and figures: filters over look.typography, icons, and what the frame of each page needs."""

import re
from typing import Any

from django import template
from django.utils.safestring import SafeString

from look import context_processors, icons, typography

register = template.Library()

for name in (
    "euros", "euros_cents", "euros_or_dash", "millions", "percent", "number", "day", "day_short", "day_hour",
    "day_hour_comma", "hour", "month_year", "since_or_until", "weight",
):  # fmt: skip
    register.filter(name, getattr(typography, name))


@register.filter
def french(text: Any) -> str:
    """For texts typed by people: questions, names of calls, letters."""
    return text if typography.is_english() or text is None else typography.french(text)


OPENERS = re.compile(
    r"(?:l[ea]s?|une?|des|ils?|elles?|ce(?:t|tte|s)?|aucune?|vous|vot?re|vos|nous|notre|seule?|joignez|indiquez|écrivez"
    r"|choisissez|attendez|complétez|confirmez|corrigez|the|an?|this|these|no|you|your|we|it|attach)\b|[ld][’']",
    re.IGNORECASE,
)


@register.filter
def after_colon(text: Any) -> str:
    """A sentence that follows « : » begins small, unless it begins with a name."""
    words = str(text)
    return words[:1].lower() + words[1:] if OPENERS.match(words) else words


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    return icons.icon(name, classes)


@register.simple_tag(takes_context=True)
def site(context: Any) -> dict[str, Any]:
    """The frame: name, mark, places, person. From the context processor, or made here where there is none."""
    made = context.get("site")
    if isinstance(made, dict):  # the account pages of allauth have a `site` of their own
        return made
    return context_processors.site(context.get("request"))["site"]
