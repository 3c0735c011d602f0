"""Refuse to start on a theme that people could not read, or a setting that names nothing."""

from typing import Any

from django.contrib.staticfiles import finders
from django.core.checks import Error, register

from look import conf, theme


@register()
def theme_is_readable(app_configs: Any, **kwargs: Any) -> list[Error]:
    try:
        current = theme.active()
        problems = theme.contrast_problems(current)
    except theme.BadTheme as error:
        problems = error.sentences
    return [Error(sentence, hint="See docs/look.md, “Brand”.", id="look.E001") for sentence in problems]


@register()
def mark_exists(app_configs: Any, **kwargs: Any) -> list[Error]:
    mark = conf.setting("TRAME_MARK")
    if mark and not finders.find(mark):
        return [Error(f"TRAME_MARK: static/{mark} does not exist.", id="look.E002")]
    return []


@register()
def navigation_exists(app_configs: Any, **kwargs: Any) -> list[Error]:
    path = conf.setting("LOOK_NAVIGATION")
    try:
        found = conf.navigation()
    except ImportError as error:
        return [Error(f"LOOK_NAVIGATION: {path} cannot be imported: {error}", id="look.E003")]
    explicit = path != conf.DEFAULTS["LOOK_NAVIGATION"]
    if explicit and not callable(found):
        return [Error(f"LOOK_NAVIGATION: {path} names no callable.", id="look.E003")]
    return []
