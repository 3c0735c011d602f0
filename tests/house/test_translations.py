"""French is written in the sources; English is complete beside it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils.translation import gettext, override, trim_whitespace

from tests.house import sources

NAMES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "_now", "_lazy"}


def of_python() -> dict[str, str]:
    """Every text given to gettext in Python, with where."""
    found = {}
    for path in sources.python(*sources.ROOMS):
        for node in ast.walk(sources.tree(path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in NAMES:
                continue
            words = node.args[1:2] if node.func.id.startswith("pgettext") else node.args[:1]
            for word in words:
                if isinstance(word, ast.Constant) and isinstance(word.value, str):
                    found.setdefault(word.value, f"{sources.named(path)}:{node.lineno}")
    return found


TRANSLATE = re.compile(r"""^(?:translate|trans)\s+(["'])(.*?)\1""", re.S)
INLINE = re.compile(r"""_\((["'])(.*?)\1\)""")


def of_templates() -> dict[str, str]:
    """Every text of `translate`, `blocktranslate` and `_("…")` in templates, as Django will look for it."""
    found = {}
    for path in [*sources.templates(), *(sources.ROOT / "workflows" / "pdf").rglob("*.html")]:
        for text, line in texts_of(path):
            found.setdefault(text, f"{sources.named(path)}:{line}")
    return found


def texts_of(path: Path):
    block: list[str] | None = None
    trimmed, start = False, 0
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        word = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        if word in ("blocktranslate", "blocktrans"):
            block, trimmed, start = [], "trimmed" in token.contents.split(), token.lineno
        elif block is None:
            if match := TRANSLATE.match(token.contents) if word else None:
                yield doubled(match[2]), token.lineno
            if word or token.token_type == TokenType.VAR:
                yield from ((doubled(match[2]), token.lineno) for match in INLINE.finditer(token.contents))
        elif word in ("endblocktranslate", "endblocktrans", "plural"):
            text = "".join(block)
            yield trim_whitespace(text) if trimmed else text, start
            block = [] if word == "plural" else None
        else:
            block.append(said(token))


def said(token) -> str:
    return f"%({token.contents.strip()})s" if token.token_type == TokenType.VAR else doubled(token.contents)


def doubled(text: str) -> str:
    """Templates look texts up with their percent signs doubled."""
    return text.replace("%", "%%")


def english() -> dict[str, str]:
    """msgid -> English, singular and plural each; a fuzzy entry counts as none."""
    path = Path(settings.BASE_DIR) / "locale" / "en" / "LC_MESSAGES" / "django.po"
    found: dict[str, str] = {}
    for entry in polib.pofile(str(path)):
        if entry.fuzzy or entry.obsolete:
            continue
        found[entry.msgid] = entry.msgstr or entry.msgstr_plural.get(0, "")
        if entry.msgid_plural:
            found[entry.msgid_plural] = entry.msgstr_plural.get(1, "")
    return found


def test_every_french_text_has_its_english():
    known = english()
    missing = [
        f"{where}: {text}" for text, where in sorted((of_python() | of_templates()).items(), key=lambda item: item[1])
        if text.strip() and not known.get(text)
    ]  # fmt: skip
    assert not missing, f"{len(missing)} without English:\n" + "\n".join(missing[:200])


def test_french_stays_as_it_is_written():
    """A French word may be an English one of a library's catalogue: « Note » came out as « Remarque »."""
    with override("fr"):
        changed = {text: gettext(text) for text in english() if text and gettext(text) != text}
    assert not changed, "add them to locale/fr"


def test_english_keeps_the_values_that_a_sentence_carries():
    value = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
    wrong = [text for text, said in english().items() if said and set(value.findall(said)) - set(value.findall(text))]
    assert wrong == []


WORDS = re.compile(r"[A-Za-zÀ-ÿ]{3,}")


FOLDERS = [f"templates/{room}" for room in ("funding", "people", "workflows", "look", "account", "mfa", "allauth")]


@pytest.mark.parametrize("folder", [*FOLDERS, "funding/instruments", "residencies"])
def test_no_word_of_a_page_is_outside_gettext(folder):
    """Text between tags, outside every translate tag, is a sentence that nobody will translate."""
    bare = []
    for path in sorted((sources.ROOT / folder).rglob("*.html")):
        if path.parent.name in ("papers", "mail"):
            continue  # an act has one language, that of its administration
        text = re.sub(r"<!--.*?-->|<[^>]*>|&\w+;", " ", untranslated(path), flags=re.S)
        words = set(WORDS.findall(text)) - SAME - NAMES_IN.get(path.name, set())
        if words:
            bare.append(f"{sources.named(path)}: {', '.join(sorted(words))}")
    assert not bare, "\n".join(bare)


def untranslated(path: Path) -> str:
    """The template without its tags, nor what stands inside a translation or a comment."""
    kept, inside = [], False
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        word = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        if word in ("blocktranslate", "blocktrans", "comment"):
            inside = True
        elif word in ("endblocktranslate", "endblocktrans", "endcomment"):
            inside = False
        elif token.token_type == TokenType.TEXT and not inside:
            kept.append(token.contents)
    return " ".join(kept)


# The same in both languages.
SAME = {"Trame", "MIT", "CSV", "XLSX", "PDF", "SIRET", "SIREN", "API", "RNA", "INSEE", "English", "Français"}
# Proper names, and the fields of a published schema.
NAMES_IN = {
    "upload.html": {"GAR", "liquidation"},  # the cells of a bank’s file
    "legal.html": {
        "Adobe",
        "Authors",
        "BSD",
        "Big",
        "Bootstrap",
        "DGCL",
        "Icons",
        "Insee",
        "MapSVG",
        "Newsreader",
        "OFL",
        "Production",
        "SIL",
        "Sans",
        "Sky",
        "Software",
        "Source",
        "The",
        "Type",
        "htmx",
    },
    "open_data.html": {
        "Giving",
        "conditionsVersement",
        "dateConvention",
        "datesPeriodeVersement",
        "dispositifAide",
        "idAttribuant",
        "idBeneficiaire",
        "idRAE",
        "montant",
        "nature",
        "nomAttribuant",
        "nomBeneficiaire",
        "notificationUE",
        "objet",
        "pourcentageSubvention",
        "referenceDecision",
        "rnaBeneficiaire",
    },
    "_tokens.html": {"trame"},
    "_said.html": {"Bensaïd", "Karim"},
    "gallery.html": {"LIT", "pro"},
}
