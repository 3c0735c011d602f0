"""Pictures of the journals, drawn: nobody real is shown. The same drawing always gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

W, H = 1280, 800
WALL, FLOOR, INK, WHITE, GLASS = "#E9E1D0", "#CDBFA4", "#27323A", "#FFFFFF", "#CFE3E6"
BLUE, TEAL, OCHRE, BRICK, PLUM, SKIN, BROWN, LEAF = (
    "#10505D", "#5A97A2", "#E0A23A", "#98281A", "#5E3560", "#E3B795", "#7A5138", "#7C8F5A",
)  # fmt: skip
Draw = ImageDraw.ImageDraw


def room(d: Draw) -> None:
    d.rectangle((0, 0, W, 600), fill=WALL)
    d.rectangle((0, 600, W, H), fill=FLOOR)


def person(d: Draw, x: int, y: int, coat: str, skin: str = SKIN) -> None:
    d.rounded_rectangle((x - 48, y, x + 48, y + 160), 44, fill=coat)
    d.ellipse((x - 36, y - 78, x + 36, y - 6), fill=skin)


def chair(d: Draw, x: int, y: int, colour: str, *, turned: bool = False) -> None:
    d.rectangle((x - 44, y - 100, x + 44, y), fill=colour) if not turned else d.rectangle(
        (x + 34, y - 110, x + 50, y), fill=colour
    )
    d.rectangle((x - 54, y, x + 54, y + 20), fill=colour)
    for leg in (x - 44, x + 40):
        d.rectangle((leg, y + 20, leg + 7, y + 110), fill=INK)


def waiting(d: Draw) -> None:
    room(d)
    d.rectangle((100, 90, 330, 360), fill=GLASS, outline=WHITE, width=12)
    d.rectangle((920, 80, 1180, 600), fill=BLUE)
    d.rectangle((955, 130, 1145, 280), fill=GLASS)
    for x, coat in ((230, BRICK), (480, PLUM), (720, INK)):
        chair(d, x, 520, TEAL)
        person(d, x, 370, coat, BROWN if coat == PLUM else SKIN)
    chair(d, 860, 590, OCHRE, turned=True)


def clock(d: Draw) -> None:
    room(d)
    d.ellipse((500, 60, 780, 340), fill=WHITE, outline=INK, width=14)
    d.line((640, 200, 640, 100), fill=INK, width=12)
    d.line((640, 200, 716, 246), fill=INK, width=12)
    d.rectangle((1060, 180, 1210, 600), fill=BLUE)
    for n, coat in enumerate((BRICK, TEAL, PLUM, INK, OCHRE, LEAF)):
        person(d, 140 + 150 * n, 440, coat, BROWN if n % 2 else SKIN)


def desk(d: Draw) -> None:
    room(d)
    d.rectangle((0, 470, W, 560), fill=BROWN)
    for n in range(7):
        d.rectangle((160 + 4 * n, 450 - 22 * n, 420 + 4 * n, 468 - 22 * n), fill=WHITE if n % 2 else GLASS)
    d.polygon(((880, 200), (1060, 200), (1120, 300), (820, 300)), fill=OCHRE)
    d.rectangle((962, 300, 978, 470), fill=INK)
    person(d, 640, 320, BLUE, BROWN)


def wall(d: Draw) -> None:
    room(d)
    for x, colour in ((120, TEAL), (500, OCHRE), (880, BRICK)):
        d.rounded_rectangle((x, 150, x + 280, 430), 16, fill=colour)
        for line in range(3):
            d.rectangle((x + 40, 220 + 60 * line, x + 240 - 40 * line, 240 + 60 * line), fill=WHITE)
    person(d, 1090, 470, PLUM)
    d.line((1040, 520, 990, 430), fill=INK, width=10)


def village(d: Draw) -> None:
    d.rectangle((0, 0, W, 560), fill=GLASS)
    d.rectangle((0, 560, W, H), fill=FLOOR)
    d.rectangle((460, 240, 860, 600), fill=WALL)
    d.polygon(((430, 240), (660, 90), (890, 240)), fill=BRICK)
    d.rectangle((620, 420, 700, 600), fill=BLUE)
    for x in (510, 760):
        d.rectangle((x, 300, x + 60, 380), fill=TEAL)
    d.rectangle((176, 380, 204, 620), fill=BROWN)
    d.ellipse((60, 160, 320, 430), fill=LEAF)
    for x in (980, 1130):
        for wheel in (0, 90):
            d.ellipse((x + wheel - 40, 600, x + wheel + 40, 680), outline=INK, width=8)
        d.line((x, 640, x + 60, 580, x + 90, 640), fill=PLUM, width=8)


def station(d: Draw) -> None:
    d.rectangle((0, 0, W, H), fill="#F3D9B0")
    d.ellipse((900, 60, 1060, 220), fill=OCHRE)
    d.rectangle((0, 560, W, H), fill=FLOOR)
    d.rounded_rectangle((-60, 250, 760, 540), 40, fill=BLUE)
    for n in range(5):
        d.rounded_rectangle((40 + 140 * n, 300, 140 + 140 * n, 400), 12, fill=GLASS)
    d.rectangle((0, 540, W, 560), fill=INK)
    d.arc((820, 600, 1010, 720), 180, 360, fill=BROWN, width=30)
    d.arc((980, 600, 1170, 720), 0, 180, fill=BROWN, width=30)


def cards(d: Draw) -> None:
    d.rectangle((0, 0, W, H), fill=BROWN)
    for n, colour in enumerate((TEAL, OCHRE, BRICK, GLASS, PLUM, LEAF, WHITE, BLUE)):
        x, y = 90 + 290 * (n % 4), 110 + 310 * (n // 4)
        d.rectangle((x, y, x + 240, y + 250), fill=WALL)
        d.rectangle((x + 18, y + 18, x + 222, y + 150), fill=colour)
        d.rectangle((x + 18, y + 180, x + 180, y + 192), fill=INK)


def table(d: Draw) -> None:
    room(d)
    for n, coat in enumerate((BRICK, TEAL, PLUM, LEAF, OCHRE)):
        person(d, 200 + 220 * n, 330, coat, BROWN if n % 2 else SKIN)
    d.rectangle((80, 460, 1200, 520), fill=WHITE)
    for n in range(6):
        d.ellipse((130 + 190 * n, 440, 230 + 190 * n, 474), fill=GLASS, outline=TEAL, width=5)


KNOWN: dict[str, Callable[[Draw], None]] = {
    one.__name__: one for one in (waiting, clock, desk, wall, village, station, cards, table)
}  # fmt: skip


def drawn(name: str) -> SimpleUploadedFile:
    image = Image.new("RGB", (W, H), WALL)
    KNOWN[name](ImageDraw.Draw(image))
    out = io.BytesIO()
    image.save(out, "PNG")
    return SimpleUploadedFile(f"{name}.png", out.getvalue(), content_type="image/png")
