"""Who one is to a project's place: what the spine knows, and the node's own people."""

from django.utils.translation import gettext_lazy as _

from funding.roles import APPLICANTS, BINDER, BY_CLOCK, BY_SYSTEM, HOLDER, MANAGER, OFFICER, SIGNATORY, STAFF
from workflows.roles import Role

TEAM = Role("node_team", _("Équipe de l’accélérateur"), office=True)  # writes for the node's organisation
HEAD = Role("node_head", _("Responsable de l’accélérateur"), office=True)  # may bind it: signs for the node
COACH = Role("coach", _("Accompagnateur"), office=True)  # named for this project

NODE = frozenset({TEAM, HEAD, COACH})

__all__ = [
    "APPLICANTS", "BINDER", "BY_CLOCK", "BY_SYSTEM", "COACH", "HEAD", "HOLDER", "MANAGER", "NODE", "OFFICER",
    "SIGNATORY", "STAFF", "TEAM",
]  # fmt: skip
