"""The one door to the outside: assets of this package under ``trame:``, the QR code of the paper itself, and pictures
that a paper's frozen content names by their hash.

WeasyPrint's own fetcher follows any address and reads any local file.
"""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from .pictures import picture

ASSETS = Path(__file__).parent / "assets"
ALLOWED = {"fil.svg": "image/svg+xml", "projet.svg": "image/svg+xml"}
SCHEME = "trame:"
PICTURE = re.compile(r"trame:picture/([0-9a-f]{64})")


class Fetcher(URLFetcher):
    def __init__(self, verification: str = ""):
        super().__init__(fail_on_errors=True, allowed_protocols=())
        self._verification = verification
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME)
        if url.startswith(SCHEME) and name == "qr.png":
            return URLFetcherResponse(url, qr_code(self._verification), {"Content-Type": "image/png"})
        if url.startswith(SCHEME) and name in ALLOWED:
            return URLFetcherResponse(url, (ASSETS / name).read_bytes(), {"Content-Type": ALLOWED[name]})
        if (named := PICTURE.fullmatch(url)) and (data := picture(named[1])) is not None:
            return URLFetcherResponse(url, data, {"Content-Type": "image/jpeg"})
        # Remembered too: inside an SVG, WeasyPrint swallows the error and draws the rest.
        self.refused.append(f"A paper asked for {url[:200]!r}, which is not one of its own assets.")
        raise FatalURLFetchingError(self.refused[-1])


def qr_code(address: str) -> bytes:
    """The verification address as a QR code of level M: it stays readable on a crumpled copy.

    A bitmap is stored once for all pages where an SVG would be drawn again on each, and a mask chosen in
    advance spares the trial of all eight: together a tenth of a letter's time.
    """
    import segno

    out = BytesIO()
    segno.make_qr(address or "-", error="m", boost_error=False, mask=3).save(out, kind="png", border=0, scale=4)
    return out.getvalue()
