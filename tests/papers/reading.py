"""Read a PDF back: its words, apart from its artifacts, and its tags. Enough to test papers, and no more."""

import json
import re
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pikepdf

from tests.words import plain
from workflows.pdf import render

EXAMPLES = Path(__file__).parent / "examples"
CREATED = datetime(2027, 5, 28, 7, 12, tzinfo=UTC)
# Example of facts → its template.
PAPERS = {
    "receipt": "receipt",
    "missing_pieces": "missing_pieces",
    "eligibility": "eligibility",
    "convocation": "convocation",
    "minutes": "minutes",
    "award": "award",
    "rejection": "rejection",
    "ineligibility": "rejection",
    "reserve": "reserve",
    "agreement": "agreement",
    "payment_order": "payment_order",
    "instruction_report": "instruction_report",
    "de_minimis": "de_minimis",
    "appeal_receipt": "appeal_receipt",
    "appeal_answer": "appeal_answer",
    "appeal_granted": "appeal_answer",
    "observations": "observations",
    "withdrawal": "withdrawal",
}


def facts(name: str) -> dict:
    return json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))


def draw(name: str, content: dict | None = None, **options) -> bytes:
    content = facts(name) if content is None else content
    options = {"title": content["subject"], "author": content["issuer"]["name"], "created": CREATED} | options
    return render(content, f"papers/{PAPERS[name]}.html", **options)


@lru_cache(maxsize=32)
def drawn(name: str, draft: bool = False) -> bytes:
    """The example's paper, drawn once for all tests that only read it."""
    return draw(name, draft=draft)


def words(pdf: bytes) -> str:
    """What a screen reader says: the tagged content of all pages."""
    return plain(" ".join(page[0] for page in pages(pdf)))


def footers(pdf: bytes) -> list[str]:
    """The text of each page's artifacts."""
    return [plain(page[1]) for page in pages(pdf)]


def pages(pdf: bytes) -> list[tuple[str, str]]:
    with pikepdf.open(BytesIO(pdf)) as document:
        return [_page(page) for page in document.pages]


def _page(page: pikepdf.Page) -> tuple[str, str]:
    fonts = {name: _unicode(font) for name, font in page.resources["/Font"].items()}
    content, artifacts, marks, font = [], [], [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BMC" | "BDC":
                marks.append(str(operands[0]))
            case "EMC":
                marks.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj" | "TJ":
                target = artifacts if "/Artifact" in marks else content
                assert marks, "text outside of any mark breaks PDF/UA"
                target.append(_decode(operands[0], font) + " ")
            case "ET":
                content.append("")
    return "".join(content), "".join(artifacts)


def _decode(shown, font: dict[int, str]) -> str:
    pieces = shown if isinstance(shown, pikepdf.Array) else [shown]
    raw = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    return "".join(font.get(int.from_bytes(raw[n : n + 2]), "�") for n in range(0, len(raw), 2))


def _unicode(font: pikepdf.Object) -> dict[int, str]:
    cmap = font["/ToUnicode"].read_bytes().decode()
    table = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for glyph, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            table[int(glyph, 16)] = bytes.fromhex(text).decode("utf-16-be")
    return table


def structure(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    """All structure elements of the tree, in reading order."""
    found: list[pikepdf.Object] = []

    def walk(item: pikepdf.Object) -> None:
        if isinstance(item, pikepdf.Array):
            for kid in item:
                walk(kid)
        elif isinstance(item, pikepdf.Dictionary) and "/S" in item:
            found.append(item)
            walk(item.get("/K", pikepdf.Array()))

    walk(document.Root.StructTreeRoot.K)
    return found
