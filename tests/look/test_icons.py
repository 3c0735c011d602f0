import re
from pathlib import Path

import pytest
from django.conf import settings

from look import icons
from look.tags import blocks, chips

NAMED = re.compile(r"""\{%\s*icon\s+["']([a-z0-9-]+)["']""")


def test_silent_and_sized_by_the_text():
    drawing = icons.icon("lock")
    assert drawing.startswith('<svg class="i" viewBox="0 0 16 16" aria-hidden="true"')
    assert "<path" in drawing and "\n" not in drawing


def test_classes():
    assert 'class="i i-lg"' in icons.icon("list", "i-lg")


@pytest.mark.parametrize("name", ["no-such-icon", "../LICENSE", "Lock", ""])
def test_an_unknown_icon_is_an_error(name):
    with pytest.raises(icons.UnknownIcon):
        icons.icon(name)


def test_every_file_can_be_drawn():
    assert len(icons.names()) > 100
    for name in icons.names():
        assert "<path" in icons.drawing(name) or "<circle" in icons.drawing(name)


def test_icons_named_in_templates_exist():
    used = {name for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
            for name in NAMED.findall(path.read_text())}  # fmt: skip
    used |= {*chips.TONES.values(), *blocks.ALERTS.values()}
    assert used - set(icons.names()) == set()
