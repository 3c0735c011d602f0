"""Pictures from a phone, made smaller and bare: no camera, no place, no hour stays in what is kept.

What is kept is not the file that came: its pixels are drawn again, turned as they were held, into a new JPEG.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 20 * 1024 * 1024
MOST_PIXELS = 80_000_000
SIDE = 1600  # of the longer side, in pixels: sharp across a page of the booklet
QUALITY = 82
KNOWN = ("JPEG", "PNG", "WEBP")
PAPER = (250, 247, 241)  # under what is transparent


@dataclass(frozen=True)
class Bare:
    data: bytes
    sha256: str
    width: int
    height: int


def bare(upload: Any) -> Bare:
    """Raises `ValidationError` with what is wrong and what to do."""
    if upload.size > LARGEST_FILE:
        raise ValidationError(_("Cette photo dépasse 20 Mo : réduisez-la, puis joignez-la."))
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(upload, formats=KNOWN) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise ValidationError(_("Cette photo est trop grande : réduisez-la, puis joignez-la."))
                small = redrawn(image)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, ValidationError):
            raise
        raise ValidationError(_("Ce fichier n’est pas une photo que nous savons lire : JPEG, PNG ou WebP.")) from error
    out = io.BytesIO()
    small.save(out, "JPEG", quality=QUALITY, optimize=True)
    data = out.getvalue()
    return Bare(data, hashlib.sha256(data).hexdigest(), small.width, small.height)


def redrawn(image: Image.Image) -> Image.Image:
    """Turned as it was held, at most `SIDE` pixels, on paper where it is transparent, and nothing but its pixels."""
    image.draft("RGB", (2 * SIDE, 2 * SIDE))
    turned = ImageOps.exif_transpose(image)
    turned.thumbnail((SIDE, SIDE))
    if turned.mode in ("RGBA", "LA", "P"):
        layer = turned.convert("RGBA")
        turned = Image.new("RGB", layer.size, PAPER)
        turned.paste(layer, mask=layer.getchannel("A"))
    drawn = Image.new("RGB", turned.size)
    drawn.paste(turned.convert("RGB"))
    return drawn


def keep(entry: Any, found: Bare, alt: str, position: int) -> Any:
    """The same picture twice is one file: it is named by its hash."""
    from .models import Photo
    from .models.journal import stored_at

    photo = Photo(entry=entry, position=position, alt=alt, sha256=found.sha256, width=found.width, height=found.height)
    name = stored_at(photo, "")
    photo.file.name = name if default_storage.exists(name) else default_storage.save(name, ContentFile(found.data))
    photo.save()
    return photo


def by_hash(sha256: str) -> bytes | None:
    """For papers, whose content names pictures so."""
    from .models import Photo

    found = Photo.objects.filter(sha256=sha256).first()
    if found is None:
        return None
    with found.file.open("rb") as file:
        return bytes(file.read())
