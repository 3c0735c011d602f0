"""What a file asks the fund to cover: its answers, read with its bank's agreement. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from funding.rules.grant_equivalent import GrantEquivalent, of_guarantee
from funding.rules.wording import Refusal
from people.names import digits_of
from workflows import clock

from .models.fund import BankAgreement, GuaranteeFund
from .rules import amortisation, cover
from .rules.amortisation import Repayment

ZERO = Decimal("0.00")


@dataclass(frozen=True, kw_only=True)
class Terms:
    fund: GuaranteeFund
    agreement: BankAgreement
    loan: Decimal
    months: int
    repayment: str
    loan_rate: Decimal | None  # nominal, by the year; of constant instalments alone
    grace: int
    others: Decimal
    insolvent: bool

    @property
    def guaranteed(self) -> Decimal:
        return cover.guaranteed_amount(
            loan=self.loan, rate_of_cover=self.agreement.rate, ceiling=self.agreement.max_guaranteed
        )

    @property
    def commission(self) -> Decimal:
        return cover.commission(base=self.guaranteed, fee_rate=self.agreement.fee_rate)

    @property
    def repayment_label(self) -> str:
        return str(dict(amortisation.REPAYMENTS).get(self.repayment, ""))

    @property
    def equivalent(self) -> GrantEquivalent:
        """Reg. 2023/2831, art. 4 § 6: the simple method, on the share that the fund really covers."""
        return equivalent(guaranteed=self.guaranteed, loan=self.loan, months=self.months, insolvent=self.insolvent)

    def refusals(self) -> list[Refusal]:
        agreement = self.agreement
        found = cover.terms_refusals(
            loan=self.loan, months=self.months, rate_of_cover=agreement.rate, largest_loan=agreement.max_loan,
            longest_months=agreement.max_months,
        )  # fmt: skip
        if found:
            return found
        kept = cover.retention_refusal(
            covers=[Decimal(self.guaranteed / self.loan), self.others], least=agreement.min_retention
        )
        unpriced = amortisation.rate_refusal(repayment=self.repayment, yearly_rate=self.loan_rate)
        return [refusal for refusal in (unpriced, kept, self.equivalent.refusal) if refusal]


def equivalent(*, guaranteed: Decimal, loan: Decimal, months: int, insolvent: bool = False) -> GrantEquivalent:
    rate = guaranteed / loan if loan else ZERO
    return of_guarantee(
        guaranteed=guaranteed, months=months, guarantee_rate=rate, on=clock.today(), in_insolvency=insolvent
    )


def agreement_of(application: Any) -> BankAgreement | None:
    """Of the bank whose SIREN the file gives, with the fund of the call; in force today."""
    siren = digits_of(str(application.answers.get("bank") or ""))[:9]
    found = BankAgreement.objects.in_force(clock.today()).filter(fund__programme=application.call.programme_id)
    return found.filter(bank__siren=siren).select_related("fund", "bank").first() if len(siren) == 9 else None


def terms_of(application: Any) -> Terms | None:
    """Nothing where the bank or a figure lacks: the obstacles of `submit` say which."""
    agreement = agreement_of(application)
    loan, months = number(application, "loan_amount"), number(application, "loan_months")
    if agreement is None or loan is None or months is None:
        return None
    answers = application.answers
    repayment = answers.get("loan_repayment") or Repayment.LINEAR
    return Terms(
        fund=agreement.fund, agreement=agreement, loan=loan.quantize(ZERO), months=int(months),
        repayment=repayment,
        loan_rate=yearly_rate(application) if repayment == Repayment.ANNUITY else None,
        grace=int(number(application, "loan_grace") or 0),
        others=min((number(application, "other_cover") or ZERO) / 100, Decimal(1)),
        insolvent=answers.get("insolvent") in (True, "yes", "true"),
    )  # fmt: skip


def yearly_rate(application: Any) -> Decimal | None:
    """Answered as « 3,25 », kept as 0.0325: to the millionth, as the column."""
    percent = number(application, "loan_rate")
    return None if percent is None else (percent / 100).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def number(application: Any, key: str) -> Decimal | None:
    """An answer as a figure: not negative, of a size that a column holds; or None."""
    try:
        value = Decimal(str(application.answers.get(key) or "").replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < Decimal("1e12") else None
