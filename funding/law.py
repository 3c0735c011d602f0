"""Between the rows that a manager publishes and the tables that the pure rules read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.prepared import prepared

from .rules import de_minimis, intensities, own_funding, size
from .rules.dated import Law, NoLawInForce, Table
from .rules.wording import refuse

SHIPPED_AT = datetime(2026, 1, 1, tzinfo=UTC)
BLOCK_EXEMPTION, SIZE, OWN_FUNDING = "block_exemption", "size", "own_funding"
REGIMES = {
    de_minimis.Regime.GENERAL: "de_minimis_general",
    de_minimis.Regime.SGEI: "de_minimis_sgei",
    de_minimis.Regime.AGRICULTURE: "de_minimis_agriculture",
    de_minimis.Regime.FISHERY: "de_minimis_fishery",
}
# What the product ships with, by the table's name: copied into rows once, then the rows hold.
SHIPPED: dict[str, Table[Any]] = {
    **{name: de_minimis.CEILINGS[regime] for regime, name in REGIMES.items()},
    BLOCK_EXEMPTION: intensities.BLOCK_EXEMPTION,
    SIZE: size.SIZES,
    OWN_FUNDING: own_funding.OWN_FUNDING_FLOOR,
}


def seed(model: Any) -> None:
    """The shipped figures as published versions; a table that has rows is left as it is."""
    known = set(model.objects.values_list("table", flat=True))
    model.objects.bulk_create(
        model(
            table=name, number=number, value=written(name, row.value), valid_from=row.valid_from,
            valid_to=row.valid_to, legal_basis=row.legal_basis, source_url=row.source_url, verified=row.verified,
            drafted_at=SHIPPED_AT, published_at=SHIPPED_AT,
        )
        for name, table in SHIPPED.items() if name not in known
        for number, row in enumerate(table.rows, 1)
    )  # fmt: skip


# Values as JSON and back: rates and amounts are text, so that no digit is lost.


def text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


SHARES = ("large", "medium", "small", "bonus", "cap", "large_needs_sme_share")


def written(name: str, value: Any) -> dict[str, Any]:
    if name == BLOCK_EXEMPTION:
        rows = {c.value: {share: text(getattr(row, share)) for share in SHARES} for c, row in value.intensities.items()}
        return {
            "intensities": rows,
            "largest_bearer": text(value.largest_bearer),
            "research_bearer": text(value.research_bearer),
            "notify_above": {c.value: text(limit) for c, limit in value.notify_above.items()},
            "publish_above": text(value.publish_above),
        }
    if name == SIZE:
        limits = ("staff_below", "turnover", "balance_sheet")
        classes = {row.size.value: {limit: text(getattr(row, limit)) for limit in limits} for row in value.classes}
        return {"classes": classes} | {
            key: text(getattr(value, key)) for key in ("partner_share", "linked_above", "public_share")
        }
    return {"value": text(value)}


def read(name: str, value: Mapping[str, Any]) -> Any:
    if name == BLOCK_EXEMPTION:
        return intensities.BlockExemption(
            intensities={
                intensities.Category(key): intensities.Intensity(**{k: number(v) for k, v in row.items()})
                for key, row in value["intensities"].items()
            },
            largest_bearer=Decimal(value["largest_bearer"]),
            research_bearer=Decimal(value["research_bearer"]),
            notify_above={intensities.Category(k): Decimal(v) for k, v in value["notify_above"].items() if v},
            publish_above=Decimal(value["publish_above"]),
        )
    if name == SIZE:
        return size.SizeLaw(
            classes=tuple(
                size.SizeClass(size=member, **{k: Decimal(v) for k, v in value["classes"][member.value].items()})
                for member in size.ORDER
                if member.value in value["classes"]
            ),
            **{key: Decimal(value[key]) for key in ("partner_share", "linked_above", "public_share")},
        )
    return Decimal(value["value"])


@prepared
def _covering(on: Any) -> Any:
    from .models import LawVersion

    return LawVersion.objects.covering(on).order_by("number")


@dataclass(frozen=True)
class Book:
    """The published rows that hold on a day, by table: one query, however many rules read it."""

    on: date
    rows: Mapping[str, Any]

    @classmethod
    def of(cls, on: date, names: Iterable[str] = tuple(SHIPPED)) -> Book:
        found = {row.table: row for row in _covering(on)}  # the later version corrects the other
        return cls(on, {name: row for name, row in found.items() if name in names})

    def row(self, name: str) -> Any:
        """Raises NoLawInForce where no published version covers the day."""
        if name in self.rows:
            return self.rows[name]
        from .models import LawVersion

        raise NoLawInForce(
            refuse(
                "no_law_in_force",
                _(
                    "Aucune version publiée de « %(table)s » ne couvre le %(day)s : rien ne peut être décidé sur ce "
                    "régime. Un responsable publie d’abord la règle en vigueur (Programmes et appels, Règles du droit)."
                ),
                table=str(LawVersion.Table(name).label),
                day=self.on,
            )
        )

    def table(self, name: str) -> Table[Any]:
        """The row of the day as the pure rules take it."""
        row = self.row(name)
        law = Law(
            value=read(name, row.value), valid_from=row.valid_from, valid_to=row.valid_to,
            legal_basis=row.legal_basis, source_url=row.source_url, verified=row.verified,
        )  # fmt: skip
        return Table(str(row.get_table_display()), (law,))

    def ceilings(self, regime: de_minimis.Regime) -> dict[de_minimis.Regime, Table[Decimal]]:
        """Those against which an aid of `regime` counts: its own and the wider ones."""
        return {wider: self.table(REGIMES[wider]) for wider in de_minimis.COUNTED_IN[regime]}

    def cited(self, *names: str) -> list[dict[str, Any]]:
        """What a check keeps of the versions it read."""
        return [
            {
                "id": row.pk,
                "table": name,
                "label": str(row.get_table_display()),
                "version": row.number,
                "valid_from": row.valid_from.isoformat(),
                "valid_to": row.valid_to.isoformat() if row.valid_to else "",
                "legal_basis": row.legal_basis,
                "source_url": row.source_url,
                "verified": row.verified,
            }
            for name, row in ((name, self.row(name)) for name in names)
        ]


def own_funding_floor(on: date) -> Table[Decimal]:
    return Book.of(on, [OWN_FUNDING]).table(OWN_FUNDING)
