"""What may enter a paper: plain text, in bounds.

Layout can be made to burn minutes by deep, long or wide input, so bounds are set here, before any template
reads a fact. They are far above what a real letter holds.
"""

import re
from typing import Any

from .errors import PaperError

MAX_DEPTH = 8
MAX_TEXT = 20_000
MAX_ROWS = 400
MAX_TOTAL = 200_000

# Control characters (null bytes among them), lone surrogates, and the marks that reverse or hide text: a
# letter must read as it is written. Newlines stay, they make paragraphs.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029"
                       "\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")  # fmt: skip


def clean(content: dict[str, Any]) -> dict[str, Any]:
    """A bounded copy of the facts, or ``PaperError``. Only JSON values pass; numbers with a point do not,
    because an amount that went through a float is no longer an amount."""
    total = [0]
    cleaned = _clean(content, "content", 1, total)
    if not isinstance(cleaned, dict):
        raise PaperError("The content of a paper is a dictionary.")
    return cleaned


def clean_text(text: str) -> str:
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _clean(value: Any, where: str, depth: int, total: list[int]) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _text(value, where, total)
    if depth > MAX_DEPTH:
        raise PaperError(f"{where}: more than {MAX_DEPTH} levels.")
    if isinstance(value, dict | list | tuple):
        if len(value) > MAX_ROWS:
            raise PaperError(f"{where}: {len(value)} rows, at most {MAX_ROWS}.")
        if isinstance(value, dict):
            return {
                clean_text(str(key)): _clean(item, f"{where}.{key}", depth + 1, total) for key, item in value.items()
            }
        return [_clean(item, f"{where}[{n}]", depth + 1, total) for n, item in enumerate(value)]
    raise PaperError(f"{where}: {type(value).__name__} is not text; write amounts and dates as text.")


def _text(value: str, where: str, total: list[int]) -> str:
    if len(value.encode("utf-8", "ignore")) > MAX_TEXT:
        raise PaperError(f"{where}: text longer than {MAX_TEXT} bytes.")
    total[0] += len(value)
    if total[0] > MAX_TOTAL:
        raise PaperError(f"{where}: more than {MAX_TOTAL} characters in all.")
    return clean_text(value)
