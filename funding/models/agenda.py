"""A file on the agenda: the rapporteur's sheet, what is put to the vote, what the committee says of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workflows.actors import BY_SYSTEM
from workflows.models import StateField, Stateful, StatefulQuerySet
from workflows.steps import Step

from .. import conflicts, done, roles, voting
from .. import obstacles as o
from ..forms import agenda as f
from . import columns
from .application_record import ApplicationState
from .seat import Seat


class AgendaQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        """What its session shows, but the files that a link keeps from this person."""
        from .committee import CommitteeSession

        sessions = CommitteeSession.objects.visible_to(user).values("pk")
        return self.filter(session__in=sessions).filter(conflicts.not_barred(user, "application"))

    def waiting(self) -> Self:
        return self.filter(state=AgendaItem.S.WAITING)

    def voting(self) -> Self:
        return self.filter(state=AgendaItem.S.VOTING)

    def undecided(self) -> Self:
        return self.filter(outcome="")

    def retained(self) -> Self:
        return self.filter(outcome__in=AgendaItem.FUNDED)

    def settled(self) -> Self:
        """Said in a session that is closed: decisions are drawn up from these rows."""
        return self.filter(session__state__in=("closed", "signed"))


class AgendaItem(Stateful):
    class S(models.TextChoices):
        WAITING = "waiting", _("À examiner")
        VOTING = "voting", _("Vote en cours")
        HEARD = "heard", _("Examiné")

    class Outcome(models.TextChoices):
        FAVOURABLE = "favourable", _("Favorable")
        CONDITIONAL = "conditional", _("Favorable sous conditions")
        RESERVE = "reserve", _("Liste complémentaire")
        UNFAVOURABLE = "unfavourable", _("Défavorable")
        ADJOURNED = "adjourned", _("Ajourné")

    FUNDED = (Outcome.FAVOURABLE, Outcome.CONDITIONAL)
    DELIBERABLE = (ApplicationState.UNDER_DUE_DILIGENCE,)

    state = StateField(_("état"), choices=S, default=S.WAITING)
    session = models.ForeignKey("funding.CommitteeSession", models.PROTECT, related_name="items")
    application = models.ForeignKey("funding.Application", models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField(_("point"))
    rapporteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("rapporteur")
    )
    opinion = models.TextField(_("avis du rapporteur"), blank=True)
    proposed = columns.amount(_("montant proposé"), default=Decimal(0))

    # What is put to the vote, and in which round; a new proposal is a new round.
    round = models.PositiveSmallIntegerField(default=0)
    motion = models.JSONField(default=dict, blank=True)
    # Of a secret vote only these sums exist: no row says who chose what.
    secret_for = models.PositiveSmallIntegerField(default=0)
    secret_against = models.PositiveSmallIntegerField(default=0)
    secret_abstain = models.PositiveSmallIntegerField(default=0)
    rounds = models.JSONField(default=list, blank=True)  # each vote that was counted, with its result

    outcome = models.CharField(_("avis"), max_length=15, choices=Outcome, blank=True)
    amount = columns.amount(_("montant retenu"), default=Decimal(0))
    conditions = models.TextField(_("conditions"), blank=True)
    note = models.TextField(_("notes"), blank=True)
    # Frozen when the session closes.
    rank = models.PositiveSmallIntegerField(_("rang"), null=True, blank=True)
    score = models.DecimalField(_("note"), max_digits=4, decimal_places=2, null=True, blank=True)
    frozen = models.JSONField(default=dict, blank=True, editable=False)

    objects = AgendaQuerySet.as_manager()
    FOLLOWS = ("session__call__programme", "application__call", "application__lead")

    class Meta:
        verbose_name = _("point de l’ordre du jour")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "application"], name="one_item_per_file_and_session"),
            models.CheckConstraint(
                condition=Q(outcome__in=["favourable", "conditional"]) | Q(amount=0),
                name="only_a_favourable_opinion_has_an_amount",
                violation_error_message=_("Seul un avis favorable porte un montant."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="conditional") | ~Q(conditions=""),
                name="conditional_opinion_has_conditions",
                violation_error_message=_("Un avis sous conditions les écrit."),
            ),
        ]

    DONE = done.AGENDA_ITEM

    # fmt: off
    report = Step(S.WAITING, None, by=[roles.RAPPORTEUR, roles.SECRETARY, roles.OFFICER, roles.MANAGER],
                  label=_("Écrire la fiche du rapporteur"), takes=f.ReportForm, unless=[o.session_over])
    recuse = Step((S.WAITING, S.VOTING), None, by=[roles.MEMBER], label=_("Me déporter"), takes=f.RecuseForm,
                  risky=True, unless=[o.session_over, o.already_voted],
                  explains=_("Vous ne verrez plus ce dossier : ni ses notes, ni le débat, ni le vote."))
    record_recusal = Step((S.WAITING, S.VOTING), None, by=[roles.CHAIR, roles.SECRETARY], takes=f.RecordRecusalForm,
                          label=_("Noter un déport"), unless=[o.session_over])
    put_to_vote = Step((S.WAITING, S.HEARD), S.VOTING, by=[roles.CHAIR, roles.SECRETARY], takes=f.MotionForm,
                       label=_("Mettre aux voix"),
                       unless=[o.session_not_open, o.file_left, o.file_quorum_missing, o.motion_not_rankable,
                               o.motion_beyond_request, o.motion_beyond_envelope])
    vote = Step(S.VOTING, None, by=[roles.MEMBER], label=_("Voter"), takes=f.BallotForm, quiet=True,
                unless=[o.session_not_open, o.voter_without_voice, o.voter_absent, o.voted_in_secret])
    close_vote = Step(S.VOTING, S.HEARD, by=[roles.CHAIR, roles.SECRETARY], label=_("Clore le vote"),
                      takes=f.CountForm, unless=[o.session_not_open, o.file_quorum_missing, o.nobody_voted,
                                                 o.tie_unbroken, o.carried_beyond_envelope])
    withdraw_motion = Step(S.VOTING, S.WAITING, by=[roles.CHAIR, roles.SECRETARY], risky=True,
                           label=_("Retirer la proposition"), unless=[o.session_not_open],
                           explains=_("Les bulletins de ce vote ne comptent plus. Une autre proposition peut suivre."))
    adjourn = Step((S.WAITING, S.VOTING), S.HEARD, by=[roles.CHAIR, roles.SECRETARY], label=_("Ajourner"),
                   takes=f.AdjournForm, risky=True, unless=[o.session_not_open])
    settle = Step(S.WAITING, S.HEARD, by=[BY_SYSTEM], label=_("Arrêter selon le classement"), takes=f.SettleForm)
    write_note = Step((S.WAITING, S.VOTING, S.HEARD), None, by=[roles.CHAIR, roles.SECRETARY], takes=f.NoteForm,
                      label=_("Écrire la note du dossier"), unless=[o.session_over])
    # fmt: on

    @report
    def report(self, attempt: Any, **sheet: Any) -> None:
        for name, value in sheet.items():
            setattr(self, name, value)

    @recuse
    def recuse(self, attempt: Any, reason: str) -> None:
        self.record(self.session.seats.get(user=attempt.by), reason, attempt)

    @record_recusal
    def record_recusal(self, attempt: Any, seat: Any, reason: str) -> None:
        self.record(seat, reason, attempt)

    @put_to_vote
    def put_to_vote(self, attempt: Any, **motion: Any) -> None:
        self.round += 1
        self.motion = motion | {"amount": str(motion["amount"])}
        self.secret_for = self.secret_against = self.secret_abstain = 0
        self.decide("", Decimal(0), "")

    @vote
    def vote(self, attempt: Any, choice: str, seat: Seat | None = None) -> None:
        voting.cast(self, attempt, choice, seat)

    @close_vote
    def close_vote(self, attempt: Any, casting: str = "") -> None:
        voting.count(self, attempt, casting)

    @withdraw_motion
    def withdraw_motion(self, attempt: Any) -> None:
        self.motion = {}

    @adjourn
    def adjourn(self, attempt: Any, reason: str) -> None:
        self.motion = {}
        self.note = f"{self.note}\n{reason}".strip()
        self.decide(self.Outcome.ADJOURNED, Decimal(0), "")

    @settle
    def settle(self, attempt: Any, outcome: str, amount: Decimal) -> None:
        self.decide(outcome, amount, "")

    @write_note
    def write_note(self, attempt: Any, note: str) -> None:
        self.note = note

    def __str__(self) -> str:
        return f"{self.position}. {self.application}"

    def get_absolute_url(self) -> str:
        return reverse("funding:committee_sheet", args=[self.session_id, self.pk])

    @property
    def handle(self) -> str:
        return f"{self.session.handle}-{self.position}"

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """The session first, always: closing it and speaking about one of its files wait for each other."""
        from .committee import CommitteeSession

        session = cls._base_manager.filter(pk=pk).values("session")
        CommitteeSession._base_manager.select_for_update(of=("self",)).get(pk__in=session)
        return super().locked(pk)

    @classmethod
    def candidates(cls, session: Any) -> Any:
        """Files of the call to deliberate on: on no other agenda, and not settled already, unless this session was
        made to deliberate again."""
        from .application import Application

        elsewhere = cls.objects.filter(session__state__in=session.LIVE)
        settled = cls.objects.settled().exclude(outcome=cls.Outcome.ADJOURNED)
        if session.reopens_id:
            settled = settled.exclude(session=session.reopens_id)
        files = Application.objects.filter(call=session.call_id, state__in=cls.DELIBERABLE)
        files = files.exclude(pk__in=elsewhere.values("application")).exclude(pk__in=settled.values("application"))
        return files.select_related("lead").order_by("reference")

    @classmethod
    def enrol(cls, session: Any, files: Any) -> None:
        last = session.items.aggregate(last=Max("position"))["last"] or 0
        for position, file in enumerate(files, start=last + 1):
            cls.objects.create(session=session, application=file, position=position, proposed=file.aid_requested)

    def record(self, seat: Seat, reason: str, attempt: Any) -> None:
        """What is said in session is a declaration like another: it holds everywhere from then on."""
        file = self.application
        conflicts.declare(seat.user, file.call, kind="link", reason=reason, application=file, by=attempt.by)

    def decide(self, outcome: str, amount: Decimal, conditions: str) -> None:
        self.outcome, self.conditions = outcome, conditions
        self.amount = amount if outcome in self.FUNDED else Decimal(0)

    @property
    def is_funded(self) -> bool:
        return self.outcome in self.FUNDED

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        """Nothing to whoever has a link with the file: a relation, not a flag."""
        if conflicts.barred(user, self.application):
            return set()
        held = self.session.roles_of_user(user)
        return held | {roles.RAPPORTEUR} if held and self.rapporteur_id == user.pk else held


class Ballot(models.Model):
    """That a member voted in a round; and how, unless the vote is secret: then the row does not know."""

    class Choice(models.TextChoices):
        FOR = "for", _("Pour")
        AGAINST = "against", _("Contre")
        ABSTAIN = "abstain", _("Abstention")

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="ballots")
    round = models.PositiveSmallIntegerField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=10, choices=Choice, blank=True)
    cast_at = models.DateTimeField(null=True, blank=True)
    # Who held the seat's proxy; nobody where its own member voted.
    cast_by = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="ballots_by_proxy")

    class Meta:
        verbose_name = _("bulletin")
        constraints = [models.UniqueConstraint(fields=["item", "round", "seat"], name="one_ballot_per_seat")]

    def __str__(self) -> str:
        return f"{self.seat} · {self.item}"
