"""What one may be to a residency: of the host or of the team, beside the offices of the spine."""

from django.utils.translation import gettext_lazy as _

from funding.roles import BINDER, FINANCE, FUNDER, HOLDER, MANAGER, OFFICER, PARTNER, SECOND_SIGNATORY, SIGNATORY
from workflows.actors import BY_CLOCK, BY_SYSTEM
from workflows.roles import Role

HOST = Role("host", _("Hôte"))  # writes for the territory
HOST_BINDER = Role("host_binder", _("Représentant de l’hôte"))  # may accept, sign and countersign for it
TEAM = Role("team", _("Équipe"))
TEAM_BINDER = Role("team_binder", _("Représentant de l’équipe"))

# What a person is to the file of their side, and so to the residency.
OF_HOST = {HOLDER: HOST, BINDER: HOST_BINDER, PARTNER: PARTNER}
OF_TEAM = {HOLDER: TEAM, BINDER: TEAM_BINDER, PARTNER: PARTNER}
SIDES = frozenset({HOST, HOST_BINDER, TEAM, TEAM_BINDER, PARTNER})
PROGRAMME = (MANAGER, OFFICER)

__all__ = [
    "BY_CLOCK", "BY_SYSTEM", "FINANCE", "FUNDER", "HOST", "HOST_BINDER", "MANAGER", "OFFICER", "OF_HOST", "OF_TEAM",
    "PARTNER", "PROGRAMME", "SECOND_SIGNATORY", "SIDES", "SIGNATORY", "TEAM", "TEAM_BINDER",
]  # fmt: skip
