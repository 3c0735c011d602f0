"""What the templates of papers may call: facts in, words out. Loaded into their own engine as built-ins."""

import re
from collections.abc import Iterable

from django.template import Library
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from . import french
from .errors import PaperError

register = Library()

register.filter("amount", french.amount)
register.filter("in_words", french.in_words)
register.filter("rate", french.rate)
register.filter("date_fr", french.long_date)
register.filter("moment_fr", french.long_moment)
register.filter("siret", french.siret)
register.filter("count_in_words", french.count_in_words)


@register.filter
def paragraphs(text: str) -> SafeString:
    """A person's text as paragraphs: every line is escaped, nothing in it is ever a tag."""
    lines = [line.strip() for line in re.split(r"\n+", str(text))]
    return mark_safe("".join(f"<p>{conditional_escape(line)}</p>" for line in lines if line))  # noqa: S308


@register.filter
def unbroken(text: str) -> SafeString:
    """Names with hyphens (« La Ferté-sous-Jouarre ») stay on one line in a title."""
    words = (
        f'<span class="solid">{conditional_escape(word)}</span>'
        if "-" in word and len(word) < 40
        else conditional_escape(word)
        for word in str(text).split(" ")
    )
    return mark_safe(" ".join(words))  # noqa: S308


@register.filter
def total(rows: Iterable[dict[str, str]], key: str) -> str:
    """The sum of a column, exact."""
    try:
        return str(sum((french.number(row[key], key) for row in rows), french.number(0)))
    except (KeyError, TypeError) as error:
        raise PaperError(f"total: no column {key!r} in every row.") from error


@register.filter
def ordinal(value: int) -> str:
    return "1er" if int(value) == 1 else str(value)


@register.filter
def plural(rows: object, forms: str = ",s") -> str:
    """French plural begins at two: « 0 pièce », « 1 pièce », « 2 pièces »."""
    count = rows if isinstance(rows, int) else len(rows)  # type: ignore[arg-type]
    singular, _, several = forms.partition(",")
    return several if count > 1 else singular


@register.filter
def file_size(value: int) -> str:
    """Octets as French writes them: « 812 ko », « 1,4 Mo »."""
    size = int(value)
    if size < 1000:
        return f"{size}{french.SOLID}o"
    if size < 1_000_000:
        return f"{round(size / 1000)}{french.SOLID}ko"
    tenths = round(size / 100_000)
    return f"{tenths // 10},{tenths % 10}{french.SOLID}Mo"


@register.filter
def hash_groups(value: str) -> str:
    """A SHA-256 in groups of eight, so that an eye can compare it and a line can break."""
    return " ".join(value[n : n + 8] for n in range(0, len(value), 8))
