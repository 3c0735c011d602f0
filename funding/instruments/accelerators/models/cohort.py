"""A cohort: projects of one node that go through the programme together. Never more than it has places."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from funding.models import columns
from funding.models.call import STAFF_MANDATES, in_scope, mandate_roles
from people.models import Membership
from workflows import clock
from workflows.errors import StepRefused
from workflows.models import StateField, Stateful, StatefulQuerySet
from workflows.steps import Step

from .. import done, notices, roles
from .. import obstacles as o
from ..forms import cohort as f
from ..rules import seats_left
from .node import Node

RUNNERS = (roles.TEAM, roles.HEAD, roles.OFFICER, roles.MANAGER)


def membership_roles(user: Any, organisation: Any) -> set[Any]:
    """What one is to a node: whoever writes for its organisation runs its programme, whoever may bind it signs."""
    held: set[Any] = set()
    for membership in Membership.objects.filter(user=user, organisation=organisation):
        if membership.role != Membership.Role.VIEWER:
            held.add(roles.TEAM)
        if membership.may_bind:
            held |= {roles.TEAM, roles.HEAD}
    return held


class CohortQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        """The node's people, its coaches, the offices of the calls that fill it."""
        if not user.is_authenticated:
            return self.none()
        offices = in_scope(user, STAFF_MANDATES, call="recruitments__call")
        mine = Q(node__in=Node.objects.of(user)) | Q(coaches=user) | Q(node__in=Node.objects.managed_by(user))
        return self.filter(mine | offices).distinct()

    def to_start(self, now: datetime) -> Self:
        return self.filter(starts_on__lte=clock.paris_day(now))

    def current(self) -> Self:
        return self.exclude(state=Cohort.S.OVER)

    def shown(self) -> Self:
        """Whose demo day has a public page."""
        return self.exclude(demo_published_at=None)


