"""A real one-page PDF, small and written by hand: the pieces that applicants of the stories bring."""

from __future__ import annotations

import unicodedata
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile

PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


@cache
def page(*lines: str) -> bytes:
    """One A4 page: the first line large, the others below."""
    text = b"BT /F 18 Tf 60 760 Td 26 TL " + b" T* ".join(_shown(line) for line in lines) + b" ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE.encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        FONT.encode(),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + head + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))


def _shown(line: str) -> bytes:
    text = line.replace("’", "'").encode("cp1252", "replace")
    return b"(" + text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj"


def upload(label: str, *lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{slug(label)}.pdf", page(label[:60], *lines), "application/pdf")


def slug(label: str) -> str:
    bare = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in bare).split()[:4])
