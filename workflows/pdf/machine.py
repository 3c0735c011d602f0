"""What a process shares between papers: private fonts, parsed styles, compiled templates.

Parsed styles and the font configuration cost more than a third of a letter when built anew each time. They
are built on first use, after the fork, once per process.
"""

import atexit
import gc
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.template import Engine
from django.template.utils import get_app_template_dirs

from .errors import PaperError

ASSETS = Path(__file__).parent / "assets"
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
INSTALL = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="pattern">
    <edit name="family" mode="append_last"><string>Source Sans 3</string></edit>
  </match>
</fontconfig>
"""

lock = threading.RLock()


def cache_directory() -> Path:
    """Where fontconfig may write: under var/ when it can be written, else a directory of this process."""
    base = getattr(settings, "VAR_DIR", None) if settings.configured else None
    if base:
        path = Path(base) / "cache" / "papers"
        try:
            path.mkdir(parents=True, exist_ok=True)
            if os.access(path, os.W_OK):
                return path
        except OSError:
            pass
    return Path(tempfile.mkdtemp(prefix="papers-"))


@lru_cache(maxsize=1)
def fonts_conf() -> Path:
    """The private fontconfig file: our directory only, so that every machine draws the same letter."""
    cache = cache_directory()
    path = cache / "fonts.conf"
    text = FONTS_CONF.format(fonts=escape(str(ASSETS / "fonts")), cache=escape(str(cache)))
    if not path.exists() or path.read_text("utf-8") != text:
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(text, "utf-8")
        part.replace(path)
    return path


@contextmanager
def private_fonts() -> Iterator[None]:
    """fontconfig reads its file's name from the environment, where a browser started later must not see it."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(fonts_conf())
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


class _Missing(str):
    """A legal paper with a blank in it must not exist: a fact that a template names and lacks is an error."""

    def __contains__(self, item: object) -> bool:
        return item == "%s" or super().__contains__(item)  # type: ignore[operator]

    def __mod__(self, name: object) -> str:
        raise PaperError(f"The facts lack « {name} ».")


@lru_cache(maxsize=1)
def templates() -> Engine:
    return Engine(
        dirs=[*getattr(settings, "PAPER_TEMPLATES", ()), str(TEMPLATES), *map(str, get_app_template_dirs("templates"))],
        libraries={"i18n": "django.templatetags.i18n"},
        builtins=["workflows.pdf.filters", "django.templatetags.i18n"],
        string_if_invalid=_Missing("missing"),
    )


@lru_cache(maxsize=1)
def shared() -> dict[str, Any]:
    """Parsed style sheets and the font configuration of this process."""
    reason = available()
    if reason:
        raise PaperError(reason)
    with private_fonts():
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        from .fetcher import Fetcher

        fonts = FontConfiguration()

    def sheet(name: str) -> CSS:
        text = (ASSETS / name).read_text("utf-8")
        return CSS(string=text, font_config=fonts, url_fetcher=Fetcher())

    return {"fonts": fonts, "paper": sheet("paper.css"), "draft": sheet("draft.css")}


def colours() -> Any:
    """The sRGB profile of the output intent: read here, because WeasyPrint leaves its file open, and anew for
    each paper, because a profile gives other bytes the second time it is asked."""
    from weasyprint.css import ColorProfile

    return ColorProfile(BytesIO(icc()), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@lru_cache(maxsize=1)
def icc() -> bytes:
    from importlib.resources import files

    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


@lru_cache(maxsize=1)
def available() -> str | None:
    """Nothing when papers can be made well; else one sentence for the person who runs the machine.

    Without HarfBuzz's subsetting WeasyPrint only logs a line, and a letter takes five times as long.
    """
    try:
        with private_fonts():
            from weasyprint.text.ffi import harfbuzz, harfbuzz_subset
    except (ImportError, OSError) as error:
        return f"Les documents PDF sont désactivés : il manque des bibliothèques ({error}). {INSTALL}"
    if harfbuzz_subset is None or not harfbuzz.hb_version_atleast(4, 1, 0):
        return f"Les documents PDF sont désactivés : il manque libharfbuzz-subset. {INSTALL}"
    return None


def warm() -> None:
    """Build what is shared, draw one page, and put it all out of the garbage collector's sight.

    For a worker process, after the fork: a sixth of a letter's time is the collector walking style sheets.
    """
    from datetime import UTC, datetime

    from .render import render

    render({}, "papers/_empty.html", title="–", author="–", created=datetime(2020, 1, 1, tzinfo=UTC))
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


def _forget() -> None:
    """A child process builds its own: Pango's objects do not survive a fork in good health."""
    global lock
    lock = threading.RLock()
    shared.cache_clear()


# Pango's objects must go before the interpreter unloads what frees them: it crashes otherwise.
atexit.register(shared.cache_clear)
os.register_at_fork(after_in_child=_forget)
