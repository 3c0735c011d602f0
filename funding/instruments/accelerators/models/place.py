"""The tail of an admission: offered, accepted, a charter, the programme with its milestones, and what comes after.

A cohort's capacity is taken when a place is made and given back when it ends early; both under the cohort's lock.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funding import obstacles as core
from funding.by_two import by_two
from workflows import clock
from workflows.steps import Step

from .. import aid, done, follow_ups, notices, papers, roles, rules
from .. import obstacles as o
from ..forms import place as f
from .cohort import Cohort
from .hearing import Hearing
from .place_record import ACCOMPANIED, BEFORE_CHARTER, DONE, HOLDING, WORKING, PlaceQuerySet, PlaceRecord, PlaceState
from .recruitment import Recruitment

S = PlaceState
RUNNERS = (roles.TEAM, roles.HEAD, roles.COACH)


def holder_unsigned(place: Any) -> bool:
    return place.holder_signed_at is None


class Place(PlaceRecord):
    objects = PlaceQuerySet.as_manager()

    class Meta(PlaceRecord.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state__in=HOLDING), name="one_place_per_file",
                violation_error_message=_("Ce projet a déjà une place."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*ACCOMPANIED, *DONE])
                | Q(signed_at__isnull=False, holder_signed_at__isnull=False, coach__isnull=False),
                name="place_in_programme_signed_by_both",
                violation_error_message=_("Un projet accompagné a un accompagnateur et une charte signée des deux."),
            ),
            models.CheckConstraint(
                condition=~Q(state="paused") | Q(paused_on__isnull=False, paused_until__isnull=False),
                name="pause_has_an_end", violation_error_message=_("Une pause a un début et une fin."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DONE) | Q(graduated_on__isnull=False) & ~Q(outcome=""),
                name="graduated_with_an_outcome",
                violation_error_message=_("Un programme terminé a une date et une issue."),
            ),
        ]  # fmt: skip

    DONE = done.PLACE

    # fmt: off
    @Step(S.PREPARED, S.OFFERED, by=[roles.BY_SYSTEM], label=_("Proposer la place"), tells=[notices.place_offered])
    def offer(self, attempt: Any) -> None:
        self.offered_on = clock.paris_day(attempt.at)
        self.answer_by = rules.answer_by(self.offered_on, days=Recruitment.of(self.application.call).accept_days)

    @Step(S.OFFERED, S.ONBOARDING, by=[roles.HOLDER, roles.BINDER], label=_("Accepter la place"),
          unless=[o.offer_over], tells=[notices.place_accepted])
    def accept(self, attempt: Any) -> None:
        self.accepted_at = attempt.at
        self.copy_milestones()

    @Step(S.OFFERED, S.DECLINED, by=[roles.BINDER], label=_("Refuser la place"), takes=f.ReasonForm, risky=True,
          tells=[notices.place_declined], then=[follow_ups.offer_next],
          explains=_("La place va au projet suivant de la liste complémentaire."))
    def decline(self, attempt: Any, reason: str) -> None:
        self.leave_seat(reason)

    @Step(S.OFFERED, None, by=[roles.BY_CLOCK], label=_("Rappeler l’offre"), due="soon_unanswered",
          tells=[notices.place_reminder])
    def remind(self, attempt: Any) -> None:
        self.reminded_on = clock.paris_day(attempt.at)

    @Step(S.OFFERED, S.LAPSED, by=[roles.BY_CLOCK], label=_("Constater l’absence de réponse"), due="unanswered",
          tells=[notices.place_lapsed], then=[follow_ups.offer_next])
    def lapse(self, attempt: Any) -> None:
        self.leave_seat("")

    @Step(BEFORE_CHARTER, S.LAPSED, by=[roles.BY_SYSTEM], label=_("Reprendre la place"), then=[follow_ups.offer_next])
    def give_back(self, attempt: Any) -> None:
        """Its file ended before the charter: refused in the end, or withdrawn by its holder."""
        self.leave_seat("")

    # --- A9, the charter

    @Step(S.ONBOARDING, None, by=[roles.TEAM, roles.HEAD], label=_("Préparer la charte"), takes=f.CharterForm,
          when=holder_unsigned, tells=[notices.charter_ready])
    def prepare_charter(self, attempt: Any, **terms: Any) -> None:
        self.__dict__.update({name: value for name, value in terms.items() if name != "coach"})
        self.coach, self.aid_check = terms["coach"], None  # another value is checked anew

    @Step(S.ONBOARDING, None, by=[roles.OFFICER], label=_("Contrôler l’aide en nature"), takes=f.AidForm,
          unless=[o.charter_unprepared], when=lambda place: place.is_economic,
          explains=_("L’accompagnement offert à une entreprise compte dans ses aides de minimis, au prix du marché."))
    def check_aid(self, attempt: Any, **given: Any) -> None:
        self.aid_check = aid.keep_check(self, attempt.by, given)

    @Step(S.ONBOARDING, None, by=[roles.BINDER], label=_("Signer la charte"), takes=f.SignForm, when=holder_unsigned,
          unless=[core.power_unproven, o.not_admitted, o.charter_unprepared],
          tells=[notices.charter_signed_by_holder])
    def sign_charter(self, attempt: Any, quality: str, consent: bool) -> None:
        self.holder_signed_at, self.holder_signed_by, self.holder_quality = attempt.at, attempt.by, quality

    @Step(S.ONBOARDING, None, by=[roles.TEAM, roles.HEAD], label=_("Reprendre la charte"), risky=True,
          when=lambda place: not holder_unsigned(place), tells=[notices.charter_taken_back],
          explains=_("La signature du porteur tombe : il signera la nouvelle version."))
    def take_back_charter(self, attempt: Any) -> None:
        self.holder_signed_at, self.holder_signed_by, self.holder_quality = None, None, ""

    @Step(S.ONBOARDING, S.IN_PROGRAMME, by=[roles.HEAD], label=_("Signer la charte pour l’accélérateur"),
          takes=f.CountersignForm,
          unless=[o.head_unproven, o.holder_has_not_signed, o.not_admitted, o.aid_unchecked],
          tells=[notices.charter_in_force], issues=[papers.charter])
    def countersign(self, attempt: Any, consent: bool) -> None:
        self.signed_at, self.signed_by = attempt.at, attempt.by
        self.copy_milestones()
        aid.enter(self, attempt.at)

    # --- A10, the programme. A milestone that is filed, or judged, moves the place through these two.

    open_review = Step(S.IN_PROGRAMME, S.MILESTONE_REVIEW, by=[roles.BY_SYSTEM], label=_("Ouvrir l’examen d’un jalon"))
    end_review = Step(S.MILESTONE_REVIEW, S.IN_PROGRAMME, by=[roles.BY_SYSTEM], label=_("Finir l’examen d’un jalon"))

    @Step(WORKING, None, by=RUNNERS, label=_("Ajouter un jalon"), takes=f.MilestoneForm,
          tells=[notices.milestone_added])
    def add_milestone(self, attempt: Any, **facts: Any) -> None:
        self.milestones.create(**facts)

    @Step(ACCOMPANIED, None, by=RUNNERS, label=_("Noter un accompagnement"), takes=f.SupportForm)
    def log_support(self, attempt: Any, **facts: Any) -> None:
        self.supports.create(logged_by=attempt.by, price=self.hour_price, **facts)

    # --- A11, out only after it was heard

    @Step(WORKING, S.HEARING, by=[roles.HEAD], label=_("Engager une procédure de sortie"), takes=f.GrievancesForm,
          risky=True, unless=[o.head_unproven, o.no_ground_to_leave],
          tells=[notices.hearing_opened], issues=[papers.grievances],
          explains=_("Le porteur lit les griefs et a quinze jours au moins pour répondre. Rien n’est décidé avant."))
    def open_hearing(self, attempt: Any, **said: Any) -> None:
        Hearing.objects.create(place=self, opened_at=attempt.at, opened_by=attempt.by, **said)

    @Step(S.HEARING, None, by=[roles.HOLDER, roles.BINDER], label=_("Présenter mes observations"), takes=f.AnswerForm,
          tells=[notices.hearing_answered])
    def answer_hearing(self, attempt: Any, answer: str) -> None:
        self.hearing.answered(answer, attempt)

    @Step(S.HEARING, S.IN_PROGRAMME, by=[roles.HEAD, roles.SIGNATORY], label=_("Classer la procédure"),
          takes=f.ReasonForm, tells=[notices.hearing_dropped], then=[follow_ups.look_at_milestones])
    def drop_hearing(self, attempt: Any, reason: str) -> None:
        self.hearing.dropped(reason, attempt)

    @Step(S.HEARING, S.EXCLUDED, by=[roles.SIGNATORY], label=_("Prononcer la sortie"), takes=f.ExcludeForm, risky=True,
          unless=[o.hearing_running, o.opener_excludes, o.mandate_missing], tells=[notices.excluded],
          issues=[papers.exit_decision], then=[follow_ups.offer_next])
    def exclude(self, attempt: Any, reasons: str, why_not_followed: str, consent: bool) -> None:
        self.hearing.decided(reasons, why_not_followed, attempt)
        self.leave_seat(reasons)

    sign_first_exclusion, send_back_exclusion, exclude = by_two(
        exclude, of=lambda place: place.hearing, first=_("Signer la sortie en premier"),
        back=_("Renvoyer le projet de sortie"))

    # --- A12, the pause

    @Step(S.IN_PROGRAMME, S.PAUSED, by=[roles.TEAM, roles.HEAD], label=_("Mettre en pause"), takes=f.PauseForm,
          unless=[o.pause_used_up], tells=[notices.paused], issues=[papers.pause])
    def pause(self, attempt: Any, until: date, reason: str) -> None:
        self.paused_on, self.paused_until, self.paused_why = clock.paris_day(attempt.at), until, reason

    @Step(S.PAUSED, S.IN_PROGRAMME, by=[roles.TEAM, roles.HEAD, roles.HOLDER, roles.BINDER],
          label=_("Reprendre le programme"), tells=[notices.resumed])
    def resume(self, attempt: Any) -> None:
        self.end_pause_on(clock.paris_day(attempt.at))

    @Step(S.PAUSED, S.IN_PROGRAMME, by=[roles.BY_CLOCK], label=_("Finir la pause"), due="pause_over",
          tells=[notices.resumed])
    def end_pause(self, attempt: Any) -> None:
        self.end_pause_on(self.paused_until)

    # --- A13, the demo day and the end

    @Step((*WORKING, S.DEMO_DAY), None, by=[roles.HOLDER, roles.BINDER], label=_("Présenter le projet au public"),
          takes=f.PitchForm, explains=_("Rien n’est publié sans votre accord, que vous pouvez retirer."))
    def write_pitch(self, attempt: Any, pitch: str, shown_publicly: bool) -> None:
        self.pitch, self.shown_publicly = pitch, shown_publicly

    @Step(S.IN_PROGRAMME, S.DEMO_DAY, by=[roles.TEAM, roles.HEAD], label=_("Inscrire à la journée de démonstration"),
          takes=f.StageForm, unless=[o.demo_day_unset, o.milestones_open], tells=[notices.on_stage])
    def enrol(self, attempt: Any, pitched_at: Any) -> None:
        self.pitched_at = pitched_at

    @Step(S.DEMO_DAY, S.GRADUATED, by=[roles.HEAD], label=_("Délivrer l’attestation"), takes=f.GraduateForm,
          unless=[o.head_unproven, o.demo_day_to_come], tells=[notices.graduated], issues=[papers.certificate])
    def graduate(self, attempt: Any, outcome: str, outcome_note: str) -> None:
        self.outcome, self.outcome_note = outcome, outcome_note
        self.graduated_on = clock.paris_day(attempt.at)

    # --- A14

    become_alumni = Step(S.GRADUATED, S.ALUMNI, by=[roles.BY_CLOCK], label=_("Passer parmi les anciens"),
                         due="long_graduated", tells=[notices.alumni], then=[follow_ups.plan_surveys])

    @Step((S.ONBOARDING, *WORKING, S.PAUSED, S.DEMO_DAY), S.LEFT, by=[roles.BINDER], label=_("Quitter le programme"),
          takes=f.ReasonForm, risky=True, tells=[notices.left], then=[follow_ups.offer_next],
          explains=_("Votre place est libérée. Vous ne pourrez pas revenir dans cette promotion."))
    def leave(self, attempt: Any, reason: str) -> None:
        self.leave_seat(reason)
    # fmt: on

    def leave_seat(self, reason: str) -> None:
        self.left_why, self.shown_publicly = reason, False
        Cohort.free(self.cohort_id)

    def end_pause_on(self, day: Any) -> None:
        """The days count whole; a milestone that fell in the pause is put off by as much."""
        days = max(0, (day - self.paused_on).days)
        self.paused_days += days
        for milestone in self.milestones.awaited().filter(due_on__gte=self.paused_on):
            milestone.put_off_by(days)
        self.paused_on = self.paused_until = None


__all__ = ["Place"]
