"""The two faces: a territory that would host, a team that would come. The spine chooses each; being selected gives no
money, so awards carry no amount: what is paid comes of the residency, once both sides are matched and have signed.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funding import labels as spine_labels
from funding import obstacles as spine
from funding.instrument import Panel
from funding.models import Application

from .. import done, notices, obstacles, papers, questions

SELECTS = (spine.visas_missing, spine.mandate_misfit, spine.author_signs)


class Selected:
    """What both faces share: their page shows where their residency stands."""

    DONE = {**Application.DONE, **done.SELECTION}

    LABELS = {
        audience: {**spine_labels.APPLICATION.get(audience, {}), "awarded": _("Sélectionné")}
        for audience in ("", *spine_labels.APPLICATION)
    }
    AFTER = (("match", _("Appariement")), ("stay", _("Séjour")), ("after", _("Restitution")))
    STAGES = {0: "match", 1: "stay", 2: "stay", 3: "stay", 4: "after", 5: "after"}

    @property
    def is_selected(self) -> bool:
        return self.state == Application.S.AWARDED

    def panels(self, user: Any) -> list[Panel]:
        from ..panels import of_file

        return of_file(self, user)

    @property
    def stay(self) -> Any:
        """The residency that binds it, drafts aside; None while it is free."""
        from .residency import Residency

        mine = Q(host=self.pk) | Q(team=self.pk)
        return Residency.objects.bound().beyond_draft().filter(mine).with_sides().first()

    def stage_after(self) -> tuple[str, Any]:
        from ..path import REACHED

        stay = self.stay
        if stay is None:
            return "match", _("En attente d’une paire")
        return self.STAGES.get(REACHED[stay.state], "closed"), stay.get_state_display()

    def ball_after(self, held: Collection[Any]) -> Any:
        from ..balls import of_file

        return of_file(self, held)


class HostApplication(Selected, Application):
    INSTRUMENT = "residency_hosts"
    INSTRUMENT_LABEL = _("Accueil d’une résidence")
    SOUGHT = _("Accueillir une résidence")
    WITH_BUDGET = WITH_AMOUNT = SPENDS = False
    FORM, CRITERIA, PIECES = questions.HOST_FORM, questions.HOST_GRID, questions.HOST_PIECES

    class Meta:
        proxy = True
        verbose_name = _("candidature d’un territoire hôte")

    submit = Application.submit.but(unless=[*Application.submit.unless, obstacles.dates_missing])
    propose = Application.propose.but(unless=[spine.criterion_eliminates_award], label=_("Proposer une décision"))
    award = Application.award.but(label=_("Signer la sélection"), unless=SELECTS, then=[],
                  tells=[notices.host_selected], issues=[papers.selection])  # fmt: skip


class TeamApplication(Selected, Application):
    INSTRUMENT = "residency_teams"
    INSTRUMENT_LABEL = _("Équipe en résidence")
    SOUGHT = _("Partir en résidence")
    WITH_BUDGET = WITH_AMOUNT = False
    FORM, CRITERIA, PIECES = questions.TEAM_FORM, questions.TEAM_GRID, questions.TEAM_PIECES

    class Meta:
        proxy = True
        verbose_name = _("candidature d’une équipe")

    submit = Application.submit.but(unless=[*Application.submit.unless, obstacles.discipline_alone,
                                               obstacles.dates_missing])  # fmt: skip
    propose = Application.propose.but(unless=[spine.criterion_eliminates_award], label=_("Proposer une décision"))
    award = Application.award.but(label=_("Signer la sélection"), unless=SELECTS, then=[],
                  tells=[notices.team_selected], issues=[papers.selection])  # fmt: skip


__all__ = ["HostApplication", "TeamApplication"]
