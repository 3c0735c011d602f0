"""A deployment sets six brand colours, a name and a mark; contrast is computed, and refused when too low.

Ochre, green, brick and plum are never themed: they mean something.
"""

import re
from dataclasses import dataclass
from typing import Any

from look import conf

SHADES = ("800", "700", "500", "200", "100", "50")
NAMED = {
    "canard": ("#0B3C46", "#10505D", "#3C7E8B", "#B9D5D9", "#DDEBEC", "#EFF5F5"),
    "encre": ("#1C2A4A", "#2B3F6B", "#5A6E9A", "#C6CFE2", "#E4E8F2", "#F2F4F9"),
    "prune": ("#4A1F3F", "#6B2F5B", "#97628A", "#DEC6D8", "#F1E5EE", "#F9F3F7"),
}
# What each pair is used for, and the least contrast it may have.
PAIRS = (
    ("700", "white", 7.0),  # links, main button
    ("800", "100", 7.0),  # badge "in progress", initials
    ("500", "white", 4.5),  # past knots, bars
)
BRICK = "#98281A"  # refused, late: a brand may not be taken for it


class BadTheme(ValueError):
    """The sentences say which colour, what it reaches and what it needs."""

    def __init__(self, sentences: list[str]):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Theme:
    name: str
    shades: dict[str, str]

    @property
    def is_default(self) -> bool:
        return self.shades == dict(zip(SHADES, NAMED["canard"], strict=True))

    @property
    def brand(self) -> str:
        return self.shades["700"]

    @property
    def stylesheet(self) -> str:
        """The file of a named theme; a theme of the deployment's own is served by `look:theme`."""
        return f"css/themes/{self.name}.css" if self.name in NAMED and not self.is_default else ""

    def css(self) -> str:
        lines = [f"  --brand-{shade}: {value};" for shade, value in self.shades.items()]
        lines.append(f"  --bs-link-color-rgb: {triple(self.shades['700'])};")
        lines.append(f"  --bs-link-hover-color-rgb: {triple(self.shades['800'])};")
        return ":root {\n" + "\n".join(lines) + "\n}\n"


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def triple(colour: str) -> str:
    """Bootstrap wants « 16, 80, 93 » where it sets an opacity."""
    return ", ".join(str(part) for part in rgb(colour))


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [value / 255 for value in rgb(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def read(value: Any) -> Theme:
    """A name of NAMED, or the six shades: {"800": "#0B3C46", "700": …}. Refuses anything else."""
    if isinstance(value, str):
        if value not in NAMED:
            raise BadTheme([f"TRAME_BRAND: {value!r} is not one of {', '.join(NAMED)}."])
        return Theme(value, dict(zip(SHADES, NAMED[value], strict=True)))
    shades = {str(key).removeprefix("--").removeprefix("brand-"): colour for key, colour in value.items()}
    problems = [f"TRAME_BRAND: the shade {shade} is missing." for shade in SHADES if shade not in shades]
    problems += [f"TRAME_BRAND: {shade} is not one of {', '.join(SHADES)}." for shade in shades if shade not in SHADES]
    problems += [
        f"TRAME_BRAND: {shade} must read #RRGGBB, not {colour!r}."
        for shade, colour in shades.items()
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", str(colour))
    ]
    if problems:
        raise BadTheme(problems)
    theme = Theme("own", {shade: shades[shade].upper() for shade in SHADES})
    too_pale = contrast_problems(theme)
    if too_pale:
        raise BadTheme(too_pale)
    return theme


def contrast_problems(theme: Theme) -> list[str]:
    colours = {**theme.shades, "white": "#FFFFFF"}
    problems = []
    for front, back, least in PAIRS:
        reached = contrast(colours[front], colours[back])
        if reached < least:
            problems.append(f"TRAME_BRAND: {front} on {back} has a contrast of {reached:.1f}, {least} is needed.")
    if theme.shades["700"] == BRICK:
        problems.append("TRAME_BRAND: 700 is the colour of refusals and delays; take another.")
    return problems


def active() -> Theme:
    return read(conf.setting("TRAME_BRAND"))
