"""SIREN, SIRET, RNA and INSEE codes: what is wrong with one, in a sentence that says what to do.

Each `check_*` returns the cleaned value, or raises `ValidationError` with the sentence the person reads.
A valid key proves that nothing was mistyped; it does not prove that the organisation exists.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .names import digits_of

SIREN_LENGTH, SIRET_LENGTH = 9, 14
LA_POSTE = "356000000"

RNA = re.compile(r"W\d{9}")
COMMUNE_CODE = re.compile(r"(?:[0-8]\d|9[0-8]|2[AB])\d{3}")


def luhn_sum(digits: str) -> int:
    """Each second digit from the right is doubled, its own digits summed (ISO/IEC 7812-1)."""
    total = 0
    for rank, character in enumerate(reversed(digits)):
        value = int(character) * (1 + rank % 2)
        total += value - 9 if value > 9 else value
    return total


def is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def is_siren(text: str) -> bool:
    return len(text) == SIREN_LENGTH and is_digits(text) and luhn_sum(text) % 10 == 0


def is_siret(text: str) -> bool:
    """Luhn over the 14 digits. La Poste ran out of these: there, a digit sum divisible by 5 will do."""
    if len(text) != SIRET_LENGTH or not is_digits(text):
        return False
    if luhn_sum(text) % 10 == 0:
        return True
    return text.startswith(LA_POSTE) and sum(map(int, text)) % 5 == 0


def check_siren(text: str) -> str:
    siren = digits_of(text)
    _check_shape(siren, SIREN_LENGTH, "SIREN")
    if not is_siren(siren):
        raise ValidationError(
            _("Ce SIREN ne tombe pas juste : un chiffre est sans doute mal recopié."),
            code="key",
        )
    return siren


def check_siret(text: str) -> str:
    siret = digits_of(text)
    _check_shape(siret, SIRET_LENGTH, "SIRET")
    if not is_siret(siret):
        if not is_siren(siret[:SIREN_LENGTH]) and not siret.startswith(LA_POSTE):
            where = _("parmi les neuf premiers chiffres")
        else:
            where = _("parmi les cinq derniers chiffres")
        raise ValidationError(
            _("Ce SIRET ne tombe pas juste : un chiffre est sans doute mal recopié, %(where)s."),
            code="key",
            params={"where": where},
        )
    return siret


def _check_shape(digits: str, length: int, name: str) -> None:
    strangers = sorted({c for c in digits if not is_digits(c)})
    if strangers:
        raise ValidationError(
            _("Un %(name)s ne contient que des chiffres : retirez « %(strangers)s »."),
            code="characters",
            params={"name": name, "strangers": " ".join(strangers)[:40]},
        )
    missing = length - len(digits)
    values = {"name": name, "length": length, "count": abs(missing)}
    if missing > 0:
        raise ValidationError(
            ngettext(
                "Il manque un chiffre : un %(name)s en compte %(length)s.",
                "Il manque %(count)s chiffres : un %(name)s en compte %(length)s.",
                missing,
            ),
            code="short",
            params=values,
        )
    if missing < 0:
        raise ValidationError(
            ngettext(
                "Il y a un chiffre de trop : un %(name)s en compte %(length)s.",
                "Il y a %(count)s chiffres de trop : un %(name)s en compte %(length)s.",
                -missing,
            ),
            code="long",
            params=values,
        )


def check_same_siren(siret: str, siren: str) -> None:
    """An establishment belongs to its legal unit: the first nine digits are the unit's."""
    if not siret.startswith(siren):
        raise ValidationError(
            _("Ce SIRET n’est pas celui de cette structure : le sien commence par %(siren)s."),
            code="other_unit",
            params={"siren": spaced(siren)},
        )


def check_rna(text: str) -> str:
    rna = digits_of(text).upper()
    if not RNA.fullmatch(rna):
        raise ValidationError(
            _("Un numéro RNA est fait d’un W et de neuf chiffres, par exemple W751234567."), code="shape"
        )
    return rna


def check_commune_code(text: str) -> str:
    code = text.strip().upper()
    if not COMMUNE_CODE.fullmatch(code):
        raise ValidationError(
            _("Un code Insee de commune compte cinq signes, par exemple 59350 ou 2A004."), code="shape"
        )
    return code


def siret_of(siren: str, establishment: int = 1) -> str:
    """The number that establishment would bear, with its right key. For fictional data only.

    The order number of a real seat is not deducible from its SIREN, so no page ever proposes this one.
    """
    stem = f"{siren}{establishment:04d}"
    return next(stem + key for key in "0123456789" if luhn_sum(stem + key) % 10 == 0)


def spaced(number: str) -> str:
    """« 217 602 309 00018 », with the narrow no-break spaces of French numbers."""
    groups = [number[:3], number[3:6], number[6:9], number[9:]]
    return "\u202f".join(group for group in groups if group)
