"""Our own de minimis aids in the fields of the national register, for whoever enters them there (décret 2025-1361)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from .exports import harmless
from .models import DeMinimisAward, StateAidCheck

HEADING = [
    "regime", "instrument", "autorite", "operateur", "identifiant", "nom", "commune", "pays", "secteur", "montant_esb",
    "date_octroi", "date_declaration", "date_publication",
]  # fmt: skip
REGIMES = {
    StateAidCheck.Regime.DE_MINIMIS: "Règlement (UE) 2023/2831, général",
    StateAidCheck.Regime.DE_MINIMIS_SGEI: "Règlement (UE) 2023/2832, SIEG",
}
FOLLOWED = ("check_passed__partner__organisation__commune", "decision__application__call__programme__authority")


def as_csv(awards: Any) -> Iterator[bytes]:
    """Our own importer reads it back; the days of declaration and publication are the register's to write. What a
    withdrawal took is left out."""
    yield "\ufeff".encode()
    yield _lines([HEADING])
    left = awards.filter(kept__gt=0).select_related(*FOLLOWED).order_by("granted_on", "id")
    for award in left.iterator(chunk_size=500):
        yield _lines([row(award)])


def row(award: DeMinimisAward) -> list[str]:
    programme, organisation = award.decision.application.call.programme, award.check_passed.partner.organisation
    town = organisation.commune.name if organisation.commune else ""
    instrument = "subvention directe" if not award.decision.recoverable_advance else "subvention et avance récupérable"
    return [
        REGIMES[StateAidCheck.Regime(award.regime)], instrument, programme.authority.name, programme.service,
        award.siren, award.name, town, "France", "", f"{award.kept:.2f}".replace(".", ","),
        award.granted_on.isoformat(), "", "",
    ]  # fmt: skip


def _lines(table: Iterable[list[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows([harmless(cell) for cell in r] for r in table)
    return buffer.getvalue().encode()
