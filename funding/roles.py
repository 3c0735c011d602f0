"""Each role of the spine, named once. A role is held on one thing; `grants.py`-like flags do not exist."""

from django.utils.translation import gettext_lazy as _

from workflows.actors import BY_CLOCK, BY_SYSTEM
from workflows.roles import Role

HOLDER = Role("holder", _("Porteur"))  # may write in the file
BINDER = Role("binder", _("Représentant du porteur"))  # may bind the lead organisation: submit, sign, withdraw
PARTNER = Role("partner", _("Partenaire"))  # member of a partner organisation: reads, fills its own part
MANAGER = Role("manager", _("Responsable d’appel"), office=True)
OFFICER = Role("officer", _("Chargé d’instruction"), office=True)
REVIEWER = Role("reviewer", _("Évaluateur"), office=True)
CHAIR = Role("chair", _("Président de comité"), office=True)
SIGNATORY = Role("signatory", _("Signataire"), office=True)
FINANCE = Role("finance", _("Service financier"), office=True)
SECOND_SIGNATORY = Role("second_signatory", _("Second signataire"), office=True)
FUNDER = Role("funder", _("Financeur"), office=True)
VISOR = Role("visor", _("Viseur"), office=True)  # whose visa a project of decision waits for, or had
DECLARANT = Role("declarant", _("Déclarant"), office=True)  # whom a declaration of interests concerns
# In a committee: a seat, and what it is for.
MEMBER = Role("member", _("Membre du comité"), office=True)
SECRETARY = Role("secretary", _("Secrétaire de séance"), office=True)
RAPPORTEUR = Role("rapporteur", _("Rapporteur"), office=True)

STAFF = frozenset({MANAGER, OFFICER, CHAIR, SIGNATORY, FINANCE, SECOND_SIGNATORY, FUNDER, VISOR})
APPLICANTS = frozenset({HOLDER, BINDER, PARTNER})

__all__ = [
    "APPLICANTS", "BINDER", "BY_CLOCK", "BY_SYSTEM", "CHAIR", "DECLARANT", "FINANCE", "FUNDER", "HOLDER", "MANAGER",
    "MEMBER", "OFFICER", "PARTNER", "RAPPORTEUR", "REVIEWER", "SECOND_SIGNATORY", "SECRETARY", "SIGNATORY", "STAFF",
    "VISOR",
]  # fmt: skip
