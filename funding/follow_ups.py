"""What one machine causes in another, or asks of someone, run by the outbox as the system, once."""

from __future__ import annotations

from typing import Any


def open_agreement(application: Any, entry: Any) -> None:
    """A favourable decision opens the agreement, with the payment plan that the law allows at most."""
    from .models import Agreement

    Agreement.open(application, entry)


def ask_declarations(application: Any, entry: Any) -> None:
    """A submitted file asks its undertakings to declare the aid they received."""
    from . import declaring

    declaring.ask(application)


def remind_declarations(application: Any, entry: Any) -> None:
    """Due diligence opens, the check of State aid is next: those who have not declared are reminded."""
    from . import declaring

    declaring.remind(application)
