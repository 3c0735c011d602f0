"""What one machine causes in another, run by the outbox as the system, once."""

from __future__ import annotations

from typing import Any


def open_agreement(application: Any, entry: Any) -> None:
    """A favourable decision opens the agreement, with the payment plan that the law allows at most."""
    from .models import Agreement

    Agreement.open(application, entry)
