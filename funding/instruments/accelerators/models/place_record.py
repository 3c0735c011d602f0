"""A project's place in a cohort: its columns, and who one is to it. `place.py` has its machine."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from funding import conflicts
from funding.by_two import hidden_from
from funding.models import Application, columns
from funding.models.call import STAFF_MANDATES, in_scope
from workflows import clock
from workflows.models import StateField, Stateful, StatefulQuerySet

from .. import roles, rules
from .cohort import Cohort, membership_roles
from .node import Node


class PlaceState(models.TextChoices):
    PREPARED = "prepared", _("Place réservée")
    OFFERED = "offered", _("Place proposée")
    ONBOARDING = "onboarding", _("Charte à signer")
    IN_PROGRAMME = "in_programme", _("En programme")
    MILESTONE_REVIEW = "milestone_review", _("Jalon à examiner")
    PAUSED = "paused", _("En pause")
    HEARING = "hearing", _("Observations attendues")
    DEMO_DAY = "demo_day", _("Inscrit à la journée")
    GRADUATED = "graduated", _("Programme terminé")
    ALUMNI = "alumni", _("Ancien de la promotion")
    EXCLUDED = "excluded", _("Exclu")
    DECLINED = "declined", _("Place refusée")
    LAPSED = "lapsed", _("Offre caduque")
    LEFT = "left", _("Parti")


S = PlaceState
BEFORE_CHARTER = (S.PREPARED, S.OFFERED, S.ONBOARDING)
WORKING = (S.IN_PROGRAMME, S.MILESTONE_REVIEW)
ACCOMPANIED = (*WORKING, S.PAUSED, S.HEARING, S.DEMO_DAY)
DONE = (S.GRADUATED, S.ALUMNI)
HOLDING = (*BEFORE_CHARTER, *ACCOMPANIED, *DONE)  # what counts against the cohort's capacity
GONE = (S.EXCLUDED, S.DECLINED, S.LAPSED, S.LEFT)


class PlaceQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Members of the structures of the file; the node's people and the coach, unless a link keeps it from them."""
        if not user.is_authenticated:
            return self.none()
        member = Q(application__in=Application.partner_rows(user).values("application"))
        node = Q(cohort__node__in=Node.objects.of(user)) | Q(coach=user)
        office = in_scope(user, STAFF_MANDATES, call="application__call")
        return self.filter(member | office | node & conflicts.not_barred(user, "application"))

    def run_by(self, user: Any) -> Self:
        """Of the nodes for which `user` writes."""
        return self.filter(cohort__node__in=Node.objects.of(user)).filter(conflicts.not_barred(user, "application"))

    def holding(self) -> Self:
        return self.filter(state__in=HOLDING)

    def in_programme(self) -> Self:
        return self.filter(state__in=ACCOMPANIED)

    def done(self) -> Self:
        return self.filter(state__in=DONE)

    def gone(self) -> Self:
        return self.filter(state__in=GONE)

    def awaiting_charter(self) -> Self:
        return self.filter(state=S.ONBOARDING)

    def on_stage(self) -> Self:
        """Whose project a demo day's public page may show: its holder agreed, and it is not gone."""
        return self.exclude(state__in=GONE).filter(shown_publicly=True)

    # What the clock looks for.

    def unanswered(self, now: datetime) -> Self:
        return self.filter(answer_by__lt=clock.paris_day(now))

    def soon_unanswered(self, now: datetime) -> Self:
        return self.filter(answer_by__lte=clock.paris_day(now) + timedelta(days=3), reminded_on=None)

    def pause_over(self, now: datetime) -> Self:
        return self.filter(paused_until__lt=clock.paris_day(now))

    def long_graduated(self, now: datetime) -> Self:
        return self.filter(graduated_on__lte=clock.paris_day(now) - timedelta(days=rules.ALUMNI_DAYS))


