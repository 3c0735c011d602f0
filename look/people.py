"""Initials and tints of people: stable from one page to the next, without a photograph."""

import re
from zlib import crc32

TINTS = ("", "ochre", "plum", "green")
PARTICLES = {"de", "du", "des", "le", "la", "les", "d", "l", "van", "von", "of", "the", "et"}


def initials(name: str) -> str:
    """« Karim Bensaïd » gives KB, « Yann Le Goff » YG, « Mairie de La Ferté » MF."""
    words = [word for word in re.findall(r"[^\W\d_]+", name or "") if word]
    strong = [word for word in words if word.lower() not in PARTICLES] or words
    if not strong:
        return ""
    letters = strong[0][0] + (strong[-1][0] if len(strong) > 1 else "")
    return letters.upper()


def tint(name: str) -> str:
    return TINTS[crc32((name or "").encode()) % len(TINTS)]
