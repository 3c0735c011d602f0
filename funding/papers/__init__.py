"""The papers of the spine, each named once: code of the catalogue (domain L), name, title, and its facts."""

from django.utils.translation import gettext_lazy as _

from workflows.papers import PaperKind

from .. import recusals, roles
from . import after, aid, before, committee, contesting, decisions

receipt = PaperKind("D01", "receipt", _("Accusé de réception"), before.receipt)
amended_receipt = PaperKind(
    "D01b", "amended_receipt", _("Accusé de réception des pièces"), before.receipt, layout="receipt"
)
missing_pieces = PaperKind("D02", "missing_pieces", _("Demande de pièces"), before.missing_pieces)
eligibility = PaperKind("D03", "eligibility", _("Attestation de recevabilité"), before.eligibility)
instruction_report = PaperKind(
    "D06",
    "instruction_report",
    _("Rapport d’instruction"),
    aid.report,
    readers=frozenset({roles.OFFICER, roles.MANAGER, roles.CHAIR, roles.SIGNATORY}),
)
convocation = PaperKind(
    "D04", "convocation", _("Convocation du comité"), committee.convocation, shut=recusals.convocation_shut
)
minutes = PaperKind("D05", "minutes", _("Procès-verbal du comité"), committee.minutes, shut=recusals.minutes_shut)
award = PaperKind("D07", "award", _("Décision attributive"), decisions.award)
rejection = PaperKind("D08", "rejection", _("Décision de rejet"), decisions.rejection)
ineligibility = PaperKind(
    "D08i", "ineligibility", _("Décision d’irrecevabilité"), decisions.ineligibility, layout="rejection"
)
reserve = PaperKind("D09", "reserve", _("Inscription sur la liste complémentaire"), decisions.reserve)
agreement = PaperKind("D10", "agreement", _("Convention"), after.agreement)
payment_order = PaperKind("D12", "payment_order", _("Ordre de paiement"), after.payment_order)
de_minimis = PaperKind(
    "D19", "de_minimis", _("Information sur l’aide de minimis"), aid.statement, when=aid.has_de_minimis
)
appeal_receipt = PaperKind(
    "D01c", "appeal_receipt", _("Accusé de réception du recours gracieux"), contesting.appeal_receipt
)
appeal_answer = PaperKind("D08r", "appeal_answer", _("Réponse au recours gracieux"), contesting.appeal_answer)
observations = PaperKind("D14", "observations", _("Lettre d’observations"), contesting.observations)
withdrawal = PaperKind("D15", "withdrawal", _("Décision de retrait"), contesting.withdrawal)
