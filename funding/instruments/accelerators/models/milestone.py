"""A milestone: what a project shows by a day, and what the node says of it: go, go under conditions, no go."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows import clock
from workflows.models import StateField, Stateful, StatefulQuerySet
from workflows.steps import Step

from .. import done, follow_ups, notices, papers, roles, rules
from .. import obstacles as o
from ..forms import milestone as f
from .place import RUNNERS, Place
from .place_record import WORKING


class MilestoneQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(place__in=Place.objects.visible_to(user).values("pk"))

    def awaited(self) -> Self:
        return self.filter(state__in=Milestone.AWAITED)

    def to_judge(self) -> Self:
        return self.filter(state=Milestone.S.FILED)

    def of_working(self) -> Self:
        return self.filter(place__state__in=WORKING)

    def to_remind(self, now: datetime) -> Self:
        """Seven days before; once."""
        today = clock.paris_day(now)
        soon = today + timedelta(days=rules.REMIND_BEFORE)
        return self.of_working().filter(due_on__gte=today, due_on__lte=soon, reminded_on=None)

    def to_chase(self, now: datetime) -> Self:
        """The day after; once."""
        late = clock.paris_day(now) - timedelta(days=rules.REMIND_AFTER)
        return self.of_working().filter(due_on__lte=late, chased_on=None)


class Milestone(Stateful):
    OF_FILES = ("place__application",)

    class S(models.TextChoices):
        PLANNED = "planned", _("À venir")
        FILED = "filed", _("À examiner")
        CONDITIONAL = "conditional", _("Sous conditions")
        GO = "go", _("Validé")
        NO_GO = "no_go", _("Non validé")

    AWAITED = (S.PLANNED, S.CONDITIONAL)
    TONES = {
        "planned": ("neutral", "hourglass-split"), "filed": ("run", "search"), "conditional": ("you", "paperclip"),
        "go": ("ok", "check-circle-fill"), "no_go": ("no", "x-octagon"),
    }  # fmt: skip

    state = StateField(_("état"), choices=S, default=S.PLANNED)
    place = models.ForeignKey("accelerators.Place", models.PROTECT, related_name="milestones")
    common = models.ForeignKey(
        "accelerators.CommonMilestone", models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    title = models.CharField(_("jalon"), max_length=120)
    expected = models.TextField(_("ce qui est attendu"), max_length=1000)
    due_on = models.DateField(_("échéance"))
    evidence = models.TextField(_("ce qui a été fait"), blank=True)
    document = models.ForeignKey("funding.Document", models.PROTECT, null=True, blank=True, related_name="+")
    filed_at = models.DateTimeField(null=True, blank=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    said = models.TextField(_("avis"), blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reminded_on = models.DateField(null=True, blank=True)
    chased_on = models.DateField(null=True, blank=True)

    objects = MilestoneQuerySet.as_manager()
    FOLLOWS = (
        "place__cohort__node__organisation", "place__application__call__programme", "place__application__lead",
        "place__coach",
    )  # fmt: skip

    class Meta:
        verbose_name = _("jalon")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["place", "common"], name="one_copy_per_common_milestone"),
            models.CheckConstraint(
                condition=~Q(state="filed") | Q(filed_at__isnull=False) & ~Q(evidence=""),
                name="milestone_filed_with_evidence",
                violation_error_message=_("Un jalon remis dit ce qui a été fait."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["go", "conditional", "no_go"])
                | Q(judged_at__isnull=False, judged_by__isnull=False) & ~Q(said=""),
                name="milestone_judged_with_reasons",
                violation_error_message=_("Un jalon jugé a un avis, une date et un auteur."),
            ),
        ]  # fmt: skip

    DONE = done.MILESTONE

    # fmt: off
    @Step(AWAITED, S.FILED, by=[roles.HOLDER, roles.BINDER], label=_("Remettre le jalon"), takes=f.EvidenceForm,
          unless=[o.programme_stopped], tells=[notices.milestone_filed], then=[follow_ups.review_opens])
    def file(self, attempt: Any, evidence: str, file: Any) -> None:
        if file:
            from funding import files

            self.document = files.add(self.place.application, file, by=attempt.by, question=f"milestone-{self.pk}")
        self.evidence, self.filed_at, self.filed_by = evidence, attempt.at, attempt.by

    @Step(S.FILED, S.GO, by=RUNNERS, label=_("Valider le jalon"), takes=f.JudgeForm, unless=[o.filer_judges],
          tells=[notices.milestone_judged], issues=[papers.milestone], then=[follow_ups.review_ends])
    def approve(self, attempt: Any, said: str) -> None:
        self.judge(attempt, said)

    @Step(S.FILED, S.CONDITIONAL, by=RUNNERS, label=_("Valider sous conditions"), takes=f.ConditionForm,
          unless=[o.filer_judges], tells=[notices.milestone_judged], issues=[papers.milestone],
          then=[follow_ups.review_ends])
    def condition(self, attempt: Any, said: str, due_on: Any) -> None:
        self.judge(attempt, said)
        self.due_on, self.reminded_on, self.chased_on = due_on, None, None

    @Step(S.FILED, S.NO_GO, by=RUNNERS, label=_("Ne pas valider"), takes=f.JudgeForm, risky=True,
          unless=[o.filer_judges], tells=[notices.milestone_judged], issues=[papers.milestone],
          then=[follow_ups.review_ends], explains=_("Une procédure de sortie peut être engagée, le porteur entendu."))
    def refuse(self, attempt: Any, said: str) -> None:
        self.judge(attempt, said)

    @Step(AWAITED, None, by=RUNNERS, label=_("Reporter l’échéance"), takes=f.PutOffForm,
          tells=[notices.milestone_put_off])
    def put_off(self, attempt: Any, due_on: Any, reason: str) -> None:
        self.due_on, self.reminded_on, self.chased_on = due_on, None, None

    @Step(AWAITED, None, by=[roles.BY_CLOCK], label=_("Rappeler l’échéance"), due="to_remind",
          tells=[notices.milestone_due])
    def remind(self, attempt: Any) -> None:
        self.reminded_on = clock.paris_day(attempt.at)

    @Step(AWAITED, None, by=[roles.BY_CLOCK], label=_("Signaler le retard"), due="to_chase",
          tells=[notices.milestone_late])
    def chase(self, attempt: Any) -> None:
        self.chased_on = clock.paris_day(attempt.at)
    # fmt: on

    def __str__(self) -> str:
        return f"{self.title} · {self.place}"

    def get_absolute_url(self) -> str:
        return f"{self.place.get_absolute_url()}#jalon-{self.pk}"

    @property
    def handle(self) -> str:
        return f"{self.place.handle}-J{self.pk}"

    @property
    def application(self) -> Any:
        return self.place.application

    @property
    def is_awaited(self) -> bool:
        return self.state in self.AWAITED

    @property
    def is_refused(self) -> bool:
        return self.state == self.S.NO_GO

    @property
    def is_settled(self) -> bool:
        return self.state == self.S.GO

    @property
    def late(self) -> bool:
        return self.is_awaited and self.due_on < clock.today()

    def judge(self, attempt: Any, said: str) -> None:
        self.said, self.judged_at, self.judged_by = said, attempt.at, attempt.by

    def put_off_by(self, days: int) -> None:
        """What fell in a pause; the journal of the place says why."""
        self.due_on += timedelta(days=days)
        self.save(update_fields=["due_on"])

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        return self.place.roles_of_user(user, among)


class Support(models.Model):
    """Hours or things given to a project, valued at the price of the market."""

    class Kind(models.TextChoices):
        COACHING = "coaching", _("Accompagnement")
        EXPERTISE = "expertise", _("Expertise")
        TRAINING = "training", _("Formation")
        PREMISES = "premises", _("Locaux et matériel")

    place = models.ForeignKey("accelerators.Place", models.PROTECT, related_name="supports")
    kind = models.CharField(_("nature"), max_length=10, choices=Kind, default=Kind.COACHING)
    on = models.DateField(_("date"))
    hours = models.DecimalField(_("heures"), max_digits=5, decimal_places=2)
    price = models.DecimalField(_("prix de l’heure"), max_digits=14, decimal_places=2)
    about = models.CharField(_("objet"), max_length=200)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("accompagnement")
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__gt=0, price__gte=0), name="support_lasts_and_is_worth",
                violation_error_message=_("Un accompagnement dure un peu et a un prix de marché."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.on} {self.about}"

    @property
    def value(self) -> Any:
        return rules.aid_in_kind(hours=self.hours, rate=self.price)
