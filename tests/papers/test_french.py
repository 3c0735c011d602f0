"""French, to the space."""

import pytest

from workflows.pdf import PaperError, french
from workflows.pdf.filters import file_size, hash_groups, ordinal, plural, total, unbroken

NB, THIN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("96500.00", f"96{THIN}500,00{NB}€"),
        ("0", f"0,00{NB}€"),
        ("-11118.47", f"−11{THIN}118,47{NB}€"),
        ("4200000.5", f"4{THIN}200{THIN}000,50{NB}€"),
        (1000, f"1{THIN}000,00{NB}€"),
    ],
)
def test_amount(value, text):
    assert french.amount(value) == text


@pytest.mark.parametrize("value", ["1.005", "x", "", "1e400", "NaN", "Infinity", 1.5, True, None, "1" * 18])
def test_not_an_amount(value):
    with pytest.raises(PaperError):
        french.amount(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("96500.00", "quatre-vingt-seize mille cinq cents euros"),
        ("0.00", "zéro euro"),
        ("1.00", "un euro"),
        ("0.01", "un centime"),
        ("1.50", "un euro et cinquante centimes"),
        ("21.00", "vingt et un euros"),
        ("71.80", "soixante et onze euros et quatre-vingts centimes"),
        ("80.00", "quatre-vingts euros"),
        ("81.00", "quatre-vingt-un euros"),
        ("91.00", "quatre-vingt-onze euros"),
        ("200.00", "deux cents euros"),
        ("201.00", "deux cent un euros"),
        ("1000.00", "mille euros"),
        ("80000.00", "quatre-vingt mille euros"),
        ("200000.00", "deux cent mille euros"),
        ("280080.00", "deux cent quatre-vingt mille quatre-vingts euros"),
        ("1000000.00", "un million d’euros"),
        ("80000000.00", "quatre-vingts millions d’euros"),
        ("200000000.00", "deux cents millions d’euros"),
        ("1200000.00", "un million deux cent mille euros"),
        ("1000000000.00", "un milliard d’euros"),
        ("2000000.05", "deux millions d’euros et cinq centimes"),
    ],
)
def test_amount_in_words(value, text):
    assert french.in_words(value) == text


def test_no_negative_amount_in_words():
    with pytest.raises(PaperError):
        french.in_words("-1.00")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.700000", f"70{NB}%"),
        ("0.666667", f"66,6667{NB}%"),
        ("1", f"100{NB}%"),
        ("0.125", f"12,5{NB}%"),
        ("0", f"0{NB}%"),
    ],
)
def test_rate(value, text):
    assert french.rate(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2027-03-12", f"12{NB}mars 2027"),
        ("2027-06-01", f"1er{NB}juin 2027"),
        # Midnight belongs to the day that Paris lives.
        ("2027-03-31T22:30:00+00:00", f"1er{NB}avril 2027"),
    ],
)
def test_date(value, text):
    assert french.long_date(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2027-03-12T17:00:00+01:00", f"12{NB}mars 2027 à 17{NB}h"),
        ("2027-07-12T15:05:00+00:00", f"12{NB}juillet 2027 à 17{NB}h{NB}05"),
    ],
)
def test_moment(value, text):
    assert french.long_moment(value) == text


@pytest.mark.parametrize("value", ["2027-02-30", "12/03/2027", "", "demain"])
def test_not_a_date(value):
    with pytest.raises(PaperError):
        french.long_date(value)


def test_a_legal_hour_needs_a_time_zone():
    with pytest.raises(PaperError, match="time zone"):
        french.long_moment("2027-03-12T17:00:00")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Pourquoi ? Non ; oui !", f"Pourquoi{THIN}? Non{THIN}; oui{THIN}!"),
        ("Décide :", f"Décide{NB}:"),
        ("« mot »", f"«{NB}mot{NB}»"),
        ("n° 12, article L. 114-5", f"n°{NB}12, article{NB}L.{NB}114-5"),
        ("le 12 mars, le 1er juin", f"le 12{NB}mars, le 1er{NB}juin"),
        ("50 % de 4 200 000 €", f"50{NB}% de 4{THIN}200{THIN}000{NB}€"),
        ("l'aide", "l’aide"),
        ("17 h 05", f"17{NB}h{NB}05"),
        ("http://a.b ; c", f"http://a.b{THIN}; c"),
        ('<a title="x : y">x : y</a>', f'<a title="x : y">x{NB}: y</a>'),
        ("A &amp; B &lt; C", "A &amp; B &lt; C"),
    ],
)
def test_spaces(before, after):
    assert french.solid_spaces(before) == after


def test_small_words():
    assert [ordinal(n) for n in (1, 2)] == ["1er", "2"]
    assert [plural(n) for n in (0, 1, 2)] == ["", "", "s"]
    assert [file_size(n) for n in (812, 412_330, 1_384_020)] == [f"812{NB}o", f"412{NB}ko", f"1,4{NB}Mo"]
    assert hash_groups("a" * 16) == "aaaaaaaa aaaaaaaa"
    assert french.siret("21770183800013") == f"217{THIN}701{THIN}838{THIN}00013"
    assert french.siret("W751234567") == "W751234567"
    assert unbroken("La Ferté-<b> x") == 'La <span class="solid">Ferté-&lt;b&gt;</span> x'


def test_total_is_exact():
    assert total([{"a": "0.10"}] * 3, "a") == "0.30"
    with pytest.raises(PaperError):
        total([{"b": "1"}], "a")
