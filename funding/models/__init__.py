from .agreement import Agreement
from .application import Application
from .assignment import AssignmentPlan, PlannedReview, ReviewerProfile
from .budget import CostLine, Partner
from .call import Call, Criterion, RequiredPiece
from .decision import Decision
from .disbursement import Disbursement
from .document import Document
from .formversion import FormVersion
from .interest import Interest
from .note import Note
from .piece_request import PieceRequest
from .programme import FunderShare, Programme
from .remark import Remark
from .review import Review, Score

__all__ = [
    "Agreement",
    "Application",
    "AssignmentPlan",
    "Call",
    "CostLine",
    "Criterion",
    "Decision",
    "Disbursement",
    "Document",
    "FormVersion",
    "FunderShare",
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
]
