"""A letter: ours against the naive way and an empty page, in one run, variants interleaved.

Naive is what one writes first: the same page through `HTML(string=…).write_pdf()`, its style in the page, with
flex, custom properties, hyphens, justification and tables that measure themselves. Same is that call on our
own lean style: what sharing alone gains. Both are untagged, embed nothing and conform to nothing; ours is
PDF/A-3a and PDF/UA-1. CPU time, so that a busy machine does not blur it.

Run: .venv/bin/python -m bench.letters
"""

import gc
import json
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.table import Row

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "tests/papers/examples"
CREATED = datetime(2027, 5, 28, 7, 12, tzinfo=UTC)
NAIVE_STYLE = """
:root { --ink: #1E2A2E; --brand: #0B3C46; --hair: #CFC4B0; --soft: #EFF5F5 }
html { color: var(--ink) } h1, h2 { color: var(--brand) }
p, li, td { hyphens: auto; text-align: justify }
table { table-layout: auto } td, tbody th, tfoot th { overflow-wrap: normal }
thead tr { background: var(--soft) } tbody tr { border-color: var(--hair) }
.head, .signs { display: flex; flex-wrap: wrap; gap: 4mm }
"""


EMPTY = "<!doctype html><html lang=fr><title>–</title><body>"
FACES = {
    "Source Sans 3": {"SourceSans3-Regular": "400", "SourceSans3-Semibold": "600"},
    "Newsreader": {"Newsreader-Medium": "500"},
}


def faces(fonts: Path) -> str:
    """How one asks for a face without a private fontconfig file; the same static files, to be fair."""
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url({(fonts / name).as_uri()}.ttf) }}'
        for family, files in FACES.items()
        for name, weight in files.items()
    )


def variants(name: str):
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    from workflows.pdf import machine, render
    from workflows.pdf.content import clean
    from workflows.pdf.fetcher import Fetcher
    from workflows.pdf.render import to_html

    facts = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    head = {"title": facts["subject"], "author": facts["issuer"]["name"], "created": CREATED}
    template = f"papers/{name}.html"
    style = (machine.ASSETS / "paper.css").read_text("utf-8")
    page = to_html(clean(facts), template, lang="fr", draft=False, **head)
    images = Fetcher(facts["verification"]["address"])

    class Anything(URLFetcher):
        def fetch(self, url, headers=None):
            return images.fetch(url) if url.startswith("trame:") else super().fetch(url, headers)

    def plain(sheet: str) -> bytes:
        html = page.replace("</head>", f"<style>{sheet}</style></head>")
        return HTML(string=html, url_fetcher=Anything()).write_pdf()

    def same() -> bytes:
        with machine.private_fonts():
            return plain(style)

    return {
        "naive": lambda: plain(faces(machine.ASSETS / "fonts") + style + NAIVE_STYLE),
        "same": same,
        "ours": lambda: render(facts, template, **head),
        "empty": lambda: HTML(string=EMPTY).write_pdf(font_config=machine.shared()["fonts"]),
    }


def measure(name: str = "rejection", rounds: int = 11) -> dict[str, float]:
    """Median milliseconds a letter, by variant, and the ratios."""
    runs = variants(name)
    times: dict[str, list[float]] = {key: [] for key in runs}
    thresholds = gc.get_threshold()
    for run in runs.values():
        run()
    try:
        for _ in range(rounds):
            for key, run in runs.items():
                as_process(thresholds, tuned=key in ("ours", "empty"))
                before = time.process_time()
                run()
                times[key].append((time.process_time() - before) * 1000)
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
    result = {key: statistics.median(values) for key, values in times.items()}
    ours = result["ours"]
    ratios = {"ratio": result["naive"] / ours, "to_same": result["same"] / ours, "to_empty": ours / result["empty"]}
    return result | ratios


def as_process(thresholds: tuple[int, int, int], *, tuned: bool) -> None:
    """Put the collector as each variant's process has it: as Python starts it, or after ``warm()``."""
    gc.unfreeze()
    gc.collect()
    if tuned:
        gc.freeze()
        gc.set_threshold(200_000, 20, 100)
    else:
        gc.set_threshold(*thresholds)


def rows() -> list[Row]:
    """For bin/bench."""
    found = []
    for name in ("rejection", "award"):
        f = measure(name)
        ratio = f"{f['ratio']:.2f} × faster than naive"
        found.append(Row(f"letter: {name}", f"{f['ours']:.0f} ms CPU", ratio, "≥ 1.5", f["ratio"] >= 1.5))
        found.append(Row("  the naive way, and an empty page", f"{f['naive']:.0f}, {f['empty']:.1f} ms",
                         f"{f['to_empty']:.1f} × an empty page"))  # fmt: skip
    return found


def main() -> None:
    print("letter      naive ms  same ms  ours ms  empty ms  naive/ours  same/ours  ours/empty")
    for name in ("rejection", "award"):
        f = measure(name)
        print(
            f"{name:<10}  {f['naive']:8.0f}  {f['same']:7.0f}  {f['ours']:7.0f}  {f['empty']:8.1f}"
            f"  {f['ratio']:10.2f}  {f['to_same']:9.2f}  {f['to_empty']:10.1f}"
        )


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main()
