"""The face: a request to be accompanied. The spine as it is, but for an admission without money, and redirection."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from funding import notices as core_notices
from funding import obstacles as core
from funding.forms import steps as core_forms
from funding.instrument import Panel
from funding.models import Application, Decision
from funding.models.application import SIGNABLE, ApplicationState, proposes
from workflows.steps import Step

from .. import asking, done, follow_ups, notices, papers, reading, roles
from .. import obstacles as o
from ..forms import application as f
from . import admission
from .redirection import Redirection

S, K = ApplicationState, Decision.Kind


def redirection_open(application: Any) -> bool:
    return application.redirections.open().exists()


class AcceleratorApplication(Application):
    INSTRUMENT = "accelerators"
    INSTRUMENT_LABEL = _("Accompagnement")
    SOUGHT = _("Un accompagnement")
    WITH_BUDGET = False
    WITH_AMOUNT = False
    SPENDS = False
    AFTER = (("charter", _("Charte")), ("programme", _("Programme")))
    FORM = asking.FORM
    CRITERIA = asking.CRITERIA
    PIECES = asking.PIECES

    class Meta:
        proxy = True
        verbose_name = _("demande d’accompagnement")

    DONE = {**Application.DONE, **done.ADMISSION}

    # fmt: off
    submit = Application.submit.but(unless=[*Application.submit.unless, o.too_many_refusals])                # A1

    # A3: asked by whoever studies it, moved by its holder's consent. Only a file under study may be asked.
    @Step(S.SUBMITTED, None, by=[roles.OFFICER], label=_("Proposer une réorientation"), takes=f.RedirectForm,
          unless=[o.redirection_awaited], tells=[notices.redirection_asked])
    def redirect(self, attempt: Any, target: Any, reason: str) -> None:
        Redirection.objects.create(
            application=self, origin=self.call, target=target, reason=reason, asked_at=attempt.at, asked_by=attempt.by
        )

    @Step(S.SUBMITTED, None, by=[roles.HOLDER, roles.BINDER], label=_("Accepter la réorientation"),
          takes=f.ConsentForm, when=redirection_open, unless=[o.target_closed],
          tells=[notices.redirected, notices.redirected_here, notices.redirected_away], issues=[papers.redirection])
    def accept_redirection(self, attempt: Any, consent: bool) -> None:
        """It keeps its number (its receipt and letters bear it, and a call's series has no gap), its day of receipt
        and the day when silence decides; the other node takes it in charge."""
        moved = self.redirections.open().get()
        moved.answer(attempt, consented=True)
        self.call, self.officer = moved.target, None
        self.form_version = moved.target.form_versions.latest_published()

    @Step(S.SUBMITTED, None, by=[roles.HOLDER, roles.BINDER], label=_("Refuser la réorientation"),
          takes=core_forms.ReasonForm, when=redirection_open, risky=True, tells=[notices.redirection_refused],
          explains=_("Votre dossier reste où il est, et son étude reprend."))
    def refuse_redirection(self, attempt: Any, reason: str) -> None:
        self.redirections.open().get().answer(attempt, consented=False, why=reason)

    @Step(S.SUBMITTED, None, by=[roles.OFFICER], label=_("Retirer la réorientation"), risky=True,
          when=redirection_open, tells=[notices.redirection_dropped])
    def drop_redirection(self, attempt: Any) -> None:
        self.redirections.open().get().answer(attempt, consented=False)

    # Its study waits for the answer: it may go to another node.
    request_pieces = Application.request_pieces.but(unless=[*Application.request_pieces.unless, o.redirection_awaited])
    admit = Application.admit.but(unless=[*Application.admit.unless, o.redirection_awaited])
    propose_refusal = Application.propose_refusal.but(
        unless=[*Application.propose_refusal.unless, o.redirection_awaited])

    propose = Application.propose.but(                                                                    # A6, A8
        issues=[], unless=[core.criterion_eliminates_award, o.jury_not_heard, o.place_not_accepted, o.cohort_missing])

    @Step(S.DECISION_PROPOSED, S.AWARDED, by=[roles.SIGNATORY], label=_("Signer l’admission"),                  # A6
          takes=core_forms.SignForm, when=proposes(K.AWARD), unless=[*SIGNABLE, o.cohort_missing, o.cohort_full],
          tells=[notices.admitted, core_notices.awarded_internal], issues=[papers.admission],
          then=[follow_ups.offer_place])
    def award(self, attempt: Any, consent: bool) -> None:
        """The place first: whoever waits for the cohort's row holds no number."""
        admission.admit(self, attempt)
        self.decision.sign(self, attempt)

    reserve = Application.reserve.but(tells=[notices.waiting_listed], issues=[papers.waiting_list])          # A7
    reject = Application.reject.but(then=[follow_ups.take_place_back])                                    # A4, A7
    withdraw = Application.withdraw.but(then=[follow_ups.take_place_back])                                   # A15

    @Step((S.RESERVE_LIST,), S.WITHDRAWN, by=[roles.BINDER], label=_("Quitter la liste complémentaire"), risky=True,
          tells=[core_notices.withdrawn], then=[follow_ups.take_place_back],
          explains=_("Votre rang est perdu. Pour revenir, il faudra déposer un autre dossier."))
    def leave_list(self, attempt: Any) -> None:
        self.drop_project(attempt)
    # fmt: on

    # No money was awarded: nothing to withdraw. A place ends by its own machine.
    open_withdrawal = None
    withdraw_award = None
    restore_award = None

    @property
    def place(self) -> Any:
        return self.places.select_related("cohort__node", "coach").last()

    @property
    def redirection(self) -> Redirection | None:
        return self.redirections.open().select_related("target").last()

    @property
    def redirected_from(self) -> list[Redirection]:
        return list(self.redirections.filter(consented=True).select_related("origin", "target"))

    def panels(self, user: Any) -> Iterable[Panel]:
        return reading.panels(self, user)

    def stage_after(self) -> tuple[str, Any] | None:
        return reading.stage_after(self)

    def ball_meanwhile(self, held: Collection[Any]) -> Any:
        return reading.ball_meanwhile(self, held)

    def ball_after(self, held: Collection[Any]) -> Any:
        return reading.ball_after(self, held)


__all__ = ["AcceleratorApplication"]
