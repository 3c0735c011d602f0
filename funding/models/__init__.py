from .agreement import Agreement
from .application import Application
from .budget import CostLine, Partner
from .call import Call, Criterion, RequiredPiece
from .decision import Decision
from .disbursement import Disbursement
from .document import Document
from .formversion import FormVersion
from .law_version import LawVersion
from .note import Note
from .piece_request import PieceRequest
from .programme import FunderShare, Programme
from .register import RegisteredAid, RegisterImport
from .review import Review, Score
from .state_aid import AidDeclaration, DeMinimisAward, StateAidCheck

__all__ = [
    "Agreement",
    "AidDeclaration",
    "Application",
    "Call",
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
    "Programme",
    "RegisterImport",
    "RegisteredAid",
    "RequiredPiece",
    "Review",
    "Score",
    "StateAidCheck",
]
