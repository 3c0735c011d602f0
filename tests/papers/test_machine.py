"""What the machine must have, and what a process keeps."""

import gc
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.checks import Error, Warning

from tests.papers.reading import draw
from workflows.pdf import PaperError, available, checks, machine, warm


def test_this_machine_can_draw():
    assert available() is None
    assert checks.papers_can_be_drawn() == []


def test_without_harfbuzz_the_start_fails_and_says_what_to_install(monkeypatch, settings):
    """WeasyPrint would only log a line, and a letter would take five times as long."""
    from weasyprint.text import ffi

    monkeypatch.setattr(ffi, "harfbuzz_subset", None)
    machine.available.cache_clear()
    machine.shared.cache_clear()
    try:
        assert "libharfbuzz-subset" in available()
        settings.PAPERS_OPTIONAL = False
        (found,) = checks.papers_can_be_drawn()
        assert isinstance(found, Error) and "apt-get install" in found.msg
        settings.PAPERS_OPTIONAL = True
        (found,) = checks.papers_can_be_drawn()
        assert isinstance(found, Warning)
        with pytest.raises(PaperError, match="libharfbuzz-subset"):
            draw("reserve")
    finally:
        machine.available.cache_clear()
        machine.shared.cache_clear()


def test_fontconfig_is_private_and_leaves_no_trace():
    before = os.environ.get("FONTCONFIG_FILE")
    draw("reserve")
    assert os.environ.get("FONTCONFIG_FILE") == before
    text = machine.fonts_conf().read_text("utf-8")
    assert text.count("<dir>") == 1 and "<include" not in text


def test_styles_are_parsed_once():
    draw("reserve")
    first = machine.shared()
    draw("award", draft=True)
    assert machine.shared() is first


def test_warm_puts_the_shared_objects_out_of_the_collector(request):
    thresholds = gc.get_threshold()
    request.addfinalizer(lambda: (gc.unfreeze(), gc.set_threshold(*thresholds)))
    warm()
    assert gc.get_freeze_count() > 10_000
    assert gc.get_threshold() == (200_000, 20, 100)


def test_templates_stay_in_their_bounds():
    """Every template of papers is used, and none carries a style or an address of its own."""
    found = sorted((machine.TEMPLATES / "papers").glob("*.html"))
    text = {path.name: path.read_text("utf-8") for path in found}
    for name, source in text.items():
        assert source.count("\n") <= 120, name
        for forbidden in ("style=", "<style", "<script", "|safe", "href=", "src="):
            assert forbidden not in source, (name, forbidden)
    partials = [name for name in text if name.startswith("_") and name != "_empty.html"]
    everything = " ".join(text.values())
    assert all(f"papers/{name}" in everything for name in partials)


def test_the_product_starts_without_the_library():
    """Every instrument's and every app's start, in a process of its own: nothing there reads WeasyPrint."""
    told = subprocess.run(
        [sys.executable, "-c", "import sys, django; django.setup(); import config.urls; "
         "print([name for name in sys.modules if name.partition('.')[0] == 'weasyprint'])"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "only-here", "DEBUG": "true",
             "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "[]"
