"""The spaces of French: the table of look.md, in the notation ~ for U+00A0 and _ for U+202F."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from look import typography
from look.typography import french


def marked(text):
    return text.replace("\u00a0", "~").replace("\u202f", "_")


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Qui paie ?", "Qui paie_?"),
        ("Déjà ! Vraiment?!", "Déjà_! Vraiment_?!"),
        ("aujourd'hui; demain", "aujourd’hui_; demain"),
        ("Il manque 2 500 € : augmentez.", "Il manque 2_500~€~: augmentez."),
        ("Attention: non", "Attention~: non"),
        ("« Oui » dit-il", "«~Oui~» dit-il"),
        ("«Oui»", "«~Oui~»"),
        ("« Oui » dit-il", "«~Oui~» dit-il"),
        ("l'aide d'État, l'« avance »", "l’aide d’État, l’«~avance~»"),
        ("le 1er juin à 17 h 30", "le 1er~juin à 17~h~30"),
        ("à 17 h.", "à 17~h."),
        ("70 % des 31,4 M€", "70~% des 31,4~M€"),
        ("n° 2 et N°3", "n°~2 et N°~3"),
        ("le 12 mars 2027", "le 12~mars 2027"),
        ("SIREN 217 701 838", "SIREN 217_701_838"),
        ("PDF, 310 ko", "PDF, 310~ko"),
    ],
)
def test_french_spaces(typed, set_):
    assert marked(french(typed)) == set_


@pytest.mark.parametrize(
    "text",
    [
        "https://exemple.fr/?a=1&b=2",
        "10:42",
        "01 84 00 00 27",  # a telephone is not an amount
        "a != b",
        "martine@mairie.fr",
        "%(count)s {total} {{ name }}",
        "<a href='x' title=\"Non ?\">lien</a>",
        "&nbsp;",
        "5 hommes, 3 habitants",
        "un dossier, deux pièces.",
    ],
)
def test_left_alone(text):
    assert french(text) == text


def test_values_count_as_words():
    assert marked(french("Il reste %(rate)s %% : {{ sum }} € !")) == "Il reste %(rate)s~%%~: {{ sum }}~€_!"


@given(st.text(alphabet="aé1 0'’:;!?%€«»h°n.,()<>{}_- \u00a0\u202f", max_size=40))
def test_idempotent(text):
    once = french(text)
    assert french(once) == once


@pytest.mark.parametrize(
    ("call", "fr", "en"),
    [
        (lambda: typography.euros(Decimal("96500")), "96_500~€", "€96,500"),
        (lambda: typography.euros(Decimal("0.5")), "1~€", "€1"),
        (lambda: typography.euros_or_dash(Decimal("96500.00")), "96_500~€", "€96,500"),
        (lambda: typography.euros_or_dash(Decimal("0.00")), "–", "–"),
        (lambda: typography.euros_or_dash(None), "–", "–"),
        (lambda: typography.euros_cents(Decimal("-11118.47")), "−11_118,47~€", "−€11,118.47"),
        (lambda: typography.euros_cents(Decimal("1234567")), "1_234_567,00~€", "€1,234,567.00"),
        (lambda: typography.millions(Decimal("31400000")), "31,4~M€", "€31.4M"),
        (lambda: typography.percent(Decimal("0.700000")), "70~%", "70%"),
        (lambda: typography.percent(Decimal("0.695000")), "69,5~%", "69.5%"),
        (lambda: typography.percent(Decimal("1")), "100~%", "100%"),
        (lambda: typography.number(1500), "1_500", "1,500"),
        (lambda: typography.number(Decimal("-0.4")), "0", "0"),
    ],
)
def test_figures(call, fr, en):
    assert marked(call()) == fr
    with translation.override("en"):
        assert call() == en


@pytest.mark.parametrize("missing", [None, "", "abc"])
def test_nothing_reads_as_nothing(missing):
    assert typography.euros(missing) == typography.percent(missing) == typography.millions(missing) == ""
