"""Where applicants' files and papers lie: never under a public address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from django.core.exceptions import ImproperlyConfigured


def private_storage(url: str, *, home: Path) -> dict[str, Any]:
    """`file:///srv/trame`, perhaps a shared mount; without an address, `home`."""
    parts = urlparse(url) if url else None
    if parts is not None and parts.scheme != "file":
        raise ImproperlyConfigured(f"STORAGE_URL: {parts.scheme} is not known; use file:///path.")
    location = parts.path if parts is not None else home
    modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": location, **modes}}
