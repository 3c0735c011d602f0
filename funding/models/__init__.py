from .agreement import Agreement
from .application import Application
from .approval import ApprovalRules, Visa, VisaDeputy, VisaLevel
from .budget import CostLine, Partner
from .call import Call, Criterion, RequiredPiece
from .decision import Decision
from .disbursement import Disbursement
from .document import Document
from .formversion import FormVersion
from .note import Note
from .piece_request import PieceRequest
from .programme import FunderShare, Programme
from .review import Review, Score
from .signing_act import SetAside, SigningAct, SigningLine

__all__ = [
    "Agreement",
    "Application",
    "ApprovalRules",
    "Call",
    "CostLine",
    "Criterion",
    "Decision",
    "Disbursement",
    "Document",
    "FormVersion",
    "FunderShare",
    "Note",
    "Partner",
    "PieceRequest",
    "Programme",
    "RequiredPiece",
    "Review",
    "Score",
    "SetAside",
    "SigningAct",
    "SigningLine",
    "Visa",
    "VisaDeputy",
    "VisaLevel",
]
