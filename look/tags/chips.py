"""Small pieces that sit in a line: badge, deadline, date box, person, amount, mini thread.

Written as HTML strings, not templates: a page of a list draws hundreds of them.
"""

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from look import dates, people, typography
from look.icons import icon

register = template.Library()

TONES = {
    "neutral": "circle",
    "you": "person-fill-up",
    "run": "hourglass-split",
    "jury": "people",
    "ok": "check-circle-fill",
    "no": "x-octagon",
}


@register.simple_tag
def badge(label: Any, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """A state: an icon and words, in one of six tones."""
    tone = tone or "neutral"
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"badge: {tone!r} is not one of {', '.join(TONES)}")
    modifier = "" if tone == "neutral" else f" state--{tone}"
    return format_html('<span class="state{}">{}{}</span>', modifier, icon(icon_name or TONES[tone]), label)


@register.simple_tag
def due(
    moment: Any, prefix: Any = "", soon: int = 7, short: bool = False, done: bool = False, stacked: bool = False
) -> SafeString:
    """A date that binds: icon, date (and hour when it binds), what is left. `done` keeps it calm once met;
    `stacked` puts what is left under the date, for narrow columns."""
    if dates.in_paris(moment) is None:
        return mark_safe("")
    tone = "" if done else urgency(moment, soon)
    drawing = {"late": "exclamation-triangle-fill", "soon": "clock-fill"}.get(tone, "calendar-week")
    text = typography.day_short(moment) if short else typography.day_hour(moment)
    rest = "" if done else dates.rest(moment)
    return format_html(
        '<span class="due{}">{}<span>{}<time datetime="{}">{}</time>{}</span></span>',
        f" due--{tone}" if tone else "",
        icon(drawing),
        format_html("{} ", prefix) if prefix else "",
        iso(moment),
        text,
        format_html('<small class="under">{}</small>' if stacked else "<small> · {}</small>", rest) if rest else "",
    )


def urgency(moment: Any, soon: int = 7) -> str:
    if dates.is_past(moment):
        return "late"
    days = dates.days_until(moment)
    return "soon" if days is not None and days <= soon else ""


def iso(moment: Any) -> str:
    when = dates.in_paris(moment)
    if isinstance(when, datetime):
        return when.isoformat(timespec="minutes")
    return when.isoformat() if when else ""


@register.simple_tag
def datebox(moment: Any = None, soon: int = 7, year: bool = False) -> SafeString:
    """The day in large; without a date, « toute l’année ». For holders and public lists only."""
    when = dates.paris_day(moment)
    if when is None:
        return format_html(
            '<div class="datebox"><b>{}</b><span>{}</span><em>{}</em></div>',
            icon("infinity"),
            _("toute l’année"),
            _("permanent"),
        )
    tone = urgency(moment, soon)
    days = dates.days_until(moment) or 0
    rest = dates.rest(moment) if tone == "late" or -2 < days < 2 else days_count(days)
    month = typography.month_year(moment) if year else dates.month_name(when)
    return format_html(
        '<div class="datebox{}"><b>{}</b><span>{}</span><em>{}</em></div>',
        f" datebox--{tone}" if tone else "",
        dates.day_number(when),
        month,
        rest,
    )


def days_count(days: int) -> str:
    unit = "day" if typography.is_english() else "jour"
    return f"{days}\u00a0{unit}{'s' if days > 1 else ''}"


@register.simple_tag
def avatar(name: Any, tint: str = "", small: bool = False) -> SafeString:
    name = str(name or "")
    tint = tint or people.tint(name)
    classes = (f" avatar--{tint}" if tint and tint != "brand" else "") + (" avatar--sm" if small else "")
    return format_html('<span class="avatar{}" aria-hidden="true">{}</span>', classes, people.initials(name))


@register.simple_tag
def person(name: Any, role: Any = "", tint: str = "", url: str = "") -> SafeString:
    """Initials, name, role. Nobody means the system: it signs with the name of the product."""
    if not name:
        return system_person(role)
    inside = format_html(
        "{}<span><b>{}</b>{}</span>",
        avatar(name, tint),
        name,
        format_html("<small>{}</small>", role) if role else "",
    )
    if url:
        return format_html('<a class="person" href="{}">{}</a>', url, inside)
    return format_html('<span class="person">{}</span>', inside)


def system_person(role: Any) -> SafeString:
    from look import conf

    return format_html(
        '<span class="person">{}<span><b>{}</b>{}</span></span>',
        format_html('<span class="avatar" aria-hidden="true">{}</span>', icon("diagram-3")),
        conf.setting("TRAME_NAME"),
        format_html("<small>{}</small>", role) if role else "",
    )


@register.simple_tag
def amount(value: Any, cents: bool = False, large: bool = False) -> SafeString:
    text = typography.euros_cents(value) if cents else typography.euros(value)
    if not text:
        return mark_safe('<span class="muted">–</span>')
    return format_html('<span class="amount{}">{}</span>', " amount--xl" if large else "", text)


@register.simple_tag
def mini_thread(
    current: int, total: int, label: Any = "", tone: str = "", compact: bool = False, noun: Any = ""
) -> SafeString:
    """« Étape 4 sur 8 : instruction » with its drawing: `current` is the step one is at, counted from 1."""
    current, total = int(current or 0), int(total or 0)
    values = {"noun": noun or _("Étape"), "current": current, "total": total}
    words = _("%(noun)s %(current)s sur %(total)s") % values
    if label:
        words = _("%(words)s : %(label)s") % {"words": words, "label": label}
    text: str | SafeString = conditional_escape(words)
    if compact:
        text = format_html(
            '<span class="visually-hidden">{}</span><span class="num" aria-hidden="true">{} / {}</span>',
            words, current, total,
        )  # fmt: skip
    return format_html('<span class="mini">{}<span>{}</span></span>', mini_drawing(current, total, tone), text)


def mini_drawing(current: int, total: int, tone: str = "") -> SafeString:
    step, middle = 14, 8
    x = [8 + index * step for index in range(max(total, 1))]
    here = min(max(current, 1), len(x)) - 1
    if current > total:  # everything is behind
        here = len(x)
    parts = []
    solid = x[min(here, len(x) - 1)]
    if solid > x[0]:
        parts.append(f'<path class="ln" d="M{x[0]} {middle}H{solid}"/>')
    if here < len(x) - 1:
        parts.append(f'<path class="ld" d="M{solid} {middle}H{x[-1]}"/>')
    now = {"bad": "kb", "ok": "kg"}.get(tone, "kn")
    for index, centre in enumerate(x):
        kind, radius = ("kd", 3.5) if index < here else (now, 5.25) if index == here else ("kt", 3.5)
        parts.append(f'<circle class="{kind}" cx="{centre}" cy="{middle}" r="{radius}"/>')
    width = x[-1] + 8
    return mark_safe(  # noqa: S308 (numbers and class names of ours)
        f'<svg width="{width}" height="16" viewBox="0 0 {width} 16" aria-hidden="true" focusable="false">'
        f"{''.join(parts)}</svg>"
    )
