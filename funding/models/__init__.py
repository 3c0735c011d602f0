from .agenda import AgendaItem, Ballot
from .agreement import Agreement
from .anonymised_copy import AnonymisedCopy
from .appeal import Appeal
from .application import Application
from .approval import ApprovalRules, Visa, VisaDeputy, VisaLevel
from .assignment import AssignmentPlan, PlannedReview, ReviewerProfile
from .budget import CostLine, Partner
from .call import Call
from .call_asks import Criterion, RequiredPiece
from .committee import CommitteeSession
from .condition import Condition
from .decision import Decision
from .declaration_request import DeclarationRequest
from .disbursement import Disbursement
from .document import Document
from .formversion import FormVersion
from .interest import Interest
from .law_version import LawVersion
from .minuted import MinutedDraft
from .note import Note
from .piece_request import PieceRequest
from .pool_invitation import PoolInvitation
from .programme import FunderShare, Programme
from .register import RegisteredAid, RegisterImport
from .register_ruling import RegisterRuling
from .remark import Remark
from .review import Review, Score
from .ruled_sign import RuledSign
from .seat import Presence, Proxy, Seat
from .signing_act import SetAside, SigningAct, SigningLine
from .state_aid import AidDeclaration, DeMinimisAward, StateAidCheck
from .withdrawal import Withdrawal

__all__ = [
    "AgendaItem",
    "Agreement",
    "AidDeclaration",
    "AnonymisedCopy",
    "Appeal",
    "Application",
    "ApprovalRules",
    "AssignmentPlan",
    "Ballot",
    "Call",
    "CommitteeSession",
    "Condition",
    "CostLine",
    "Criterion",
    "DeMinimisAward",
    "Decision",
    "DeclarationRequest",
    "Disbursement",
    "Document",
    "FormVersion",
    "FunderShare",
    "Interest",
    "LawVersion",
    "MinutedDraft",
    "Note",
    "Partner",
    "PieceRequest",
    "PlannedReview",
    "PoolInvitation",
    "Presence",
    "Programme",
    "Proxy",
    "RegisterImport",
    "RegisterRuling",
    "RegisteredAid",
    "Remark",
    "RequiredPiece",
    "Review",
    "ReviewerProfile",
    "RuledSign",
    "Score",
    "Seat",
    "SetAside",
    "SigningAct",
    "SigningLine",
    "StateAidCheck",
    "Visa",
    "VisaDeputy",
    "VisaLevel",
    "Withdrawal",
]
