"""The share that a local authority must pay itself for its own investment (L1111-10 III CGCT)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .dated import Law, Table
from .money import CENT, ZERO, amount, at_most, rate
from .wording import Refusal, refuse

OWN_FUNDING_FLOOR: Table[Decimal] = Table(
    "participation minimale du maître d’ouvrage",
    (
        Law(
            value=Decimal("0.20"),
            valid_from=date(2012, 1, 1),
            legal_basis="CGCT, art. L1111-10, III",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFunding:
    """The authority's share of all public money in the project, the least it must be, and what is missing
    (euros).
    """

    least: Decimal
    missing: Decimal
    floor_rate: Decimal
    legal_basis: str
    refusal: Refusal | None


def own_funding(
    *,
    own: Decimal,
    other_public: Decimal,
    on: date,
    waived_rate: Decimal | None = None,
    law: Table[Decimal] = OWN_FUNDING_FLOOR,
) -> OwnFunding:
    """Does a local authority, project owner of an investment, keep 20 % of the public funding to itself
    (AT-06)?

    `own` is what the authority pays, `other_public` what all other public bodies pay, this grant included,
    in euros. Private money is left out of both: the law measures the share of public financing.
    `waived_rate` is the lower share that the prefect allowed (heritage, disasters, energy renovation of
    schools). The caller decides whether the article applies: it does not bind overseas authorities nor
    operating expenditure. Exactly 20 % passes; `least` is rounded up to the cent. Raises `ValueRefused`, or
    `NoLawInForce` before 2012.
    """
    row = law.at(on)
    floor = row.value if waived_rate is None else rate(waived_rate)
    public = amount(amount(own) + amount(other_public))
    least = at_most(public, share=floor)
    if least < public * floor:
        least += CENT
    missing = max(ZERO, least - own)
    refusal = None
    if missing:
        text = _(
            "La collectivité paie %(own_rate)s des financements publics : "
            "la loi demande au moins %(floor_rate)s. "
            "Il manque %(missing)s."
        )
        values = {"own_rate": _floor_percent(own / public), "floor_rate": floor, "missing": missing}
        refusal = refuse("own_funding_too_low", text, **values)
    return OwnFunding(least=least, missing=missing, floor_rate=floor, legal_basis=row.legal_basis, refusal=refusal)


def _floor_percent(share: Decimal) -> Decimal:
    """Cut to a hundredth of a percent, so that 19.999 % is never shown as 20 %."""
    return Decimal(int(share * 10_000)) / 10_000
