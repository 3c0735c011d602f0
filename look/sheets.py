"""The style of pages: written by concern in `static/css`, sent as one sheet.

A browser asks for one file instead of nineteen, on every first visit and in every journey of the tests. The finder
makes it where static files are looked for, so that a checkout, `collectstatic` and the tests have the same.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SHEET = "css/look.css"
# A later one may overrule an earlier one.
CONCERNS = (
    "tokens", "fonts", "type", "layout", "header", "buttons", "chips", "thread", "ball", "lists", "fields", "alerts",
    "tables", "timeline", "figures", "public", "desks", "residency", "print",
)  # fmt: skip


class OneSheet(BaseFinder):
    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != SHEET:
            return []
        return [str(made())] if find_all else str(made())

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        made()
        yield SHEET, FileSystemStorage(location=home())


def home() -> Path:
    return Path(settings.VAR_DIR) / "sheets"


def made() -> Path:
    """Written again only when its text changed: its date tells `collectstatic` that there is something to do."""
    text = "\n".join((settings.BASE_DIR / "static/css" / f"{name}.css").read_text() for name in CONCERNS)
    sheet = home() / SHEET
    if not sheet.exists() or sheet.read_text() != text:
        sheet.parent.mkdir(parents=True, exist_ok=True)
        mine = f"{sheet.name}.{os.getpid()}.{threading.get_ident()}"
        whole = sheet.with_name(mine)  # at once: someone may be reading
        whole.write_text(text)
        whole.replace(sheet)
    return sheet
