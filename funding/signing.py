"""What a signatory reads before signing: under which delegation, up to how much, and what the envelope becomes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from look.typography import euros
from people.models import Mandate

from . import cosigning, papers, visas
from .models import Decision
from .models.call import covers

KINDS = Decision.Kind
# The act that each kind of decision becomes, and the step that signs it.
PAPERS = {
    KINDS.AWARD: papers.award,
    KINDS.RESERVE: papers.reserve,
    KINDS.REJECTION: papers.rejection,
    KINDS.INELIGIBILITY: papers.ineligibility,
}
STEPS = {
    KINDS.AWARD: "award",
    KINDS.RESERVE: "reserve",
    KINDS.REJECTION: "reject",
    KINDS.INELIGIBILITY: "declare_ineligible",
}


@dataclass(frozen=True)
class Signing:
    decision: Decision
    mandate: Mandate | None
    before: Decimal
    after: Decimal

    @property
    def ceiling(self) -> Decimal | None:
        return self.mandate.ceiling if self.mandate else None

    @property
    def short(self) -> bool:
        return self.after < 0


def signing(application: Any, user: Any) -> Signing | None:
    decision = application.decision
    if decision is None:
        return None
    before = application.call.remaining
    return Signing(decision, application.signing_mandate(user), before, before - decision.amount)


def step_of(application: Any) -> str:
    """The step that signs it next: the first of two signatures, or the one that decides."""
    return "sign_first" if cosigning.first_awaited(application) else STEPS[application.decision.kind]


def standing(application: Any, decision: Decision, mandates: list[Mandate], user: Any) -> tuple[str, str]:
    """For a row of the list: a tone, and what stands in the way or nothing. No query."""
    mine = [m for m in mandates if m.role == Mandate.Role.SIGNATORY and covers(m, application.call)]
    if not mine:
        return "", _("Signée par quelqu’un d’autre")
    if application.officer_id == user.pk:
        return "neutral", _("Vous suivez ce dossier : quelqu’un d’autre signe")
    if decision.drafted_by_id == user.pk:
        return "neutral", _("Vous avez préparé ce projet : quelqu’un d’autre signe")
    if waited := stopped_by_visas(decision):
        return "neutral", waited
    mine = cosigning.still_to_sign(application, mine, decision)
    if not mine or decision.first_signed_by_id == user.pk:
        return "neutral", _("La seconde autorité doit encore signer")
    if decision.amount > application.call.remaining:
        return "no", _("Il reste %(left)s dans l’enveloppe") % {"left": euros(application.call.remaining)}
    if all(m.published_on is None for m in mine):
        return "no", _("Votre délégation n’est pas encore publiée")
    if all(m.ceiling is not None and m.ceiling < decision.amount for m in mine):
        most = max(m.ceiling for m in mine)
        return "no", _("Au-dessus de votre plafond de %(ceiling)s") % {"ceiling": euros(most)}
    return "you", _("À vous de signer")


def stopped_by_visas(decision: Decision) -> str:
    """Who has the project, or who refused it; nothing once the visas are given."""
    if refused := visas.out_of_reach(decision):
        return _("Visa refusé par %(who)s") % {"who": refused.by}
    rows = visas.waiting(decision)
    if not rows:
        return ""
    return _("Visa attendu de %(who)s") % {"who": ", ".join(str(visa.level.holder) for visa in rows)}
