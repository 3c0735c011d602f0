"""The check of State aid, undertaking by undertaking: what is known, what the rules answer, what a decision cites."""

from .checks import check_all, checkable, record, shares_of, standing, unchecked
from .citing import cite, enter_awards
from .evidence import Evidence

__all__ = [
    "Evidence",
    "check_all",
    "checkable",
    "cite",
    "enter_awards",
    "record",
    "shares_of",
    "standing",
    "unchecked",
]
