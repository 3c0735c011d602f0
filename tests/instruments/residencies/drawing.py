"""Pictures for tests: drawn, not photographed."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


def picture(size: tuple[int, int] = (640, 400), kind: str = "JPEG", **save: object) -> bytes:
    image = Image.new("RGB", size, (233, 225, 208))
    ImageDraw.Draw(image).rectangle((40, 40, size[0] // 2, size[1] // 2), fill=(16, 80, 93))
    out = io.BytesIO()
    image.save(out, kind, **save)
    return out.getvalue()


def upload(data: bytes | None = None, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if data is None else data, content_type="image/jpeg")