class Cohort(Stateful):
    class S(models.TextChoices):
        PREPARED = "prepared", _("En préparation")
        RUNNING = "running", _("En cours")
        OVER = "over", _("Terminée")

    TONES = {"prepared": ("neutral", "pencil"), "running": ("run", "hourglass-split"), "over": ("neutral", "archive")}
    OPEN = (S.PREPARED, S.RUNNING)

    state = StateField(_("état"), choices=S, default=S.PREPARED)
    node = models.ForeignKey(Node, models.PROTECT, related_name="cohorts")
    number = models.PositiveSmallIntegerField(_("numéro"))
    name = models.CharField(_("nom"), max_length=120)
    starts_on = models.DateField(_("début"))
    ends_on = models.DateField(_("fin"))
    capacity = models.PositiveSmallIntegerField(_("places"))
    # Moved by offers and departures, under this row's lock.
    taken = models.PositiveSmallIntegerField(_("places prises"), default=0, editable=False)
    most_pause_days = models.PositiveSmallIntegerField(_("jours de pause au plus"), default=90)
    hour_price = columns.amount(_("prix de marché d’une heure d’accompagnement"), default=90)
    coaches = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="coached_cohorts", verbose_name=_("accompagnateurs")
    )
    demo_at = models.DateTimeField(_("journée de démonstration"), null=True, blank=True)
    demo_place = models.CharField(_("lieu"), max_length=200, blank=True)
    demo_words = models.TextField(_("présentation de la journée"), blank=True, max_length=2000)
    demo_published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CohortQuerySet.as_manager()
    FOLLOWS = ("node__programme", "node__organisation")

    class Meta:
        verbose_name = _("promotion")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["node", "number"], name="one_cohort_per_number",
                violation_error_message=_("Cet accélérateur a déjà une promotion de ce numéro."),
            ),
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="cohort_never_over_capacity",
                violation_error_message=_("La promotion n’a plus de place."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="cohort_ends_after_it_began",
                violation_error_message=_("La promotion finit après avoir commencé."),
            ),
            models.CheckConstraint(
                condition=Q(demo_published_at=None) | Q(demo_at__isnull=False), name="published_demo_day_has_a_date",
                violation_error_message=_("Une journée publiée a une date."),
            ),
        ]  # fmt: skip

    DONE = done.COHORT

    # fmt: off
    set_up = Step(OPEN, None, by=RUNNERS, label=_("Modifier la promotion"), takes=f.CohortForm)
    plan_milestone = Step(OPEN, None, by=RUNNERS, label=_("Ajouter un jalon commun"), takes=f.CommonMilestoneForm)
    add_event = Step(OPEN, None, by=RUNNERS, label=_("Ajouter un rendez-vous"), takes=f.EventForm,
                     tells=[notices.event_added])
    drop_event = Step(OPEN, None, by=RUNNERS, label=_("Supprimer un rendez-vous"), takes=f.DropEventForm, risky=True,
                      tells=[notices.event_dropped])
    start = Step(S.PREPARED, S.RUNNING, by=[roles.BY_CLOCK], label=_("Commencer la promotion"), due="to_start")
    set_demo_day = Step(OPEN, None, by=RUNNERS, label=_("Fixer la journée de démonstration"), takes=f.DemoDayForm)
    publish_demo_day = Step(OPEN, None, by=[roles.HEAD, roles.MANAGER], label=_("Publier la journée de démonstration"),
                            risky=True, when=lambda c: c.demo_published_at is None, unless=[o.demo_day_unset],
                            tells=[notices.demo_day_published],
                            explains=_("La page devient publique. Elle ne montre que les projets qui l’ont accepté."))
    close = Step(S.RUNNING, S.OVER, by=[roles.HEAD, roles.MANAGER], label=_("Clore la promotion"), risky=True,
                 unless=[o.projects_still_in_programme],
                 explains=_("Plus aucun projet n’y entre. Les enquêtes auprès des anciens continuent."))
    # fmt: on

    @set_up
    def set_up(self, attempt: Any, coaches: Any, **facts: Any) -> None:
        for name, value in facts.items():
            setattr(self, name, value)
        self.coaches.set(coaches)

    @plan_milestone
    def plan_milestone(self, attempt: Any, **facts: Any) -> None:
        """For every project that has a place: whoever comes later finds it too (`Milestone.copy_common`)."""
        self.common_milestones.create(**facts)
        for place in self.places.holding():
            place.copy_milestones()

    @add_event
    def add_event(self, attempt: Any, **facts: Any) -> None:
        self.events.create(**facts)

    @drop_event
    def drop_event(self, attempt: Any, event: Any, reason: str) -> None:
        event.cancelled_why = reason
        event.save(update_fields=["cancelled_why"])

    @set_demo_day
    def set_demo_day(self, attempt: Any, **facts: Any) -> None:
        for name, value in facts.items():
            setattr(self, name, value)

    @publish_demo_day
    def publish_demo_day(self, attempt: Any) -> None:
        self.demo_published_at = attempt.at

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accelerators:cohort", args=[self.pk])

    @property
    def handle(self) -> str:
        return f"{self.node.slug}-P{self.number}"

    @property
    def left(self) -> int:
        return seats_left(capacity=self.capacity, taken=self.taken)

    @property
    def is_shown(self) -> bool:
        return self.demo_published_at is not None

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        held = membership_roles(user, self.node.organisation_id)
        if self.coaches.filter(pk=user.pk).exists():
            held.add(roles.COACH)
        for recruitment in self.recruitments.select_related("call"):
            held |= mandate_roles(user, recruitment.call) & {roles.OFFICER, roles.MANAGER}
        if Node.objects.managed_by(user).filter(pk=self.node_id).exists():
            held.add(roles.MANAGER)
        return held

    # --- Its places, under its row's lock: of two at once for the last one, one is in, the other reads that it is full.

    @classmethod
    def take(cls, pk: Any) -> Cohort:
        """One place less, or StepRefused. Call it before a number is taken: whoever waits here holds no counter."""
        cohort: Cohort = cls._base_manager.select_related("node").select_for_update(of=("self",)).get(pk=pk)
        if cohort.taken >= cohort.capacity:
            raise StepRefused([full(cohort)], reason="obstacles")
        cls._base_manager.filter(pk=pk).update(taken=F("taken") + 1)
        return cohort

    @classmethod
    def free(cls, pk: Any) -> None:
        cls._base_manager.select_for_update(of=("self",)).get(pk=pk)
        cls._base_manager.filter(pk=pk, taken__gt=0).update(taken=F("taken") - 1)


def full(cohort: Any) -> str:
    sentence = _now(
        "La promotion « %(cohort)s » est complète : %(capacity)s places, toutes prises. "
        "Proposez la liste complémentaire, ou augmentez sa capacité."
    )
    return sentence % {"cohort": cohort, "capacity": cohort.capacity}


class CommonMilestone(models.Model):
    """What every project of a cohort reaches by the same day; each has a milestone of its own from it."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="common_milestones")
    title = models.CharField(_("jalon"), max_length=120)
    expected = models.TextField(_("ce qui est attendu"), max_length=1000)
    due_on = models.DateField(_("échéance"))

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.title


class Event(models.Model):
    """A date that a whole cohort keeps."""

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", _("Atelier")
        REVIEW = "review", _("Revue")
        MEETING = "meeting", _("Rencontre")

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="events")
    kind = models.CharField(_("type"), max_length=10, choices=Kind, default=Kind.WORKSHOP)
    title = models.CharField(_("intitulé"), max_length=150)
    starts_at = models.DateTimeField(_("début"))
    minutes = models.PositiveSmallIntegerField(_("durée (minutes)"), default=120)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    cancelled_why = models.CharField(_("annulé car"), max_length=300, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        return self.title
