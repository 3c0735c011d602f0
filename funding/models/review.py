"""One reviewer's opinion on one file: integers from 0 to 5 per criterion, final once given."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Mandate
from workflows import clock
from workflows.models import StateField, Stateful, StatefulQuerySet
from workflows.steps import Step

from .. import assessment, conflicts, done, notices, roles
from .. import obstacles as o
from ..forms.review import DeclineForm, ExtendForm, InterestForm, RelieveForm, ScoreForm, StandDownForm
from .application_record import ASSESSED
from .call import in_scope
from .call_asks import Stage


def eligible_reviewers(application: Any) -> Any:
    """Reviewers mandated on the call, whom no conflict bars from the file, and who are not on it already."""
    from ..notices import in_office

    return (
        in_office(application.call, Mandate.Role.REVIEWER)
        .exclude(pk__in=conflicts.kept_out(application))
        .exclude(reviews__application=application.pk)
        .order_by("last_name", "first_name")
    )


def of_mandated(user: Any) -> Q:
    return in_scope(user, [Mandate.Role.REVIEWER], call="application__call") & Q(reviewer=user)


class ReviewQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own; and all of those on the calls one officiates, manages or chairs; never where one is barred."""
        if not user.is_authenticated:
            return self.none()
        offices = [Mandate.Role.OFFICER, Mandate.Role.MANAGER, Mandate.Role.CHAIR]
        return self.filter(of_mandated(user) | in_scope(user, offices, call="application__call"))

    def mandated(self, user: Any) -> Self:
        """Of `user`, while a mandate of reviewer covers the call and no conflict bars from the file."""
        return self.filter(of_mandated(user))

    def to_remind(self, now: Any) -> Self:
        """Seven days before its day, then the day before (N02): once each, never on the day it was given."""
        today = clock.paris_day(now)
        day, seven = today + timedelta(days=1), today + timedelta(days=7)
        first = Q(due_on__gt=day, due_on__lte=seven, reminded_on=None)
        last = Q(due_on=day) & (Q(reminded_on=None) | Q(reminded_on__lt=today))
        last |= Q(due_on=today) & (Q(reminded_on=None) | Q(reminded_on__lt=today - timedelta(days=1)))
        return self.filter(first | last, assigned_at__lt=now - timedelta(hours=20), application__state__in=ASSESSED)

    def active(self) -> Self:
        """Given, or still awaited."""
        return self.exclude(state__in=Review.OVER)

    def waiting(self) -> Self:
        return self.filter(state=Review.S.ASSIGNED)

    def final(self) -> Self:
        return self.filter(state=Review.S.SUBMITTED)


