"""The papers of residencies, each named once: code, name, title, and its facts."""

from django.utils.translation import gettext_lazy as _

from workflows.papers import PaperKind

from . import acts, sheets
from .booklet import facts as booklet_facts

SHEET = "residency_sheet"


def sheet(code, name, title, facts, **more):
    """A paper of facts in tables and paragraphs: they all look alike."""
    return PaperKind(code, f"residency_{name}", title, facts, layout=SHEET, **more)


selection = PaperKind("R04", "residency_selection", _("Décision de sélection"), acts.selection)
match_sheet = sheet("R05", "match_sheet", _("Fiche d’appariement"), sheets.match_sheet)
agreement = PaperKind("R08", "residency_agreement", _("Convention de résidence"), acts.agreement)
payment = PaperKind("R08v", "residency_payment", _("Ordre de paiement de la bourse"), acts.payment)
pre_visit = sheet("R09", "pre_visit", _("Compte rendu de prévisite"), sheets.pre_visit)
mission_order = sheet("R10", "mission_order", _("Ordre de mission"), sheets.mission_order)
week_journal = sheet("R11", "week_journal", _("Journal de semaine"), sheets.week_journal)
invitation = sheet("R12", "invitation", _("Invitation à la restitution"), sheets.invitation)
booklet = PaperKind("R13", "residency_booklet", _("Livret de résidence"), booklet_facts)
presentation_minutes = sheet("R13p", "presentation_minutes", _("Procès-verbal de restitution"), sheets.presentation)
summary = sheet("R14", "summary", _("Bilan de la résidence"), sheets.summary)
follow_up = sheet("R14r", "follow_up", _("Retour sur résidence"), sheets.follow_up)
incident = sheet("R15", "incident", _("Constat"), sheets.incident)
observations = sheet("R16o", "observations", _("Invitation à présenter des observations"), sheets.observations)
cancellation = PaperKind("R16", "residency_cancellation", _("Décision d’annulation"), acts.cancellation)
recovery = sheet(
    "R16t", "recovery", _("Titre de recette"), acts.recovery, when=lambda residency: residency.to_repay > 0
)
