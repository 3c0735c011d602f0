"""What a residency is: its columns, and who one is to it. `residency.py` has its machine."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from funding import files
from funding import roles as spine
from funding.by_two import hidden_from
from funding.models import columns
from funding.models.cosigned import CosignedAct, first_signature
from workflows import clock
from workflows.models import StateField, Stateful

from .. import labels, roles
from ..rules.stipend import Settlement, settle
from ..rules.weeks import Span
from .residency_states import PUBLIC, SIGNED, UNANSWERED, UNBOUND, ResidencyQuerySet, ResidencyState

S = ResidencyState
OFFICES = spine.STAFF - {spine.VISOR, spine.SECOND_SIGNATORY}  # those of a file that are offices of its residency too


class ResidencyRecord(CosignedAct, Stateful):
    """Of its acts the cancellation is the one that two authorities sign, where two selected the team."""

    OF_FILES = ("host", "team")
    S = ResidencyState
    LABELS = labels.RESIDENCY
    TONES = labels.TONES
    FOLLOWS = (
        "round__host_call__programme", "round__team_call__programme", "host__lead", "host__call__programme",
        "team__lead", "team__call__programme",
    )  # fmt: skip

    state = StateField(_("état"), choices=ResidencyState, default=ResidencyState.DRAFTED)
    round = models.ForeignKey("residencies.Round", models.PROTECT, related_name="residencies")
    host = models.ForeignKey("funding.Application", models.PROTECT, related_name="hosted_residencies")
    team = models.ForeignKey("funding.Application", models.PROTECT, related_name="residencies")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    # Why this pair: what the matching found, as it was read when it was proposed.
    reasons = models.JSONField(default=dict, blank=True)
    answer_due_on = models.DateField(_("réponse attendue le"), null=True, blank=True)
    matched_at = models.DateTimeField(null=True, blank=True)

    # The agreement: what it is about, what it costs, who brings what.
    topic = models.CharField(_("sujet de la résidence"), max_length=200, blank=True)
    stipend = columns.amount(_("bourse"), default=Decimal(0))
    total_cost = columns.amount(_("coût de la résidence"), default=Decimal(0))
    host_cash = columns.amount(_("apport de l’hôte en argent"), default=Decimal(0))
    host_in_kind = columns.amount(_("apport de l’hôte en nature"), default=Decimal(0))
    in_kind_detail = models.TextField(_("ce que l’hôte apporte en nature"), blank=True)
    obligations = models.TextField(_("engagements particuliers"), blank=True)
    rights = models.TextField(_("droits d’auteur et droit à l’image"), blank=True)
    aid_regime = models.CharField(_("au regard des aides d’État"), max_length=20, blank=True)
    host_signed_at = models.DateTimeField(null=True, blank=True)
    host_signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    host_quality = models.CharField(max_length=150, blank=True)
    team_signed_at = models.DateTimeField(null=True, blank=True)
    team_signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    team_quality = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    mandate = models.ForeignKey("people.Mandate", models.PROTECT, null=True, related_name="+")

    # The stay.
    lodging = models.TextField(_("logement"), blank=True)
    lodging_confirmed_at = models.DateTimeField(null=True, blank=True)
    visited_on = models.DateField(_("prévisite le"), null=True, blank=True)
    visit_report = models.TextField(_("compte rendu de la prévisite"), blank=True)
    presentation_at = models.DateTimeField(_("restitution le"), null=True, blank=True)
    presentation_place = models.CharField(_("lieu de la restitution"), max_length=200, blank=True)
    attendance = models.PositiveIntegerField(_("personnes présentes"), null=True, blank=True)
    presentation_account = models.TextField(_("ce qui s’est dit"), blank=True)
    presented_at = models.DateTimeField(null=True, blank=True)
    presented_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)

    # Its cancellation: announced with its reason, both sides heard, then decided.
    cancel_reason = models.TextField(_("motif de l’annulation"), blank=True)
    cancel_answer_on = models.DateField(_("observations attendues le"), null=True, blank=True)
    host_observed = models.TextField(blank=True)
    team_observed = models.TextField(blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    earned = columns.amount(null=True, blank=True)
    to_repay = columns.amount(_("à reverser"), default=Decimal(0))
    repaid_on = models.DateField(_("reversé le"), null=True, blank=True)
    repayment = models.CharField(max_length=100, blank=True)

    objects = ResidencyQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = _("résidence")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["host"], condition=~Q(state__in=[s.value for s in UNBOUND]), name="host_matched_once",
                violation_error_message=_("Cet hôte est déjà apparié."),
            ),
            models.UniqueConstraint(
                fields=["team"], condition=~Q(state__in=[s.value for s in UNBOUND]), name="team_matched_once",
                violation_error_message=_("Cette équipe est déjà appariée."),
            ),
            models.CheckConstraint(
                condition=~Q(host=F("team")), name="residency_has_two_sides",
                violation_error_message=_("Une résidence réunit un hôte et une équipe."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[s.value for s in SIGNED])
                | Q(host_signed_at__isnull=False, team_signed_at__isnull=False, signed_at__isnull=False),
                name="residency_agreement_signed_by_three",
                violation_error_message=_("La convention de résidence a trois signataires."),
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""),
                name="residency_cancelled_with_reason",
                violation_error_message=_("Une annulation a une date et un motif."),
            ),
            first_signature("first_signature_of_a_cancellation"),
            models.CheckConstraint(
                condition=~Q(state__in=[s.value for s in UNANSWERED]) | Q(answer_due_on__isnull=False),
                name="match_proposed_until_a_day",
                violation_error_message=_("Un appariement proposé fixe un délai."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.topic or f"{self.host.lead} × {self.team.lead}"

    def get_absolute_url(self) -> str:
        return reverse("residencies:stay", args=[self.pk])

    @property
    def handle(self) -> str:
        return f"RES-{self.pk:04}"

    @property
    def call(self) -> Any:
        return self.round.team_call

    # Who one is to it.

    def roles_of_user(self, user: Any, among: Collection[Any] | None = None) -> set[Any]:
        """Of a side by its file; of an office by either call, unless a conflict closes one of the two files."""
        wanted = {*(spine.APPLICANTS if among is None or roles.SIDES & set(among) else ()), *OFFICES}
        host, team = self.host.roles_of_user(user, wanted), self.team.roles_of_user(user, wanted)
        held = {roles.OF_HOST[r] for r in host if r in roles.OF_HOST}
        held |= {roles.OF_TEAM[r] for r in team if r in roles.OF_TEAM}
        if self.state == S.DRAFTED:
            held = set()
        return held | self._offices(user, host, team)

    def _offices(self, user: Any, host: set[Any], team: set[Any]) -> set[Any]:
        from funding import conflicts

        offices = (host | team) & OFFICES
        if not offices or conflicts.barred(user, self.host) or conflicts.barred(user, self.team):
            return set()
        return offices

    def steps_hidden_from(self, user: Any) -> frozenset[str]:
        return hidden_from(self, user)

    # Its cancellation, as an act that one or two sign.

    @property
    def signed_file(self) -> Any:
        """The team's: it has the stipend."""
        return self.team

    @property
    def made_at(self) -> Any:
        return self.cancelled_at

    def say_first(self, attempt: Any, **said: Any) -> None:
        """With what it leaves: the second signs these sums, not others."""
        done = self.settlement()
        super().say_first(attempt, earned=done.earned, to_repay=done.to_repay, **said)

    # What it answers about its own course.

    def side_of(self, user: Any) -> str:
        held = self.roles_of(user)
        if held & {roles.HOST, roles.HOST_BINDER}:
            return "host"
        return "team" if held & {roles.TEAM, roles.TEAM_BINDER} else ""

    @property
    def both_heard(self) -> bool:
        """On its cancellation: both sides answered, or had the time to (CRPA, art. L. 121-1 and L. 122-1)."""
        due = self.cancel_answer_on
        return due is not None and (clock.today() > due or bool(self.host_observed and self.team_observed))

    def observed_by(self, user: Any) -> str:
        side = self.side_of(user)
        return str(getattr(self, f"{side}_observed")) if side else ""

    def keep(self, upload: Any, by: Any, kind: str) -> Any:
        """A file of the stay goes to the file of the side that brings it; None when none was given."""
        if not upload:
            return None
        application = self.host if self.side_of(by) == "host" else self.team
        place = f"residency-{self.pk}-{kind}-{self.journal_count}"
        return files.add(application, upload, by=by, question=place)

    def kept_weeks(self) -> list[Any]:
        return [week for week in self.weeks.all() if not week.dropped]

    def next_week(self) -> Any:
        return next((week for week in self.kept_weeks() if week.closed_at is None), None)

    def spans(self) -> list[Span]:
        return [week.span for week in self.kept_weeks()]

    @property
    def begins_on(self) -> date | None:
        return min((week.starts_on for week in self.kept_weeks()), default=None)

    @property
    def ends_on(self) -> date | None:
        return max((week.ends_on for week in self.kept_weeks()), default=None)

    @property
    def running(self) -> bool:
        """Its journal may be written."""
        return self.state in (S.PRE_VISITED, S.IMMERSION, S.INTERVAL, S.INTERRUPTED, S.PRESENTATION_SCHEDULED)

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC

    @property
    def paid_total(self) -> Decimal:
        return sum((row.amount for row in self.instalments.all() if row.paid_at), Decimal(0))

    def settlement(self) -> Settlement:
        """What its end today leaves, pro rata of the days of the weeks that were closed."""
        weeks = self.kept_weeks()
        days = [(week, sum(1 for _day in week.span.days())) for week in weeks]
        done = sum(count for week, count in days if week.closed_at)
        stipend = self.stipend if self.signed_at else Decimal(0)
        return settle(
            stipend=stipend, paid=self.paid_total, days_done=done, days_planned=sum(count for _week, count in days)
        )

    @property
    def place(self) -> str:
        return str(self.host.commune or self.host.lead.commune or self.host.lead)
