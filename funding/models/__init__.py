from .agenda import AgendaItem, Ballot
from .agreement import Agreement
from .application import Application
from .approval import ApprovalRules, Visa, VisaDeputy, VisaLevel
from .budget import CostLine, Partner
from .call import Call, Criterion, RequiredPiece
from .committee import CommitteeSession
from .condition import Condition
from .decision import Decision
from .disbursement import Disbursement
from .document import Document
from .formversion import FormVersion
from .minuted import MinutedDraft
from .note import Note
from .piece_request import PieceRequest
from .programme import FunderShare, Programme
from .review import Review, Score
from .seat import Presence, Recusal, Seat
from .signing_act import SetAside, SigningAct, SigningLine

__all__ = [
    "AgendaItem",
    "Agreement",
    "Application",
    "ApprovalRules",
    "Ballot",
    "Call",
    "CommitteeSession",
    "Condition",
    "CostLine",
    "Criterion",
    "Decision",
    "Disbursement",
    "Document",
    "FormVersion",
    "FunderShare",
    "MinutedDraft",
    "Note",
    "Partner",
    "PieceRequest",
    "Presence",
    "Programme",
    "Recusal",
    "RequiredPiece",
    "Review",
    "Score",
    "Seat",
    "SetAside",
    "SigningAct",
    "SigningLine",
    "Visa",
    "VisaDeputy",
    "VisaLevel",
]