class PlaceRecord(Stateful):
    OF_FILES = ("application",)

    class Outcome(models.TextChoices):
        SCALED = "scaled", _("Changement d’échelle")
        TRANSFERRED = "transferred", _("Reprise par une autre structure")
        GOES_ON = "goes_on", _("Poursuite à la même échelle")
        STOPPED = "stopped", _("Arrêt du projet")

    S = PlaceState
    BEFORE_CHARTER = BEFORE_CHARTER
    TONES = {
        S.PREPARED: ("neutral", "hourglass-split"), S.OFFERED: ("you", "person-fill-up"), S.ONBOARDING: ("you", "pen"),
        S.IN_PROGRAMME: ("run", "hourglass-split"), S.MILESTONE_REVIEW: ("run", "search"),
        S.PAUSED: ("neutral", "lock"), S.HEARING: ("you", "exclamation-triangle-fill"), S.DEMO_DAY: ("jury", "people"),
        S.GRADUATED: ("ok", "check-circle-fill"), S.ALUMNI: ("ok", "check-circle-fill"),
        S.EXCLUDED: ("no", "x-octagon"),
        S.DECLINED: ("neutral", "slash-circle"), S.LAPSED: ("neutral", "slash-circle"),
        S.LEFT: ("neutral", "slash-circle"),
    }  # fmt: skip

    state = StateField(_("état"), choices=S, default=S.PREPARED)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="places")
    application = models.ForeignKey(Application, models.PROTECT, related_name="places")
    from_list = models.BooleanField(_("depuis la liste complémentaire"), default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    offered_on = models.DateField(_("proposée le"), null=True, blank=True)
    answer_by = models.DateField(_("à accepter avant le"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    # The charter (« convention d’accompagnement »).
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="coached_places",
        verbose_name=_("accompagnateur"),
    )  # fmt: skip
    aims = models.TextField(_("objectifs"), blank=True)
    support = models.TextField(_("accompagnement prévu"), blank=True)
    hours = models.DecimalField(_("heures prévues"), max_digits=6, decimal_places=2, default=Decimal(0))
    hour_price = columns.amount(_("prix de marché de l’heure"), default=Decimal(0))
    holder_signed_at = models.DateTimeField(null=True, blank=True)
    holder_signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    holder_quality = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    aid_check = models.ForeignKey("funding.StateAidCheck", models.PROTECT, null=True, related_name="+")

    paused_on = models.DateField(null=True, blank=True)
    paused_until = models.DateField(_("en pause jusqu’au"), null=True, blank=True)
    paused_days = models.PositiveSmallIntegerField(default=0)  # of pauses that ended
    paused_why = models.TextField(blank=True)

    # The demo day: what the page says of the project, and whether its holder lets it say so.
    pitch = models.TextField(_("présentation publique"), blank=True)
    shown_publicly = models.BooleanField(_("montré sur la page publique"), default=False)
    pitched_at = models.TimeField(_("heure de passage"), null=True, blank=True)

    graduated_on = models.DateField(_("fin du programme"), null=True, blank=True)
    outcome = models.CharField(_("issue"), max_length=12, choices=Outcome, blank=True)
    outcome_note = models.TextField(_("bilan"), blank=True)
    left_why = models.TextField(_("motif"), blank=True)

    objects = PlaceQuerySet.as_manager()
    FOLLOWS = ("cohort__node__organisation", "application__call__programme", "application__lead", "coach")

    class Meta:
        abstract = True
        verbose_name = _("place")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.application)

    def get_absolute_url(self) -> str:
        return reverse("accelerators:place", args=[self.pk])

    @property
    def handle(self) -> str:
        return f"{self.application.handle}-A{self.pk}"

    # Who one is to it.

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        """The file's own roles, but for its reviewers'; and the node's, where no link keeps the file from them."""
        held: set[Any] = self.application.roles_of_user(user, roles.STAFF | roles.APPLICANTS)
        held &= roles.STAFF | roles.APPLICANTS
        if conflicts.barred(user, self.application):
            return held
        held |= membership_roles(user, self.cohort.node.organisation_id)
        return held | {roles.COACH} if self.coach_id == user.pk else held

    def steps_hidden_from(self, user: Any) -> frozenset[str]:
        return hidden_from(self, user)

    # What it answers about its own course.

    @property
    def aid_value(self) -> Decimal:
        """Of the support promised, at the price of the market: an aid in kind."""
        return rules.aid_in_kind(hours=self.hours, rate=self.hour_price)

    @property
    def lead_row(self) -> Any:
        """The holder as a partner of its own file: where its State aid is checked."""
        return self.application.partners.filter(is_lead=True).select_related("organisation").first()

    @property
    def is_economic(self) -> bool:
        row = self.lead_row
        return row is not None and row.is_economic

    @property
    def charter_ready(self) -> bool:
        return self.coach_id is not None and bool(self.aims) and self.hours > 0

    @property
    def last_survey(self) -> Any:
        """The last one answered; of rows read together with their surveys."""
        return max((s for s in self.surveys.all() if s.is_answered), key=lambda s: s.months, default=None)

    @property
    def is_accompanied(self) -> bool:
        return self.state in ACCOMPANIED

    @property
    def is_gone(self) -> bool:
        return self.state in GONE

    @property
    def is_done(self) -> bool:
        return self.state in DONE

    @property
    def pause_days_left(self) -> int:
        return max(0, self.cohort.most_pause_days - self.paused_days)

    @property
    def hearing(self) -> Any:
        return self.hearings.last()

    def missed_milestones(self, on: date | None = None) -> int:
        due = [m.due_on for m in self.milestones.all() if m.is_awaited]
        return rules.missed(due, on=on or clock.today())

    def has_grounds_to_leave(self) -> bool:
        refused = sum(milestone.is_refused for milestone in self.milestones.all())
        return rules.grounds_to_leave(missed=self.missed_milestones(), refused=refused)

    def copy_milestones(self) -> None:
        """Those of the cohort that this project does not have yet."""
        known = set(self.milestones.exclude(common=None).values_list("common", flat=True))
        for common in self.cohort.common_milestones.exclude(pk__in=known):
            self.milestones.create(common=common, title=common.title, expected=common.expected, due_on=common.due_on)
