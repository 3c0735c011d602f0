"""The one door to the outside: assets of this package under ``trame:``, and the QR code of the paper itself.

WeasyPrint's own fetcher follows any address and reads any local file.
"""

from pathlib import Path

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

ASSETS = Path(__file__).parent / "assets"
ALLOWED = {"fil.svg": "image/svg+xml", "projet.svg": "image/svg+xml"}
SCHEME = "trame:"


class Fetcher(URLFetcher):
    def __init__(self, verification: str = ""):
        super().__init__(fail_on_errors=True, allowed_protocols=())
        self._verification = verification

    def fetch(self, url: str, headers=None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME)
        if url.startswith(SCHEME) and name == "qr.svg":
            return URLFetcherResponse(url, qr_code(self._verification), {"Content-Type": "image/svg+xml"})
        if url.startswith(SCHEME) and name in ALLOWED:
            return URLFetcherResponse(url, (ASSETS / name).read_bytes(), {"Content-Type": ALLOWED[name]})
        raise FatalURLFetchingError(f"A paper asked for {url[:200]!r}, which is not one of its own assets.")


def qr_code(address: str) -> bytes:
    """The verification address as a QR code of level M: it stays readable on a crumpled copy."""
    import io

    import segno

    if not address:
        return b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", border=0, xmldecl=False, dark="#1E2A2E")
    return out.getvalue()
