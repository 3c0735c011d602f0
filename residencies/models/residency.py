"""How a residency moves, from a proposed pair to its closing. Rows R5 to R16 of the domain, named beside each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from funding.by_two import by_two
from workflows import clock
from workflows.steps import Step

from .. import done, money, notices, obstacles, papers, roles
from ..follow_ups import open_follow_ups, open_instalments, settle_instalments
from ..forms import agreement as a
from ..forms import presentation as p
from ..forms import stay as s
from .residency_record import ResidencyRecord
from .residency_states import BEFORE_PRESENTED, PREPARED, SIGNED, UNANSWERED, ResidencyQuerySet, ResidencyState

S = ResidencyState
STAYING = (S.PRE_VISITED, S.IMMERSION, S.INTERVAL)
BY_SIDES = [roles.HOST, roles.HOST_BINDER, roles.TEAM, roles.TEAM_BINDER]
TEAMS, HOSTS = [roles.TEAM, roles.TEAM_BINDER], [roles.HOST, roles.HOST_BINDER]


def unsigned(side: str) -> Any:
    return lambda residency: getattr(residency, f"{side}_signed_at") is None


def unevaluated(side: str) -> Any:
    return lambda residency: not residency.evaluations.filter(side=side).exists()


class Residency(ResidencyRecord):
    objects = ResidencyQuerySet.as_manager()

    class Meta(ResidencyRecord.Meta):
        abstract = False

    DONE = done.RESIDENCY

    # fmt: off
    @Step(S.DRAFTED, S.MATCH_PROPOSED, by=[roles.MANAGER, roles.BY_SYSTEM], label=_("Proposer la paire"),     # R5
          unless=[obstacles.pair_impossible], tells=[notices.match_proposed], issues=[papers.match_sheet],
          explains=_("Chaque partie reçoit sa fiche d’appariement et a quelques jours pour répondre."))
    def propose(self, attempt: Any) -> None:
        from .. import pairing

        self.answer_due_on = pairing.answer_day(self, attempt)
        self.reasons = pairing.reasons_of(self)

    accept_as_host = Step(S.MATCH_PROPOSED, S.ACCEPTED_BY_HOST, by=[roles.HOST_BINDER], takes=a.AcceptForm,   # R6
                          label=_("Accepter cette équipe"), unless=[obstacles.answer_late],
                          tells=[notices.match_accepted])
    accept_as_team = Step(S.MATCH_PROPOSED, S.ACCEPTED_BY_TEAM, by=[roles.TEAM_BINDER], takes=a.AcceptForm,
                          label=_("Accepter ce territoire"), unless=[obstacles.answer_late],
                          tells=[notices.match_accepted])

    @Step(S.ACCEPTED_BY_TEAM, S.MATCHED, by=[roles.HOST_BINDER], label=_("Accepter cette équipe"),
          takes=a.AcceptForm, unless=[obstacles.answer_late], tells=[notices.matched])
    def accept_last_as_host(self, attempt: Any, consent: bool) -> None:
        self.matched_at = attempt.at

    @Step(S.ACCEPTED_BY_HOST, S.MATCHED, by=[roles.TEAM_BINDER], label=_("Accepter ce territoire"),
          takes=a.AcceptForm, unless=[obstacles.answer_late], tells=[notices.matched])
    def accept_last_as_team(self, attempt: Any, consent: bool) -> None:
        self.matched_at = attempt.at

    @Step(UNANSWERED, S.MATCH_REFUSED, by=[roles.HOST_BINDER, roles.TEAM_BINDER], risky=True,                 # R7
          label=_("Refuser cet appariement"), takes=s.ReasonForm, tells=[notices.match_refused],
          explains=_("Vous redevenez libre pour une autre paire, si la session en propose une."))
    def refuse_match(self, attempt: Any, reason: str) -> None:
        self.reasons = self.reasons | {"refused": reason}

    expire = Step(UNANSWERED, S.MATCH_REFUSED, by=[roles.BY_CLOCK], label=_("Constater le délai passé"),
                  due="unanswered", tells=[notices.match_expired])

    # Weeks, insurance, lodging: from the match to the presentation.

    @Step((*PREPARED, S.AGREEMENT_SIGNED, *STAYING), None, by=[*TEAMS, *roles.PROGRAMME], quiet=True,
          label=_("Placer une semaine"), takes=s.WeekForm, unless=[obstacles.cancellation_open],
          tells=[notices.week_planned])
    def plan_week(self, attempt: Any, starts_on: Any, ends_on: Any) -> None:
        self.weeks.create(starts_on=starts_on, ends_on=ends_on, team_lead=self.team.lead, host_lead=self.host.lead)

    @Step((*PREPARED, S.AGREEMENT_SIGNED, *STAYING), None, by=[*TEAMS, *roles.PROGRAMME], quiet=True, risky=True,
          label=_("Retirer une semaine"), takes=s.DropWeekForm, tells=[notices.week_planned])
    def drop_week(self, attempt: Any, week: Any) -> None:
        week.drop()

    @Step((*PREPARED, *SIGNED), None, by=BY_SIDES, label=_("Déposer une attestation d’assurance"), quiet=True,
          takes=s.CertificateForm)
    def file_certificate(self, attempt: Any, file: Any = None, **facts: Any) -> None:
        facts |= {"side": self.side_of(attempt.by), "document": self.keep(file, attempt.by, "insurance")}
        self.certificates.create(filed_by=attempt.by, filed_at=attempt.at, **facts)

    @Step((*PREPARED, *SIGNED), None, by=HOSTS, label=_("Confirmer le logement"), takes=s.LodgingForm, quiet=True,
          tells=[notices.lodging_confirmed])
    def confirm_lodging(self, attempt: Any, lodging: str) -> None:
        self.lodging, self.lodging_confirmed_at = lodging, attempt.at

    # The agreement, with three signatures.

    @Step(S.MATCHED, S.AGREEMENT_DRAFTED, by=[*roles.PROGRAMME], label=_("Rédiger la convention"),            # R8
          takes=a.AgreementForm, unless=[obstacles.weeks_missing], tells=[notices.agreement_to_sign])
    def draft_agreement(self, attempt: Any, **terms: Any) -> None:
        self.__dict__.update(terms, stipend=self.round.stipend)

    @Step(S.AGREEMENT_DRAFTED, S.MATCHED, by=[*roles.PROGRAMME], label=_("Reprendre la convention"), risky=True,
          explains=_("Les signatures déjà données ne comptent plus. Vous pourrez la proposer de nouveau."),
          tells=[notices.agreement_taken_back])
    def take_back(self, attempt: Any) -> None:
        self.host_signed_at = self.host_signed_by = self.team_signed_at = self.team_signed_by = None

    @Step(S.AGREEMENT_DRAFTED, None, by=[roles.HOST_BINDER], label=_("Signer la convention pour l’hôte"),
          takes=a.PartySignForm, when=unsigned("host"), unless=[obstacles.power_unproven],
          tells=[notices.agreement_signed_by_party])
    def sign_as_host(self, attempt: Any, quality: str, consent: bool) -> None:
        self.host_signed_at, self.host_signed_by, self.host_quality = attempt.at, attempt.by, quality

    @Step(S.AGREEMENT_DRAFTED, None, by=[roles.TEAM_BINDER], label=_("Signer la convention pour l’équipe"),
          takes=a.PartySignForm, when=unsigned("team"), unless=[obstacles.power_unproven],
          tells=[notices.agreement_signed_by_party])
    def sign_as_team(self, attempt: Any, quality: str, consent: bool) -> None:
        self.team_signed_at, self.team_signed_by, self.team_quality = attempt.at, attempt.by, quality

    @Step(S.AGREEMENT_DRAFTED, S.AGREEMENT_SIGNED, by=[roles.SIGNATORY], takes=a.SignForm,
          label=_("Signer la convention au nom de l’autorité"),
          unless=[obstacles.parties_unsigned, obstacles.insurance_lacking, obstacles.mandate_too_low,
                  obstacles.envelope_short, obstacles.cancellation_open],
          tells=[notices.agreement_signed], issues=[papers.agreement], then=[open_instalments])
    def sign_agreement(self, attempt: Any, consent: bool) -> None:
        self.signed_at, self.signed_by = attempt.at, attempt.by
        self.mandate = self.team.signing_mandate(attempt.by)
        money.sign(self)

    # The stay.

    @Step(S.AGREEMENT_SIGNED, S.PRE_VISITED, by=TEAMS, label=_("Rendre compte de la prévisite"),              # R9
          takes=s.PreVisitForm, tells=[notices.pre_visited], issues=[papers.pre_visit])
    def visit(self, attempt: Any, visited_on: Any, visit_report: str) -> None:
        self.visited_on, self.visit_report = visited_on, visit_report

    @Step((S.PRE_VISITED, S.INTERVAL), S.IMMERSION, by=TEAMS, label=_("Commencer la semaine"),               # R10
          unless=[obstacles.week_not_begun, obstacles.insurance_lacking, obstacles.lodging_unconfirmed,
                  obstacles.cancellation_open],
          tells=[notices.week_started], issues=[papers.mission_order])
    def start_week(self, attempt: Any) -> None:
        self.weeks.filter(pk=self.next_week().pk).update(started_at=attempt.at)

    @Step(S.IMMERSION, S.INTERVAL, by=TEAMS, label=_("Clore la semaine"),                                     # R11
          unless=[obstacles.week_not_over, obstacles.journal_silent],
          tells=[notices.week_closed], issues=[papers.week_journal])
    def close_week(self, attempt: Any) -> None:
        self.weeks.filter(pk=self.next_week().pk).update(closed_at=attempt.at)

    @Step((*STAYING, S.INTERRUPTED, S.PRESENTATION_SCHEDULED), None, by=TEAMS, label=_("Déposer une production"),
          takes=p.DeliverableForm, quiet=True)
    def deliver(self, attempt: Any, file: Any = None, **facts: Any) -> None:
        document = self.keep(file, attempt.by, "deliverable")
        self.deliverables.create(filed_by=attempt.by, filed_at=attempt.at, document=document, **facts)

    @Step(S.INTERVAL, S.PRESENTATION_SCHEDULED, by=TEAMS, label=_("Annoncer la restitution"),                 # R12
          takes=p.ScheduleForm, unless=[obstacles.weeks_open, obstacles.cancellation_open],
          tells=[notices.presentation_announced], issues=[papers.invitation])
    def schedule_presentation(self, attempt: Any, presentation_at: Any, presentation_place: str) -> None:
        self.presentation_at, self.presentation_place = presentation_at, presentation_place

    @Step(S.PRESENTATION_SCHEDULED, None, by=TEAMS, label=_("Déplacer la restitution"), takes=p.ScheduleForm,
          quiet=True, tells=[notices.presentation_announced], issues=[papers.invitation])
    def move_presentation(self, attempt: Any, presentation_at: Any, presentation_place: str) -> None:
        self.presentation_at, self.presentation_place = presentation_at, presentation_place

    @Step(S.PRESENTATION_SCHEDULED, None, by=TEAMS, label=_("Rendre compte de la restitution"), takes=p.ReportForm,
          unless=[obstacles.presentation_ahead, obstacles.deliverables_missing],
          tells=[notices.presentation_reported])
    def report_presentation(self, attempt: Any, attendance: int, presentation_account: str) -> None:
        self.attendance, self.presentation_account = attendance, presentation_account

    @Step(S.PRESENTATION_SCHEDULED, S.PRESENTED, by=[roles.HOST_BINDER], takes=p.CountersignForm,             # R13
          label=_("Contresigner la restitution"), unless=[obstacles.presentation_unreported],
          tells=[notices.presented], issues=[papers.booklet, papers.presentation_minutes])
    def countersign(self, attempt: Any, consent: bool) -> None:
        self.presented_at, self.presented_by = attempt.at, attempt.by

    @Step((S.PRESENTED, S.EVALUATION), S.EVALUATION, by=HOSTS, label=_("Évaluer la résidence (hôte)"),        # R14
          takes=p.EvaluationForm, when=unevaluated("host"), tells=[notices.evaluated])
    def evaluate_as_host(self, attempt: Any, **said: Any) -> None:
        self.evaluations.create(side="host", by=attempt.by, at=attempt.at, **said)

    @Step((S.PRESENTED, S.EVALUATION), S.EVALUATION, by=TEAMS, label=_("Évaluer la résidence (équipe)"),
          takes=p.EvaluationForm, when=unevaluated("team"), tells=[notices.evaluated])
    def evaluate_as_team(self, attempt: Any, **said: Any) -> None:
        self.evaluations.create(side="team", by=attempt.by, at=attempt.at, **said)

    @Step(S.EVALUATION, S.CLOSED, by=[*roles.PROGRAMME], label=_("Clore la résidence"), takes=p.CloseForm,
          unless=[obstacles.evaluations_missing, obstacles.instalments_open],
          tells=[notices.closed], issues=[papers.summary], then=[open_follow_ups])
    def close(self, attempt: Any, **checked: Any) -> None:
        self.closed_on = clock.paris_day(attempt.at)

    # What goes wrong.

    @Step((S.IMMERSION, S.INTERVAL), S.INTERRUPTED, by=[*roles.PROGRAMME], label=_("Interrompre le séjour"),  # R15
          takes=s.IncidentForm, risky=True, tells=[notices.interrupted], issues=[papers.incident])
    def interrupt(self, attempt: Any, **facts: Any) -> None:
        self.incidents.create(logged_by=attempt.by, logged_at=attempt.at, **facts)

    resume_week = Step(S.INTERRUPTED, S.IMMERSION, by=[*roles.PROGRAMME], label=_("Reprendre la semaine"),
                       when=lambda r: r.next_week() is not None and r.next_week().started_at is not None,
                       unless=[obstacles.cancellation_open], tells=[notices.resumed])
    resume = Step(S.INTERRUPTED, S.INTERVAL, by=[*roles.PROGRAMME], label=_("Reprendre le séjour"),
                  when=lambda r: r.next_week() is None or r.next_week().started_at is None,
                  unless=[obstacles.cancellation_open], tells=[notices.resumed])

    @Step((*PREPARED, *SIGNED), None, by=[*roles.PROGRAMME], label=_("Engager l’annulation"), risky=True,
          takes=s.CancellationForm, unless=[obstacles.cancellation_open], tells=[notices.cancellation_envisaged],
          issues=[papers.observations],
          explains=_("L’hôte et l’équipe sont invités à présenter leurs observations avant toute décision."))
    def envisage_cancellation(self, attempt: Any, reason: str, answer_on: Any) -> None:
        self.unsay()
        self.cancel_reason, self.cancel_answer_on = reason, answer_on
        self.host_observed = self.team_observed = ""

    @Step((*PREPARED, *SIGNED), None, by=[roles.HOST_BINDER, roles.TEAM_BINDER], takes=s.ObservationForm,
          label=_("Présenter mes observations"), when=lambda r: r.cancel_answer_on is not None,
          tells=[notices.observed])
    def observe(self, attempt: Any, text: str) -> None:
        """Until the decision: whoever signed first had not read it."""
        self.unsay()
        setattr(self, f"{self.side_of(attempt.by)}_observed", text)

    @Step((*PREPARED, *SIGNED), None, by=[*roles.PROGRAMME], label=_("Renoncer à l’annulation"),
          when=lambda r: r.cancel_answer_on is not None, tells=[notices.cancellation_dropped])
    def drop_cancellation(self, attempt: Any) -> None:
        self.unsay()
        self.cancel_reason, self.cancel_answer_on = "", None

    @Step((*PREPARED, *SIGNED), S.CANCELLED, by=[roles.SIGNATORY], label=_("Signer l’annulation"),            # R16
          takes=a.SignForm, risky=True, when=lambda r: r.cancel_answer_on is not None,
          unless=[obstacles.period_running, obstacles.mandate_too_low_to_cancel, obstacles.payment_under_way,
                  obstacles.settled_otherwise],
          tells=[notices.cancelled], issues=[papers.cancellation, papers.recovery], then=[settle_instalments])
    def cancel(self, attempt: Any, consent: bool) -> None:
        done = self.settlement()
        self.cancelled_at, self.earned, self.to_repay = attempt.at, done.earned, done.to_repay
        money.cancel(self)

    sign_first_cancellation, send_back_cancellation, cancel = by_two(
        cancel, of=lambda residency: residency, first=_("Signer l’annulation en premier"),
        back=_("Renvoyer le projet d’annulation"),
        asks=notices.second_signature, drops=notices.first_signature_dropped)

    @Step(S.CANCELLED, None, by=[roles.FINANCE], label=_("Enregistrer le reversement"), takes=s.RepaymentForm,
          when=lambda r: r.to_repay > 0 and r.repaid_on is None)
    def record_repayment(self, attempt: Any, repaid_on: Any, reference: str) -> None:
        self.repaid_on, self.repayment = repaid_on, reference
        money.come_back(self)
    # fmt: on


__all__ = ["BEFORE_PRESENTED", "Residency", "ResidencyState"]
