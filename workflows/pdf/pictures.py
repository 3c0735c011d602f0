"""Pictures that a paper's frozen content names by their hash: who holds them says so here.

Apart from the fetcher, which cannot be read where the PDF library is missing: the product starts there too."""

import hashlib
from collections.abc import Callable

# Each gives the bytes of a JPEG by its SHA-256, or None. A paper made again shows the same ones: other bytes under that
# name are refused.
sources: list[Callable[[str], bytes | None]] = []


def picture(sha256: str) -> bytes | None:
    found = (data for source in sources if (data := source(sha256)) is not None)
    return next((data for data in found if hashlib.sha256(data).hexdigest() == sha256), None)
