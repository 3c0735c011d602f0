"""The spine: how an application of any instrument moves, from draft to signed decision.

Every instrument's face sees these rows; it replaces one by declaring it again, drops one with `name = None`.
The rows follow the transitions G1 to G25 of the domain, named beside each.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import clock
from workflows.steps import Step

from .. import assessment, conflicts, contesting, cosigning, done, notices, papers, roles, visas
from .. import obstacles as o
from ..follow_ups import ask_declarations, open_agreement, remind_declarations
from ..forms import contesting as c
from ..forms import steps as f
from .application_course import ApplicationCourse
from .application_record import (
    ASSESSED,
    BEFORE_DECISION,
    DECIDED,
    PENDING,
    REFUSED,
    ApplicationQuerySet,
    ApplicationState,
)
from .approval import Visa
from .decision import Decision
from .piece_request import PieceRequest
from .review import Review

S, K, V = ApplicationState, Decision.Kind, Visa.Opinion
SEEN = tuple(state for state in S if state != S.DRAFT)  # by those who hold an office
BACK: dict[str, Any] = {
    "by": [roles.SIGNATORY, roles.VISOR], "takes": f.SendBackForm, "risky": True, "unless": [o.visa_turn_over],
    "tells": [notices.decision_sent_back],
}  # fmt: skip
SIGNABLE = (o.visas_missing, o.mandate_misfit, o.author_signs)  # of every signature, whatever it decides


def proposes(kind: str) -> Any:
    """The row holds for a file whose decision in preparation is of this kind."""
    return lambda application: (
        application.decision is not None
        and application.decision.kind == kind
        and not cosigning.first_awaited(application)
    )


def reached(*stages: str) -> Any:
    """The row holds for a file that came this far: a detour (a refusal sent back, a silence) skips no check."""
    return lambda application: application.stage_reached() in stages


def _sent_back(application: Any, attempt: Any, reason: str) -> None:
    """By a signatory or a level of visa. Taken from the reserve list, it keeps the rank of its signed decision."""
    visas.answer(application, attempt, V.SENT_BACK, reason)
    application.decision.set_aside(attempt, reason)


class Application(ApplicationCourse):
    objects = ApplicationQuerySet.as_manager()

    class Meta(ApplicationCourse.Meta):
        abstract = False

    DONE = done.APPLICATION

    # fmt: off
    @Step(S.DRAFT, S.SUBMITTED, by=[roles.BINDER], label=_("Déposer le dossier"), takes=f.SubmitForm,      # G1
          unless=[o.power_unproven, o.call_closed, o.kind_not_eligible, o.territory_not_eligible, o.form_incomplete,
                  o.budget_refused, o.own_funding_short, o.pieces_missing, o.partners_not_engaged],
          tells=[notices.received, notices.new_file], issues=[papers.receipt], then=[ask_declarations])
    def submit(self, attempt: Any, **certified: Any) -> None:
        self.submitted_at = attempt.at
        self.restart_silence()
        self.reference = self.take_number(attempt.at)

    @Step(PENDING, None, by=[roles.OFFICER], label=_("Prendre en charge"), when=lambda a: a.officer_id is None)
    def take_charge(self, attempt: Any) -> None:
        self.officer = attempt.by

    @Step(S.SUBMITTED, S.INCOMPLETE, by=[roles.OFFICER], label=_("Demander des pièces"), takes=f.PiecesForm,  # G2
          unless=[o.silence_passed], tells=[notices.pieces_asked], issues=[papers.missing_pieces])
    def request_pieces(self, attempt: Any, **request: Any) -> None:
        self.answer_due_on = PieceRequest.ask(self, attempt, **request).due_on
        self.move_silence()

    @Step(S.INCOMPLETE, S.SUBMITTED, by=[roles.HOLDER, roles.BINDER], label=_("Envoyer les pièces"),          # G3
          unless=[o.asked_pieces_missing], tells=[notices.pieces_filed], issues=[papers.amended_receipt])
    def complete(self, attempt: Any) -> None:
        self.piece_requests.open().update(answered_on=clock.paris_day(attempt.at))
        self.answer_due_on = None
        self.move_silence()

    @Step(S.INCOMPLETE, None, by=[roles.HOLDER, roles.BINDER], label=_("Demander un délai"), takes=f.ReasonForm,
          unless=[o.answer_overdue], when=lambda a: a.open_request and a.open_request.time_asked_on is None,
          tells=[notices.time_asked], explains=_("Une seule fois par demande. Le délai court jusqu’à la réponse."))
    def ask_for_time(self, attempt: Any, reason: str) -> None:
        self.open_request.ask_for_time(attempt, reason)

    @Step(S.INCOMPLETE, None, by=[roles.OFFICER], label=_("Accorder un délai"), takes=f.MoreTimeForm,
          when=lambda a: a.open_request and a.open_request.time_awaited, tells=[notices.time_granted])
    def grant_time(self, attempt: Any, due_on: Any) -> None:
        self.open_request.answer_time(attempt, due_on=due_on)
        self.answer_due_on = due_on
        self.move_silence()

    @Step(S.INCOMPLETE, None, by=[roles.OFFICER], label=_("Refuser le délai"), takes=f.ReasonForm, risky=True,
          when=lambda a: a.open_request and a.open_request.time_awaited, tells=[notices.time_refused])
    def refuse_time(self, attempt: Any, reason: str) -> None:
        self.open_request.answer_time(attempt, refused_why=reason)

    @Step(S.INCOMPLETE, S.SUBMITTED, by=[roles.OFFICER], label=_("Reprendre sans les pièces"), risky=True,
          explains=_("Le dossier sera étudié tel qu’il est. Le délai de réponse recommence à courir."))
    def carry_on(self, attempt: Any) -> None:
        self.drop_requests(attempt)
        self.answer_due_on = None
        self.move_silence()

    admit = Step(S.SUBMITTED, S.ELIGIBLE, by=[roles.OFFICER], label=_("Déclarer recevable"), takes=f.AdmitForm,  # G4
                 tells=[notices.admitted], issues=[papers.eligibility])

    @Step((S.ELIGIBLE, S.SHORTLISTED), None, by=[roles.OFFICER], label=_("Désigner des évaluateurs"),
          takes=f.AssignForm, tells=[notices.review_asked])
    def assign(self, attempt: Any, reviewers: Any, due_on: Any) -> None:
        stage = assessment.stage_of(self)
        for reviewer in reviewers:
            Review.objects.create(
                application=self, reviewer=reviewer, assigned_at=attempt.at, due_on=due_on, stage=stage
            )

    @Step(SEEN, None, by=[roles.MANAGER, roles.OFFICER, roles.CHAIR, roles.SIGNATORY, roles.FINANCE, roles.FUNDER],
          label=_("Me déporter"), takes=f.RecuseForm, risky=True, quiet=True,
          explains=_("Vous ne verrez plus ce dossier : ni ses pièces, ni ses notes, ni ses courriers."))
    def recuse(self, attempt: Any, reason: str) -> None:
        conflicts.declare(attempt.by, self.call, kind="link", reason=reason, application=self)
        self.officer = None if self.officer_id == attempt.by.pk else self.officer

    shortlist = Step(S.ELIGIBLE, S.SHORTLISTED, by=[roles.CHAIR], label=_("Présélectionner"),                 # G6
                     when=lambda a: a.call.with_shortlist, unless=[o.reviews_missing, o.criterion_eliminates],
                     tells=[notices.shortlisted])
    examine = Step((S.ELIGIBLE, S.SHORTLISTED), S.UNDER_DUE_DILIGENCE, by=[roles.OFFICER],
                   label=_("Ouvrir l’instruction approfondie"), unless=[o.shortlist_awaited, o.reviews_missing],
                   then=[remind_declarations])

    @Step((S.UNDER_DUE_DILIGENCE, S.RESERVE_LIST), S.DECISION_PROPOSED, by=[roles.OFFICER],                   # G9, G12
          label=_("Proposer une décision"), takes=f.ProposalForm,
          unless=[o.criterion_eliminates_award, o.award_beyond_rules, o.award_beyond_envelope, o.state_aid_unchecked],
          tells=[notices.visa_asked, notices.decision_to_sign], issues=[papers.instruction_report])
    def propose(self, attempt: Any, **draft: Any) -> None:
        Decision.draw_up(self, attempt, **draft)

    @Step((S.SUBMITTED, S.ELIGIBLE, S.SHORTLISTED), S.DECISION_PROPOSED, by=[roles.OFFICER],
          label=_("Proposer d’écarter le dossier"), takes=f.RefusalForm, risky=True,
          tells=[notices.visa_asked, notices.decision_to_sign])
    def propose_refusal(self, attempt: Any, **draft: Any) -> None:
        Decision.draw_up(self, attempt, **draft)

    send_back = Step(S.DECISION_PROPOSED, S.UNDER_DUE_DILIGENCE, label=_("Renvoyer à l’instruction"),
                     when=reached(S.UNDER_DUE_DILIGENCE), **BACK)(_sent_back)
    send_back_to_review = Step(S.DECISION_PROPOSED, S.ELIGIBLE, label=_("Renvoyer à l’évaluation"),
                               when=reached(S.ELIGIBLE), **BACK)(_sent_back)
    send_back_to_check = Step(S.DECISION_PROPOSED, S.SUBMITTED, label=_("Renvoyer à la vérification"),
                              when=reached(S.SUBMITTED), **BACK)(_sent_back)
    send_back_to_list = Step(S.DECISION_PROPOSED, S.RESERVE_LIST, label=_("Renvoyer à la liste complémentaire"),
                             when=reached(S.RESERVE_LIST), **BACK)(_sent_back)

    @Step(S.DECISION_PROPOSED, None, by=[roles.VISOR], label=_("Donner mon visa"), takes=f.VisaForm,
          unless=[o.visa_not_awaited], tells=[notices.visa_asked, notices.decision_to_sign])
    def give_visa(self, attempt: Any, reason: str) -> None:
        visas.answer(self, attempt, V.GIVEN, reason)

    @Step(S.DECISION_PROPOSED, None, by=[roles.VISOR], label=_("Refuser mon visa"), takes=f.RefuseVisaForm, risky=True,
          unless=[o.visa_not_awaited], tells=[notices.visa_refused])
    def refuse_visa(self, attempt: Any, reason: str) -> None:
        visas.answer(self, attempt, V.REFUSED, reason)

    @Step(S.DECISION_PROPOSED, None, by=[roles.SIGNATORY], label=_("Signer en premier"), takes=f.SignForm,
          when=cosigning.first_awaited, unless=[*SIGNABLE, o.envelope_short], tells=[notices.decision_to_sign])
    def sign_first(self, attempt: Any, consent: bool) -> None:
        self.decision.sign_first(self, attempt)

    @Step(S.DECISION_PROPOSED, S.AWARDED, by=[roles.SIGNATORY], label=_("Signer l’attribution"),             # G10
          takes=f.SignForm, when=proposes(K.AWARD),
          unless=[*SIGNABLE, o.envelope_short, o.state_aid_unchecked], then=[open_agreement],
          tells=[notices.awarded, notices.awarded_internal], issues=[papers.award, papers.de_minimis])
    def award(self, attempt: Any, consent: bool) -> None:
        self.decision.sign(self, attempt)

    @Step(S.DECISION_PROPOSED, S.RESERVE_LIST, by=[roles.SIGNATORY], label=_("Signer l’inscription"),        # G11
          takes=f.SignForm, when=proposes(K.RESERVE), unless=SIGNABLE,
          tells=[notices.reserve_listed], issues=[papers.reserve])
    def reserve(self, attempt: Any, consent: bool) -> None:
        """Decided: should credits come free months later, the clock must not find the old day of silence."""
        self.decision.sign(self, attempt)
        self.silence_on = None

    @Step(S.DECISION_PROPOSED, S.REJECTED, by=[roles.SIGNATORY], label=_("Signer le refus"),                 # G13
          takes=f.SignForm, when=proposes(K.REJECTION), unless=SIGNABLE,
          tells=[notices.rejected], issues=[papers.rejection])
    def reject(self, attempt: Any, consent: bool) -> None:
        self.decision.sign(self, attempt)

    @Step(S.DECISION_PROPOSED, S.INELIGIBLE, by=[roles.SIGNATORY], label=_("Signer l’irrecevabilité"),       # G5
          takes=f.SignForm, when=proposes(K.INELIGIBILITY), unless=SIGNABLE,
          tells=[notices.found_ineligible], issues=[papers.ineligibility])
    def declare_ineligible(self, attempt: Any, consent: bool) -> None:
        self.decision.sign(self, attempt)

    @Step(PENDING, S.IMPLICITLY_REJECTED, by=[roles.BY_CLOCK], label=_("Constater le silence"),              # G14
          due="silent", tells=[notices.implicitly_rejected])
    def fall_silent(self, attempt: Any) -> None:
        self.drop_project(attempt)

    resume = Step(S.IMPLICITLY_REJECTED, S.UNDER_DUE_DILIGENCE, by=[roles.OFFICER], label=_("Reprendre l’étude"),
                  risky=True, when=reached(S.UNDER_DUE_DILIGENCE), unless=[o.resume_window_over],            # G15
                  tells=[notices.resumed])(ApplicationCourse.take_up_again)
    resume_review = Step(S.IMPLICITLY_REJECTED, S.ELIGIBLE, by=[roles.OFFICER], label=_("Reprendre l’étude"),
                         risky=True, when=reached(S.ELIGIBLE), unless=[o.resume_window_over],
                         tells=[notices.resumed])(ApplicationCourse.take_up_again)
    resume_check = Step(S.IMPLICITLY_REJECTED, S.SUBMITTED, by=[roles.OFFICER], label=_("Reprendre l’étude"),
                        risky=True, when=reached(S.SUBMITTED), unless=[o.resume_window_over],
                        tells=[notices.resumed])(ApplicationCourse.take_up_again)
    lapse = Step(S.INCOMPLETE, S.LAPSED, by=[roles.BY_CLOCK], label=_("Constater la caducité"),              # G21
                 due="unanswered", tells=[notices.lapsed])
    @Step(BEFORE_DECISION, S.WITHDRAWN, by=[roles.BINDER], label=_("Retirer ma demande"), risky=True,        # G25
          unless=[o.power_unproven_once_filed], tells=[notices.withdrawn],
          explains=_("Votre demande prend fin. Pour revenir, il faudra déposer un autre dossier."))
    def withdraw(self, attempt: Any) -> None:
        self.drop_project(attempt)

    # After the decision: an appeal against it, and the withdrawal of an award. Each has its own machine.

    @Step(DECIDED, None, by=[roles.HOLDER, roles.BINDER], label=_("Former un recours gracieux"), takes=c.AppealForm,
          quiet=True, unless=[o.appeal_made, o.nothing_to_appeal],
          tells=[notices.appeal_received, notices.appeal_to_answer],
          issues=[papers.appeal_receipt])
    def lodge_appeal(self, attempt: Any, **said: Any) -> None:
        contesting.lodge(self, attempt, **said)

    reopen = Step((S.AWARDED, S.RESERVE_LIST, *REFUSED), S.UNDER_DUE_DILIGENCE, by=[roles.BY_SYSTEM],
                  label=_("Rouvrir le dossier après recours"),
                  when=reached(S.UNDER_DUE_DILIGENCE, S.RESERVE_LIST))(ApplicationCourse.ask_again)
    reopen_review = Step(REFUSED, S.ELIGIBLE, by=[roles.BY_SYSTEM], label=_("Rouvrir le dossier après recours"),
                         when=reached(S.ELIGIBLE))(ApplicationCourse.ask_again)
    reopen_check = Step(REFUSED, S.SUBMITTED, by=[roles.BY_SYSTEM], label=_("Rouvrir le dossier après recours"),
                        when=reached(S.SUBMITTED))(ApplicationCourse.ask_again)

    @Step(S.AWARDED, None, by=[roles.OFFICER], label=_("Ouvrir une procédure de retrait"), takes=c.OpenForm,  # G22
          quiet=True, unless=[o.nothing_awarded, o.withdrawal_open, o.agreement_unsettled],
          tells=[notices.withdrawal_opened], issues=[papers.observations])
    def open_withdrawal(self, attempt: Any, **facts: Any) -> None:
        contesting.open_withdrawal(self, attempt, **facts)

    withdraw_award = Step(S.AWARDED, S.WITHDRAWN_AWARD, by=[roles.BY_SYSTEM], label=_("Retirer l’aide"))      # G23
    restore_award = Step(S.WITHDRAWN_AWARD, S.AWARDED, by=[roles.BY_SYSTEM], label=_("Rétablir l’aide"))
    # fmt: on


__all__ = ["ASSESSED", "BEFORE_DECISION", "PENDING", "Application", "ApplicationState"]
