"""Icons as inline SVG: no request, the colour of the text around, silent for screen readers.

The files are a choice of Bootstrap Icons 1.13 (MIT); one icon has one meaning, listed in docs/look.md.
"""

import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

DIRECTORY = Path(__file__).resolve().parent / "icons"
INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.S)


class UnknownIcon(LookupError):
    """No such file in look/icons/: add it from Bootstrap Icons, or take another."""


def names() -> list[str]:
    return sorted(path.stem for path in DIRECTORY.glob("*.svg"))


@cache
def drawing(name: str) -> str:
    path = DIRECTORY / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        raise UnknownIcon(f"{name}: no such icon in look/icons/")
    found = INSIDE.search(path.read_text())
    if not found:
        raise UnknownIcon(f"{name}: not an SVG")
    return re.sub(r"\s*\n\s*", "", found.group(1))


@cache
def icon(name: str, classes: str = "") -> SafeString:
    return format_html(
        '<svg class="i{}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>',
        f" {classes}" if classes else "",
        mark_safe(drawing(name)),  # noqa: S308 (a file of ours)
    )