class Review(Stateful):
    DONE = done.REVIEW
    OF_FILES = ("application",)

    class S(models.TextChoices):
        ASSIGNED = "assigned", _("À évaluer")
        SUBMITTED = "submitted", _("Évalué")
        DECLINED = "declined", _("Déporté")
        RELEASED = "released", _("Désisté")

    OVER = (S.DECLINED, S.RELEASED)

    state = StateField(_("état"), choices=S, default=S.ASSIGNED)
    application = models.ForeignKey("funding.Application", models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    assigned_at = models.DateTimeField()
    due_on = models.DateField(_("attendue le"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    no_interest_at = models.DateTimeField(_("absence de conflit d’intérêts déclarée le"), null=True, blank=True)
    draft = models.JSONField(default=dict, blank=True)
    opinion = models.TextField(_("avis général"), blank=True)
    reason = models.TextField(_("raison du déport"), blank=True)
    stage = models.CharField(max_length=5, choices=Stage, default=Stage.BOTH, blank=True, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()
    FOLLOWS = ("application__call",)

    class Meta:
        verbose_name = _("évaluation")
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="one_review_per_reviewer"),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False, no_interest_at__isnull=False),
                name="review_submitted_with_declaration",
                violation_error_message=_("Une évaluation est remise après la déclaration d’intérêts, à une date."),
            ),
        ]

    @Step(S.ASSIGNED, None, by=[roles.REVIEWER], label=_("Déclarer l’absence de lien d’intérêt"), takes=InterestForm,
          unless=[o.call_undeclared], quiet=True, when=lambda review: review.no_interest_at is None,
          explains=_("Le dossier s’ouvre après cette déclaration. Elle est datée et reste au journal."))  # fmt: skip
    def declare(self, attempt: Any, no_interest: bool) -> None:
        self.no_interest_at = attempt.at

    @Step(S.ASSIGNED, S.SUBMITTED, by=[roles.REVIEWER], label=_("Remettre l’évaluation"), takes=ScoreForm,
          unless=[o.call_undeclared, o.assessment_over, o.review_late], tells=[notices.review_submitted])  # fmt: skip
    def submit(self, attempt: Any, opinion: str, **marks: Any) -> None:
        self.no_interest_at = self.no_interest_at or attempt.at
        self.submitted_at, self.opinion, self.draft = attempt.at, opinion, {}
        self.scores.all().delete()
        Score.objects.bulk_create(ScoreForm.scores(self, marks))

    @Step(S.ASSIGNED, S.DECLINED, by=[roles.REVIEWER], label=_("Me déporter"), takes=DeclineForm, risky=True,
          tells=[notices.review_declined],
          explains=_("Vous ne verrez plus ce dossier. Quelqu’un d’autre sera désigné."))  # fmt: skip
    def decline(self, attempt: Any, reason: str) -> None:
        self.reason, self.draft = reason, {}
        file = self.application
        conflicts.declare(attempt.by, file.call, kind="link", reason=reason, application=file, but=self)

    @Step(S.ASSIGNED, S.RELEASED, by=[roles.REVIEWER], label=_("Me désister"), takes=StandDownForm, risky=True,
          tells=[notices.review_stood_down],
          explains=_("Sans lien d’intérêt, mais vous ne pouvez pas évaluer ce dossier."))  # fmt: skip
    def stand_down(self, attempt: Any, reason: str) -> None:
        self.reason, self.draft = reason, {}

    @Step(S.ASSIGNED, S.RELEASED, by=[roles.OFFICER], label=_("Dessaisir"), takes=RelieveForm, risky=True,
          tells=[notices.review_relieved],
          explains=_("L’évaluateur ne verra plus ce dossier. Désignez-en un autre à sa place."))  # fmt: skip
    def relieve(self, attempt: Any, reason: str) -> None:
        self.reason, self.draft = reason, {}

    @Step(S.ASSIGNED, None, by=[roles.OFFICER], label=_("Reporter l’échéance"), takes=ExtendForm,
          tells=[notices.review_extended], when=lambda review: review.application.in_assessment)  # fmt: skip
    def extend(self, attempt: Any, due_on: Any) -> None:
        self.due_on, self.reminded_on = due_on, None

    @Step(S.ASSIGNED, None, by=[roles.BY_CLOCK], label=_("Rappeler l’échéance"), due="to_remind",
          tells=[notices.review_due])  # fmt: skip
    def remind(self, attempt: Any) -> None:
        self.reminded_on = clock.paris_day(attempt.at)

    recuse = Step((S.ASSIGNED, S.SUBMITTED), S.DECLINED, by=[roles.BY_SYSTEM], label=_("Écarter : lien d’intérêt"))

    @Step(S.SUBMITTED, S.ASSIGNED, by=[roles.OFFICER], label=_("Rouvrir l’évaluation"), risky=True,
          tells=[notices.review_reopened], when=lambda review: review.application.in_assessment,
          explains=_("Les notes restent ; l’évaluateur peut les changer et doit les remettre de nouveau."))  # fmt: skip
    def reopen(self, attempt: Any) -> None:
        """With a week to change them, when their day is near or past."""
        week = clock.paris_day(attempt.at) + timedelta(days=7)
        self.submitted_at, self.due_on = None, max(self.due_on or week, week)
        self.reminded_on = None

    @Step(S.DECLINED, S.ASSIGNED, by=[roles.OFFICER], label=_("Confier de nouveau"), unless=[o.still_barred],
          tells=[notices.review_reinstated], when=lambda review: review.application.in_assessment,
          explains=_("Le déport est levé : la personne déclare de nouveau ses liens, puis évalue."))  # fmt: skip
    def reinstate(self, attempt: Any) -> None:
        week = clock.paris_day(attempt.at) + timedelta(days=7)
        self.reason, self.no_interest_at, self.submitted_at, self.reminded_on = "", None, None, None
        self.due_on = max(self.due_on or week, week)

    @property
    def criteria(self) -> list[Any]:
        """What this assessment marks: the grid of the call, or that of its stage."""
        return assessment.criteria_of(self.application.call, self.stage)

    def __str__(self) -> str:
        file = self.application.handle if self.application.call.blind else self.application
        return f"{file} · {self.reviewer}"

    def get_absolute_url(self) -> str:
        return reverse("funding:review", args=[self.pk])

    @property
    def handle(self) -> str:
        return f"{self.application.handle}-E{self.pk}"

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        held = self.application.staff_roles(user) & {roles.OFFICER, roles.MANAGER, roles.CHAIR}
        mine = self.reviewer_id == user.pk and Review.objects.mandated(user).filter(pk=self.pk).exists()
        return held | ({roles.REVIEWER} if mine else set())


class Score(models.Model):
    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey("funding.Criterion", models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_per_criterion"),
            models.CheckConstraint(
                condition=Q(value__lte=5),
                name="score_from_0_to_5",
                violation_error_message=_("Une note va de 0 à 5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"
