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
from .interest import Interest
from .law_version import LawVersion
from .note import Note
from .piece_request import PieceRequest
from .programme import FunderShare, Programme
from .register import RegisteredAid, RegisterImport
from .remark import Remark
from .review import Review, Score
from .seat import Presence, Recusal, Seat
from .state_aid import AidDeclaration, DeMinimisAward, StateAidCheck

__all__ = [
    "AgendaItem",
    "Agreement",
    "AidDeclaration",
    "Application",
    "AssignmentPlan",
    "Ballot",
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
    "Interest",
    "LawVersion",
    "Note",
    "Partner",
    "PieceRequest",
    "PlannedReview",
    "Presence",
    "Programme",
    "Recusal",
    "RegisterImport",
    "RegisteredAid",
    "Remark",
    "RequiredPiece",
    "Review",
    "ReviewerProfile",
    "Score",
    "Seat",
    "StateAidCheck",
]
