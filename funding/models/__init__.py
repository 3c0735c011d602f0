from .agenda import AgendaItem, Ballot
from .agreement import Agreement
from .application import Application
from .assignment import AssignmentPlan, PlannedReview, ReviewerProfile
from .budget import CostLine, Partner
from .call import Call, Criterion, RequiredPiece
from .committee import CommitteeSession
from .decision import Decision
from .disbursement import Disbursement
from .document import Document
from .formversion import FormVersion
from .law_version import LawVersion
from .note import Note
from .piece_request import PieceRequest
from .programme import FunderShare, Programme
from .register import RegisteredAid, RegisterImport
from .interest import Interest
from .note import Note
from .piece_request import PieceRequest
from .programme import FunderShare, Programme
from .remark import Remark
from .review import Review, Score
from .state_aid import AidDeclaration, DeMinimisAward, StateAidCheck
from .seat import Presence, Recusal, Seat

__all__ = [
    "AgendaItem",
    "Agreement",
    "AidDeclaration",
    "Application",
    "Ballot",
    "AssignmentPlan",
    "Call",
    "CommitteeSession",
    "CostLine",
    "Criterion",
    "DeMinimisAward",
    "Decision",
    "Disbursement",
    "Document",
    "FormVersion",
    "FunderShare",
    "LawVersion",
    "Note",
    "Partner",
    "PieceRequest",
    "Presence",
    "Programme",
    "RegisterImport",
    "RegisteredAid",
    "Interest",
    "Note",
    "Partner",
    "PieceRequest",
    "PlannedReview",
    "Programme",
    "Remark",
    "RequiredPiece",
    "Review",
    "ReviewerProfile",
    "Score",
    "StateAidCheck",
    "Recusal",
    "RequiredPiece",
    "Review",
    "Score",
    "Seat",
]
