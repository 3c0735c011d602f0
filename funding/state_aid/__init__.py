"""The check of State aid, undertaking by undertaking: what is known, what the rules answer, what a decision cites."""

from .checks import Standing, checkable, outside_of, record, record_all, record_within, shares_of, standing, unchecked
from .citing import cite, enter_awards, follow_award
from .evidence import Evidence
from .grouping import of_declaration, shown

__all__ = [
    "Evidence",
    "Standing",
    "checkable",
    "cite",
    "enter_awards",
    "follow_award",
    "of_declaration",
    "outside_of",
    "record",
    "record_all",
    "record_within",
    "shares_of",
    "shown",
    "standing",
    "unchecked",
]
