"""Put French spaces and apostrophes in the sources: in strings given to gettext, and in the text of templates.

Code is never touched: in Python only the string literals inside a gettext call change, in templates only the
text and the strings of `{% translate %}` and `_("…")`.
"""

import io
import re
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

from look.typography import french

GETTEXT = {
    "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy",
    "npgettext", "npgettext_lazy",
}  # fmt: skip
CONTEXTS = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}  # their first string is a key
LITERAL = re.compile(r"^(?P<open>[rRuU]?(?:\"\"\"|'''|\"|'))(?P<text>.*)(?P<close>\"\"\"|'''|\"|')$", re.S)
SKIPPED = {"migrations", "vendor", "node_modules", "locale", "var", ".venv", ".git", "static", "tests"}

# Templates: what is not text. Values come first, so that a tag holding one is seen whole by the next rule.
MARKUP = re.compile(
    r"(?P<value>\{\{.*?\}\})"
    r"|(?P<opaque>\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}|\{%.*?%\}|\{#.*?#\}|<!--.*?-->"
    r"|<(?P<raw>script|style|pre|code)\b.*?</(?P=raw)>"
    r"|<[a-zA-Z/!](?:\{%.*?%\}|\{\{.*?\}\}|\"[^\"]*\"|'[^']*'|[^<>\"'])*>"
    r"|\b[a-z]+://[^\s<>»]+|[\w.+-]+@[\w-]+\.[\w.-]+|&\#?\w+;)",
    re.S,
)
IN_TAG = re.compile(
    r"(?P<before>\{%\s*(?:translate|trans)\s+|_\()(?P<quote>[\"'])(?P<text>(?:(?!(?P=quote))[^\n])*)(?P=quote)"
)


def python_source(source: str) -> str:
    """The same program, with its gettext strings typeset."""
    lines = source.splitlines(keepends=True)
    for token in reversed(list(gettext_strings(source))):
        (first, start), (last, end) = token.start, token.end
        literal = LITERAL.match(token.string)
        if literal is None:
            continue
        text = literal["open"] + french(literal["text"]) + literal["close"]
        if text != token.string:
            whole = lines[first - 1][:start] + text + lines[last - 1][end:]
            lines[first - 1 : last] = whole.splitlines(keepends=True)
    return "".join(lines)


def gettext_strings(source: str) -> Iterator[tokenize.TokenInfo]:
    depths: list[int] = []  # the parentheses, innermost last, that belong to a gettext call
    depth, previous, key_next = 0, "", False
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.OP and token.string in "([{":
            depth += 1
            if token.string == "(" and previous in GETTEXT:
                depths.append(depth)
                key_next = previous in CONTEXTS
        elif token.type == tokenize.OP and token.string in ")]}":
            if depths and depths[-1] == depth:
                depths.pop()
            depth -= 1
        elif token.type == tokenize.STRING and depths and depths[-1] == depth:
            if not key_next:
                yield token
            key_next = False
        if token.type not in {tokenize.NL, tokenize.COMMENT}:
            previous = token.string


def template_source(source: str) -> str:
    """The same template, with its text typeset."""

    def in_tag(match: re.Match[str]) -> str:
        return match["before"] + match["quote"] + french(match["text"]) + match["quote"]

    return french(IN_TAG.sub(in_tag, source), MARKUP)


def corrector(path: Path) -> Callable[[str], str] | None:
    if SKIPPED & set(path.parts):
        return None
    if path.suffix == ".py":
        return python_source
    return template_source if path.suffix in {".html", ".txt"} and "templates" in path.parts else None


def corrections(root: Path, folders: list[str]) -> Iterator[tuple[Path, str, str]]:
    """Files that would change: path, what they hold, what they would hold."""
    for folder in folders:
        start = root / folder
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            correct = corrector(path.relative_to(root)) if path.is_file() else None
            if correct is None:
                continue
            source = path.read_text()
            typeset = correct(source)
            if typeset != source:
                yield path, source, typeset
