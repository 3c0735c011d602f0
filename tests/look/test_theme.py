from pathlib import Path

import pytest
from django.conf import settings

from look import checks, theme

CSS = Path(settings.BASE_DIR) / "static" / "css"
PALE = {"800": "#0B3C46", "700": "#3C7E8B", "500": "#9CC3C8", "200": "#B9D5D9", "100": "#DDEBEC", "50": "#EFF5F5"}


def test_contrast_is_that_of_wcag():
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#10505D", "#FFFFFF") == pytest.approx(9.0, abs=0.05)


@pytest.mark.parametrize("name", theme.NAMED)
def test_named_themes_can_be_read(name):
    assert theme.contrast_problems(theme.read(name)) == []


@pytest.mark.parametrize("name", [name for name in theme.NAMED if name != "canard"])
def test_files_of_themes_are_current(name):
    assert (CSS / "themes" / f"{name}.css").read_text().endswith(theme.read(name).css())


def test_tokens_hold_the_default_brand():
    tokens = (CSS / "tokens.css").read_text()
    for shade, colour in theme.read("canard").shades.items():
        assert f"--brand-{shade}: {colour};" in tokens
    assert f"--bs-link-color-rgb: {theme.triple(theme.read('canard').shades['700'])};" in tokens


def test_a_pale_brand_stops_the_start(settings):
    settings.TRAME_BRAND = PALE
    found = checks.theme_is_readable(None)
    assert [error.id for error in found] == ["look.E001", "look.E001"]
    assert "700 on white has a contrast of 4.6, 7.0 is needed" in found[0].msg


@pytest.mark.parametrize(
    ("brand", "sentence"),
    [
        ("rouge", "is not one of canard, encre, prune"),
        ({"800": "#000000"}, "the shade 700 is missing"),
        ({**PALE, "700": "teal"}, "must read #RRGGBB"),
        ({**PALE, "900": "#000000"}, "900 is not one of"),
        ({**PALE, "700": theme.BRICK, "500": "#3C7E8B"}, "the colour of refusals"),
    ],
)
def test_what_is_refused(settings, brand, sentence):
    settings.TRAME_BRAND = brand
    assert any(sentence in error.msg for error in checks.theme_is_readable(None))


def test_a_brand_of_ones_own_is_served(settings, rf):
    from look import views

    settings.TRAME_BRAND = dict(zip(theme.SHADES, theme.NAMED["prune"], strict=True))
    body = views.theme_css(rf.get("/theme.css")).content.decode()
    assert "--brand-700: #6B2F5B;" in body and "--bs-link-color-rgb: 107, 47, 91;" in body


def test_text_colours_keep_their_contrast():
    """The figures of look.md, computed again from the tokens."""
    tokens = dict(line.strip().rstrip(";").split(": ") for line in (CSS / "tokens.css").read_text().splitlines()
                  if line.strip().startswith("--") and "#" in line)  # fmt: skip
    for front, back, least in [
        ("ink", "paper", 13), ("ink-2", "sunk", 7), ("ink-3", "sunk", 5), ("control", "paper", 3),
        ("ochre-800", "ochre-100", 6.5), ("green-800", "green-100", 7), ("brick-700", "brick-100", 6.5),
        ("plum-700", "plum-100", 7), ("focus", "paper", 7), ("brand-800", "brand-100", 7),
    ]:  # fmt: skip
        assert theme.contrast(tokens[f"--{front}"], tokens[f"--{back}"]) >= least, (front, back)
