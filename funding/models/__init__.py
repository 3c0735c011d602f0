from .agreement import Agreement
from .application import Application
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
from .review import Review, Score

__all__ = [
    "Agreement",
    "Application",
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
    "Programme",
    "RequiredPiece",
    "Review",
    "Score",
]
