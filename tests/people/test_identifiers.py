import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from people import identifiers
from tests.words import plain

digits = st.text(alphabet="0123456789", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("siret", "valid"),
    [
        ("73282932000074", True),
        ("35600000049837", True),  # La Poste: digit sum divisible by five, Luhn fails
        ("35600000000048", True),  # La Poste's seat: by Luhn
        ("12345678901234", False),
        ("21590350100017", True),  # Lille
        ("21060004500392", True),  # Antibes, from the SCDL's own example
        ("35600000049838", False),  # neither
    ],
)
def test_siret_of_the_domain_notes(siret, valid):
    assert identifiers.is_siret(siret) is valid


def test_the_exception_is_la_poste_s_alone():
    assert sum(map(int, "73282932000073")) % 5 != 0
    other = next(
        f"732829320{n:05d}"
        for n in range(100)
        if sum(map(int, f"732829320{n:05d}")) % 5 == 0 and identifiers.luhn_sum(f"732829320{n:05d}") % 10
    )
    assert not identifiers.is_siret(other)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("7328293200007", "Il manque un chiffre : un SIRET en compte 14."),
        ("732 829 320", "Il manque 5 chiffres : un SIRET en compte 14."),
        ("732829320000745", "Il y a un chiffre de trop : un SIRET en compte 14."),
        ("7328293200007O", "Un SIRET ne contient que des chiffres : retirez « O »."),
        (
            "73282932000075",
            "Ce SIRET ne tombe pas juste : un chiffre est sans doute mal recopié, parmi les cinq derniers chiffres.",
        ),
        (
            "73282932100074",
            "Ce SIRET ne tombe pas juste : un chiffre est sans doute mal recopié, parmi les neuf premiers chiffres.",
        ),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "Un SIRET ne contient que des chiffres"),
        ("7328293200007\0", "Un SIRET ne contient que des chiffres"),
    ],
)
def test_the_sentence_says_what_to_do(typed, sentence):
    with pytest.raises(ValidationError) as refused:
        identifiers.check_siret(typed)
    assert sentence in plain(refused.value.messages[0])


def test_spaces_dots_and_dashes_are_forgiven():
    assert identifiers.check_siret(" 732 829 320\u202f000\u00a074 ") == "73282932000074"
    assert identifiers.check_siren("732.829-320") == "732829320"


@given(digits)
def test_checked_and_known_agree(text):
    try:
        accepted = identifiers.check_siret(text) == text
    except ValidationError:
        accepted = False
    assert accepted is identifiers.is_siret(text)


@given(st.text(max_size=40))
def test_no_text_whatever_breaks_the_checks(text):
    for check in (identifiers.check_siret, identifiers.check_siren, identifiers.check_rna):
        try:
            check(text)
        except ValidationError as refused:
            assert refused.messages[0].endswith(".")


@given(st.integers(0, 999_999_999), st.integers(1, 9999))
def test_a_made_up_number_bears_the_right_key(unit, establishment):
    siret = identifiers.siret_of(f"{unit:09d}", establishment)
    assert identifiers.is_siret(siret)
    assert siret[9:13] == f"{establishment:04d}"


@given(st.integers(0, 10**13 - 1), st.integers(0, 13), st.integers(1, 9))
def test_one_digit_mistaken_is_always_seen(stem, place, shift):
    """Luhn's promise, on which « un chiffre mal recopié » stands (La Poste apart)."""
    siret = identifiers.siret_of(f"{stem:013d}"[:9], int(f"{stem:013d}"[9:]))
    wrong = siret[:place] + str((int(siret[place]) + shift) % 10) + siret[place + 1 :]
    if not wrong.startswith(identifiers.LA_POSTE):
        assert not identifiers.is_siret(wrong)


@pytest.mark.parametrize("rna", ["W751234567", " w 751 234 567"])
def test_rna(rna):
    assert identifiers.check_rna(rna) == "W751234567"


@pytest.mark.parametrize("rna", ["751234567", "W75123456", "W75123456X", ""])
def test_not_an_rna(rna):
    with pytest.raises(ValidationError):
        identifiers.check_rna(rna)


@pytest.mark.parametrize("code", ["59350", "2a004", "97411", "75056"])
def test_commune_code(code):
    assert identifiers.check_commune_code(code) == code.upper()


@pytest.mark.parametrize("code", ["5935", "2C004", "99123", "593500"])
def test_not_a_commune_code(code):
    with pytest.raises(ValidationError):
        identifiers.check_commune_code(code)


def test_an_establishment_of_another_unit():
    with pytest.raises(ValidationError) as refused:
        identifiers.check_same_siren("21590350100017", "732829320")
    assert "le sien commence par 732\u202f829\u202f320" in refused.value.messages[0]
