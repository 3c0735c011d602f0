"""Keys of the API, `trame_<prefix>_<secret>`: the prefix finds the row, the hash of all proves the key."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from django.utils.crypto import constant_time_compare

from workflows import clock

from .models import ApiToken, User

MARK = "trame"
# A busy program would otherwise write this row at each call.
USE_NOTED_EVERY = timedelta(minutes=5)


def hash_of(raw: str) -> str:
    """Plain SHA-256: 256 random bits need no slow hash, and a request must not pay for one."""
    return sha256(raw.encode()).hexdigest()


def create(user: User, name: str) -> tuple[ApiToken, str]:
    prefix = secrets.token_hex(5)
    raw = f"{MARK}_{prefix}_{secrets.token_urlsafe(32)}"
    return ApiToken.objects.create(user=user, name=name, prefix=prefix, key_hash=hash_of(raw)), raw


def authenticate(raw: str) -> User | None:
    parts = raw.split("_", 2)
    if len(parts) != 3 or parts[0] != MARK or not raw.isascii() or "\0" in raw:
        return None
    token = ApiToken.objects.live().select_related("user").filter(prefix=parts[1]).first()
    if token is None or not constant_time_compare(token.key_hash, hash_of(raw)) or not token.user.is_active:
        return None
    now = clock.now()
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.user
