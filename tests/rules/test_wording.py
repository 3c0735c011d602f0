"""Every sentence of the rules can be shown: its placeholders are the values that its rule gives."""

import ast
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from funding import rules
from funding.rules.wording import Line, fill, refuse

SOURCES = sorted(Path(rules.__file__).parent.glob("*.py"))
SPACES = str.maketrans({"\u202f": " ", "\u00a0": " "})


def sentences():
    """Every string given to gettext in the rules."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                yield node.args[0].value


@pytest.mark.parametrize("sentence", sorted(set(sentences())))
def test_every_sentence_can_be_filled_and_speaks_to_a_person(sentence):
    names = re.findall(r"%\((\w+)\)s", sentence)
    shown = fill(sentence, dict.fromkeys(names, "x"))
    assert "%(" not in shown
    assert not re.search(r"invalide|obligatoire|erreur|veuillez|'|!", shown, re.IGNORECASE)


def test_amounts_rates_and_days_are_written_as_people_write_them():
    values = {
        "amount": Decimal("96500.00"),
        "exact": Decimal("11118.47"),
        "aid_rate": Decimal("0.455"),
        "whole_rate": Decimal(1),
        "day": date(2027, 3, 12),
        "count": 3,
    }
    text = "%(amount)s, %(exact)s, %(aid_rate)s, %(whole_rate)s, %(day)s, %(count)s"
    with translation.override("fr"):
        shown = fill(text, values).translate(SPACES)
    assert shown == "96 500 €, 11 118,47 €, 45,5 %, 100 %, 12 mars 2027, 3"


def test_two_refusals_are_equal_by_code_and_values_whatever_the_language():
    one = refuse("too_much", "Trop : %(amount)s.", amount=Decimal(1))
    assert one == refuse("too_much", "Too much: %(amount)s.", amount=Decimal(1))
    assert one != refuse("too_much", "Trop : %(amount)s.", amount=Decimal(2))
    assert str(one) == one.sentence
    assert len({one, one}) == 1
    assert Line(key="a", label="A", template="x", values={}, value=Decimal(1)).formula == "x"
