"""What WeasyPrint and pydyf do at every letter and no letter needs. The bytes of the file stay the same."""

import re
from functools import lru_cache
from typing import Any

import pydyf
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.html import UA

# Notes of the page's foot and markers of lists, declared for each element whatever it is: six more styles to cascade
# for each. Our papers have no notes, and their lists write their own dash.
EVERYWHERE = re.compile(r"^::(?:marker|footnote-\w+|note-\w+) \{[^}]*\}$", re.MULTILINE)


@lru_cache(maxsize=1)
def user_agent() -> CSS:
    return CSS(string=EVERYWHERE.sub("", UA), counter_style=CounterStyle())


class Letter(HTML):
    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [user_agent()]


class Written(pydyf.Object):
    """An object with its bytes: pydyf asks twice for them, to write them and to draw the file's identity from them, and
    each time compresses anew."""

    data = b""
    compressible = False

    def __init__(self, drawn: Any) -> None:
        super().__init__()
        self.number, self.generation, self.free = drawn.number, drawn.generation, drawn.free
        self.compressible, self.data = drawn.compressible, drawn.data


def write_once(pdf: Any) -> None:
    pdf.objects[:] = [item if item.free == "f" else Written(item) for item in pdf.objects]
