from .application import GuaranteeApplication
from .cover import Cover
from .fund import BankAgreement, Contributor, GuaranteeFund
from .ledger import Account, Balance, Entry, Line
from .of_cover import Amendment, Claim, Grievance, Recovery, YearlyCommission
from .report import Report, ReportRow

__all__ = [
    "Account",
    "Amendment",
    "Balance",
    "BankAgreement",
    "Claim",
    "Contributor",
    "Cover",
    "Entry",
    "Grievance",
    "GuaranteeApplication",
    "GuaranteeFund",
    "Line",
    "Recovery",
    "Report",
    "ReportRow",
    "YearlyCommission",
]
