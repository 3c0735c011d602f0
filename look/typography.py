"""French typography, amounts and dates, as look.md sets them: the one place that knows where spaces go.

Texts stay readable in the sources (plain spaces, see the `typeset` command); values are written here, in the
active language, in Paris time.
"""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language

from look.dates import MONTHS_FR, day, day_hour, day_hour_comma, day_short, hour, month_year, since_or_until

__all__ = [
    "day",
    "day_hour",
    "day_hour_comma",
    "day_short",
    "euros",
    "euros_cents",
    "euros_or_dash",
    "french",
    "hour",
    "millions",
    "month_year",
    "number",
    "percent",
    "since_or_until",
]

NBSP = "\u00a0"  # before : % € h, inside « », after n°, between day and month
THIN = "\u202f"  # in numbers and before ; ! ?
MINUS = "\u2212"

# What must come through untouched is swapped for one private character each: a value counts as a word,
# a tag or an address does not.
VALUE, OPAQUE = range(0xE000, 0xF000), range(0xF000, 0xF8FF)
PROTECTED = re.compile(
    r"(?P<value>\{\{.*?\}\}|%\(\w+\)[-0-9.]*[sdif]|%[sdi](?!\w)|\{[\w.]*(?:[:!][^{}\s]*)?\})"
    r"|(?P<opaque>\{%.*?%\}|\{#.*?#\}|<[a-zA-Z/!][^<>]*>|\b[a-z]+://[^\s<>»]+|[\w.+-]+@[\w-]+\.[\w.-]+|&#?\w+;|`[^`]*`)"
    r"|(?P<escape>\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[a-z]))",
    re.S,
)
WORD = r"[\w)\]»%€°’\ue000-\uefff]"
AMOUNT = r"[\d\ue000-\uefff]"
SPACE = r"[ \u00a0\u202f\u2009]"
MONTHS = "|".join(MONTHS_FR)
RULES: list[tuple[re.Pattern[str], str]] = [
    (re.compile(r"(?<=[^\W\d_])'(?=[\w«\"(<\ue000-\uf8ff])"), "’"),
    (re.compile(rf"«{SPACE}*(?=\S)"), "«" + NBSP),
    (re.compile(rf"(?<=\S){SPACE}*»"), NBSP + "»"),
    (re.compile(rf"(?<=\S){SPACE}+([;!?]+)(?!=)"), THIN + r"\1"),
    (re.compile(rf"(?<={WORD})([;!?]+)(?=[\s»)\uf000-\uf8ff]|$)"), THIN + r"\1"),
    (re.compile(rf"(?<=\S){SPACE}+:(?=[\s»)\ue000-\uf8ff]|$)"), NBSP + ":"),
    (re.compile(rf"(?<={WORD}):(?=[\s]|$)"), NBSP + ":"),
    (re.compile(rf"(?<={AMOUNT}){SPACE}(?=%(?![(\w]))"), NBSP),
    (re.compile(rf"(?<={AMOUNT}){SPACE}(?=(?:[kM]?€|[kMG]o)(?!\w))"), NBSP),
    (re.compile(rf"(?<={AMOUNT}){SPACE}h(?:{SPACE}(?=\d\d(?!\d)))"), NBSP + "h" + NBSP),
    (re.compile(rf"(?<={AMOUNT}){SPACE}h(?!\w|['’])"), NBSP + "h"),
    (re.compile(rf"\b([Nn]°){SPACE}*(?=[\w\ue000-\uefff])"), r"\1" + NBSP),
    (re.compile(rf"(?<!\d)(1er|[12]?\d|3[01]){SPACE}(?=(?:{MONTHS})\b)"), r"\1" + NBSP),
]
GROUPS = re.compile(rf"(?<![\d,.\u202f])\d{{1,3}}(?:{SPACE}\d{{3}})+(?!\d)")


def french(text: str, protected: re.Pattern[str] = PROTECTED) -> str:
    """The text with its no-break spaces and apostrophes; idempotent. Placeholders and markup stay."""
    kept: list[str] = []

    def protect(match: re.Match[str]) -> str:
        kept.append(match.group())
        start = VALUE.start if match.group("value") else OPAQUE.start
        return chr(start + len(kept) - 1)

    text = protected.sub(protect, str(text))
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    text = GROUPS.sub(lambda match: re.sub(SPACE, THIN, match.group()), text)
    return re.sub(r"[\ue000-\uf8ff]", lambda match: kept[(ord(match.group()) - VALUE.start) % 0x1000], text)


def is_english() -> bool:
    return (get_language() or "fr").startswith("en")


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def weight(octets: Any) -> str:
    """« 745 octets », « 310 ko », « 3,5 Mo »: by thousands, as papers say it."""
    size = int(octets or 0)
    kilo, mega, one = ("kB", "MB", "bytes") if is_english() else ("ko", "Mo", "octets")
    if size < 1000:
        return f"{size}{NBSP}{one}"
    if size < 1_000_000:
        return f"{number(Decimal(size) / 1000, 1 if size < 10_000 else 0)}{NBSP}{kilo}"
    return f"{number(Decimal(size) / 1_000_000, 1)}{NBSP}{mega}"


def number(value: Any, decimals: int = 0) -> str:
    """« 1 234,5 »: thin spaces between groups, a true minus sign. Rounded half up, as amounts are."""
    amount = _decimal(value)
    if amount is None:
        return ""
    amount = amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(amount):,.{decimals}f}"
    if not is_english():
        text = text.replace(",", THIN).replace(".", ",")
    return (MINUS if amount < 0 else "") + text


def _with_euro(text: str, unit: str = "") -> str:
    if not text:
        return ""
    if is_english():
        sign, digits = (MINUS, text[1:]) if text.startswith(MINUS) else ("", text)
        return f"{sign}€{digits}{unit}"
    return f"{text}{NBSP}{unit}€"


def euros(value: Any) -> str:
    """« 96 500 € », to the nearest euro: everywhere but in payments."""
    return _with_euro(number(value))


def euros_or_dash(value: Any) -> str:
    """The same in a column of a table where most lines have none: « – » for zero, and for no amount at all."""
    return euros(value) if _decimal(value) else "–"


def euros_cents(value: Any) -> str:
    """« 1 234 567,00 € »: payments and accounts."""
    return _with_euro(number(value, 2))


def millions(value: Any) -> str:
    """« 31,4 M€ »: key figures only."""
    amount = _decimal(value)
    return "" if amount is None else _with_euro(number(amount / 1_000_000, 1), "M")


def percent(rate: Any, decimals: int = 2) -> str:
    """« 69,5 % » from the rate 0.695: at most two decimals, none when they are zero."""
    amount = _decimal(rate)
    if amount is None:
        return ""
    text = number(amount * 100, decimals)
    point = "." if is_english() else ","
    text = text.rstrip("0").rstrip(point) if point in text else text
    return f"{text}%" if is_english() else f"{text}{NBSP}%"
