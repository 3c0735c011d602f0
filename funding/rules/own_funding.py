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

BY_LAW = _(
    "La collectivité paie %(own_rate)s des financements publics : "
    "la loi demande au moins %(floor_rate)s. "
    "Il manque %(missing)s."
)
BY_CALL = _(
    "Le porteur paie lui-même %(own_rate)s des financements publics et de son apport : "
    "cet appel demande au moins %(floor_rate)s. "
    "Il manque %(missing)s."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFunding:
    """The lead's share of all public money in the project, the least it must be, and what is missing (euros).

    `legal_basis` is empty where the call's own rule, and not the law, asks for it.
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
    law_binds: bool = True,
    call_rate: Decimal | None = None,
    waived_rate: Decimal | None = None,
    law: Table[Decimal] = OWN_FUNDING_FLOOR,
) -> OwnFunding:
    """Does a local authority, project owner of an investment, keep 20 % of the public funding to itself
    (AT-06)?

    `own` is what the lead pays, `other_public` what all other public bodies pay, this grant included,
    in euros. Private money is left out of both: the law measures the share of public financing.
    `call_rate` is the share that the call itself asks for: the stricter of the two holds, and it holds alone
    where the law does not bind (`law_binds`). `waived_rate` is the lower share that the prefect allowed
    (heritage, disasters, energy renovation of schools). The caller decides whether the article applies: it
    does not bind overseas authorities nor operating expenditure. Exactly 20 % passes; `least` is rounded up
    to the cent. Raises `ValueRefused`, or `NoLawInForce` before 2012.
    """
    row = law.at(on)
    legal = ZERO if not law_binds else row.value if waived_rate is None else rate(waived_rate)
    floor = legal if call_rate is None else max(legal, rate(call_rate))
    by_call = floor > legal
    public = amount(amount(own) + amount(other_public))
    least = at_most(public, share=floor)
    if least < public * floor:
        least += CENT
    missing = max(ZERO, least - own)
    basis = "" if by_call else row.legal_basis
    refusal = None
    if missing:
        text = BY_CALL if by_call else BY_LAW
        values = {"own_rate": _floor_percent(own / public), "floor_rate": floor, "missing": missing}
        refusal = refuse("own_funding_too_low", text, **values)
    return OwnFunding(least=least, missing=missing, floor_rate=floor, legal_basis=basis, refusal=refusal)


def _floor_percent(share: Decimal) -> Decimal:
    """Cut to a hundredth of a percent, so that 19.999 % is never shown as 20 %."""
    return Decimal(int(share * 10_000)) / 10_000
