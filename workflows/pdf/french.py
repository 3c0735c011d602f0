"""French as an official letter writes it: amounts, words, dates, and the spaces that do not break.

Papers are acts: they are written in French whatever the reader's language, and they never depend on the
process's locale or time zone.
"""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from .errors import PaperError

THIN = "\u202f"  # narrow no-break space: groups of digits, before ; ! ?
SOLID = "\u00a0"  # no-break space: before : % € », after « and n°
MINUS = "\u2212"
PARIS = ZoneInfo("Europe/Paris")
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
_MONTH = "|".join(MONTHS)


def number(value: str | int, what: str = "amount") -> Decimal:
    if isinstance(value, bool | float):
        raise PaperError(f"{what}: {value!r} is not an exact number; write it as text.")
    try:
        result = Decimal(value)
    except (InvalidOperation, TypeError, ValueError) as error:
        raise PaperError(f"{what}: {value!r} is not a number.") from error
    if not result.is_finite() or abs(result) >= Decimal(10) ** 15:
        raise PaperError(f"{what}: {value!r} is out of bounds.")
    return result


def grouped(value: Decimal, places: int) -> str:
    text = f"{abs(value):,.{places}f}".replace(",", THIN).replace(".", ",")
    return (MINUS if value < 0 else "") + text


def amount(value: str | int) -> str:
    """``96500`` → « 96 500,00 € ». More than two decimals is a mistake made before, not one to round away."""
    exact = number(value)
    if exact != exact.quantize(Decimal("0.01")):
        raise PaperError(f"amount: {value!r} has more than two decimals.")
    return grouped(exact, 2) + SOLID + "€"


def rate(value: str | int) -> str:
    """``0.700000`` → « 70 % », ``0.666667`` → « 66,6667 % »: a rate is never shown rounded."""
    exact = number(value, "rate") * 100
    places = max(0, -int(exact.normalize().as_tuple().exponent))
    return grouped(exact, places) + SOLID + "%"


def in_words(value: str | int) -> str:
    """``96500.50`` → « quatre-vingt-seize mille cinq cents euros et cinquante centimes »."""
    from num2words import num2words

    exact = number(value)
    if exact < 0 or exact != exact.quantize(Decimal("0.01")):
        raise PaperError(f"amount: {value!r} cannot be written in words.")
    euros, cents = divmod(int(exact * 100), 100)
    parts = []
    if euros or not cents:
        words = num2words(euros, lang="fr")
        link = " d’" if re.search(r"illi(on|ard)s?$", words) else " "
        parts.append(f"{words}{link}{'euros' if euros > 1 else 'euro'}")
    if cents:
        parts.append(f"{num2words(cents, lang='fr')} {'centimes' if cents > 1 else 'centime'}")
    return " et ".join(parts)


def count_in_words(value: int) -> str:
    from num2words import num2words

    return str(num2words(int(value), lang="fr"))


def _day(value: str) -> date:
    try:
        if "T" in value or " " in value:
            return _moment(value).date()
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise PaperError(f"date: {value!r} is not an ISO date.") from error


def _moment(value: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise PaperError(f"date: {value!r} is not an ISO date and time.") from error
    if moment.tzinfo is None:
        raise PaperError(f"date: {value!r} has no time zone; a legal hour needs one.")
    return moment.astimezone(PARIS)


def long_date(value: str) -> str:
    """``2027-03-12`` → « 12 mars 2027 », ``2027-06-01`` → « 1er juin 2027 »; hours are Paris hours."""
    day = _day(value)
    return f"{'1er' if day.day == 1 else day.day}{SOLID}{MONTHS[day.month - 1]} {day.year}"


def long_moment(value: str) -> str:
    """« 12 mars 2027 à 17 h 05 », in Paris."""
    moment = _moment(value)
    minutes = f"{SOLID}{moment.minute:02d}" if moment.minute else ""
    return f"{long_date(value)} à {moment.hour}{SOLID}h{minutes}"


def siret(value: str) -> str:
    """Groups of a SIREN or SIRET; anything else is printed as it stands."""
    digits = value.replace(" ", "")
    if not digits.isdigit() or len(digits) not in (9, 14):
        return value
    return THIN.join(part for part in (digits[:3], digits[3:6], digits[6:9], digits[9:]) if part)


_SPACES = (
    (re.compile(r"(?<=\S)[ \u00a0](?=[;!?](?:\s|$))"), THIN),
    (re.compile(r"(?<=\S) (?=[:»%€](?:\W|$))"), SOLID),
    (re.compile(r"« "), "«" + SOLID),
    (re.compile(r"\b(n°|art\.|L\.|R\.|D\.|p\.|M\.|Mme|MM\.) (?=\S)"), r"\1" + SOLID),
    (re.compile(r"\b(articles?|Articles?) (?=[\dLRD])"), r"\1" + SOLID),
    (re.compile(rf"(?:(?<=\d)|(?<=1er)) (?=(?:{_MONTH})\b)"), SOLID),
    (re.compile(r"(?<=\d) (?=h\b)|(?<=SIRET) (?=\d)"), SOLID),
    (re.compile(r"(?<=\d\u00a0h) (?=\d\d\b)"), SOLID),
    (re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))"), THIN),
    (re.compile(r"(?<=\w)(?:'|&#x27;|&#39;)(?=\w)"), "’"),
)
_TAG = re.compile(r"(<[^>]*>)")


def solid_spaces(html: str) -> str:
    """Put the spaces that do not break where French wants them, in the text of a page, never in its tags."""
    parts = _TAG.split(html)
    for n in range(0, len(parts), 2):
        text = parts[n]
        if len(text) > 1:
            for pattern, replacement in _SPACES:
                text = pattern.sub(replacement, text)
            parts[n] = text
    return "".join(parts)
