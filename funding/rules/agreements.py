"""When a grant needs a signed agreement: loi 2000-321 of 12 April 2000, art. 10, and décret 2001-495, art.
1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .dated import Law, Table
from .money import amount

AGREEMENT_THRESHOLD: Table[Decimal] = Table(
    "seuil de convention",
    (
        Law(
            value=Decimal("23000.00"),
            valid_from=date(2001, 6, 10),
            legal_basis="Loi n° 2000-321 du 12 avril 2000, art. 10 ; décret n° 2001-495, art. 1",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDuty:
    """Whether an agreement must be signed, above which threshold (euros, strictly), and what says so."""

    required: bool
    by_law: bool
    threshold: Decimal | None
    legal_basis: str


def agreement_duty(
    *,
    annual_amount: Decimal,
    private_law: bool,
    on: date,
    policy_threshold: Decimal | None = None,
    law: Table[Decimal] = AGREEMENT_THRESHOLD,
) -> AgreementDuty:
    """Must an agreement be signed before anything is paid?

    `annual_amount` is the euros that the same authority gives this body in the year. By law a body governed
    by private law needs one strictly above 23,000 € (23,000.00 no, 23,000.01 yes). The funder's
    `policy_threshold`, strictly too, may ask for more agreements, from public bodies or from lower amounts
    (0 asks for all); it never lifts the law's. Raises `ValueRefused`, or `NoLawInForce` before 10 June
    2001.
    """
    row = law.at(on)
    if private_law and amount(annual_amount) > row.value:
        return AgreementDuty(required=True, by_law=True, threshold=row.value, legal_basis=row.legal_basis)
    if policy_threshold is not None and amount(annual_amount) > amount(policy_threshold):
        return AgreementDuty(required=True, by_law=False, threshold=policy_threshold, legal_basis="")
    return AgreementDuty(
        required=False,
        by_law=False,
        threshold=row.value if private_law else policy_threshold,
        legal_basis=row.legal_basis if private_law else "",
    )
