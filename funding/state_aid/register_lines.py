"""The lines of the national register that concern some enterprises: which count, which someone set aside and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from workflows import clock

from ..models import RegisteredAid, RegisterRuling
from ..models.register_ruling import mark_of
from ..rules.de_minimis import Regime
from ..rules.single_undertaking import KnownAid


class RegisterLines:
    def __init__(self, sirens: Iterable[str]) -> None:
        self.rows = list(RegisteredAid.objects.countable(sirens))
        self.rulings = RegisterRuling.objects.by_mark(self.rows)

    def ruling(self, row: RegisteredAid) -> RegisterRuling | None:
        return self.rulings.get(mark_of(row)) if row.anomalies else None

    def counts(self, row: RegisteredAid) -> bool:
        """A doubtful line counts until someone sets it aside."""
        ruling = self.ruling(row)
        return ruling is None or not ruling.aside

    def known(self) -> list[KnownAid]:
        return [
            KnownAid(siren=row.siren, granted_on=row.granted_on, gge=row.gge, regime=Regime(row.regime),
                     source="register", detail=row.authority)
            for row in self.rows if row.granted_on and row.gge is not None and self.counts(row)
        ]  # fmt: skip

    def doubtful(self, group: Collection[str]) -> list[dict[str, Any]]:
        """The doubtful lines of a group, as a check keeps them: JSON values alone."""
        return [told(row, self.ruling(row)) for row in self.rows if row.anomalies and row.siren in group]


def told(row: RegisteredAid, ruling: RegisterRuling | None) -> dict[str, Any]:
    return {
        "siren": row.siren, "granted_on": row.granted_on.isoformat() if row.granted_on else "", "gge": str(row.gge),
        "anomalies": list(row.anomalies), "ruling": ruling.ruling if ruling else "",
        "reason": ruling.reason if ruling else "", "by": str(ruling.by) if ruling else "",
        "on": clock.paris_day(ruling.at).isoformat() if ruling else "",
    }  # fmt: skip
