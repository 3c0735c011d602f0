"""One reviewer's opinion on one file: integers from 0 to 5 per criterion, final once given."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Mandate
from workflows.models import StateField, Stateful, StatefulQuerySet
from workflows.steps import Step

from .. import notices, roles
from ..forms.review import DeclineForm, InterestForm, ScoreForm
from .application_record import ApplicationRecord
from .call import in_scope


def eligible_reviewers(application: Any) -> Any:
    """Reviewers mandated on the call, who belong to no partner organisation and are not on the file already."""
    from ..notices import mandated

    partners = application.partners.values("organisation")
    return (
        mandated(Mandate.Role.REVIEWER)(application, None)
        .exclude(memberships__organisation__in=partners)
        .exclude(reviews__application=application.pk)
        .order_by("last_name", "first_name")
    )


def of_mandated(user: Any) -> Q:
    return in_scope(user, [Mandate.Role.REVIEWER], call="application__call") & Q(reviewer=user)


class ReviewQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own; and all of those on the calls one officiates, manages or chairs, but for one's own structure's."""
        if not user.is_authenticated:
            return self.none()
        offices = [Mandate.Role.OFFICER, Mandate.Role.MANAGER, Mandate.Role.CHAIR]
        own_structure = Q(application__in=ApplicationRecord.partner_rows(user).values("application"))
        return self.filter(of_mandated(user) | in_scope(user, offices, call="application__call") & ~own_structure)

    def mandated(self, user: Any) -> Self:
        """Of `user`, while a mandate of reviewer covers the call: access ends with it."""
        return self.filter(of_mandated(user))

    def waiting(self) -> Self:
        return self.filter(state=Review.S.ASSIGNED)

    def final(self) -> Self:
        return self.filter(state=Review.S.SUBMITTED)


class Review(Stateful):
    class S(models.TextChoices):
        ASSIGNED = "assigned", _("À évaluer")
        SUBMITTED = "submitted", _("Évalué")
        DECLINED = "declined", _("Déporté")

    state = StateField(_("état"), choices=S, default=S.ASSIGNED)
    application = models.ForeignKey("funding.Application", models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    assigned_at = models.DateTimeField()
    due_on = models.DateField(_("attendue le"), null=True, blank=True)
    no_interest_at = models.DateTimeField(_("absence de conflit d’intérêts déclarée le"), null=True, blank=True)
    draft = models.JSONField(default=dict, blank=True)
    opinion = models.TextField(_("avis général"), blank=True)
    reason = models.TextField(_("raison du déport"), blank=True)
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
          quiet=True, when=lambda review: review.no_interest_at is None,
          explains=_("Le dossier s’ouvre après cette déclaration. Elle est datée et reste au journal."))  # fmt: skip
    def declare(self, attempt: Any, no_interest: bool) -> None:
        self.no_interest_at = attempt.at

    @Step(S.ASSIGNED, S.SUBMITTED, by=[roles.REVIEWER], label=_("Remettre l’évaluation"), takes=ScoreForm,
          tells=[notices.review_submitted], when=lambda review: review.application.in_assessment)  # fmt: skip
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

    @Step(S.SUBMITTED, S.ASSIGNED, by=[roles.OFFICER], label=_("Rouvrir l’évaluation"), risky=True,
          tells=[notices.review_reopened], when=lambda review: review.application.in_assessment,
          explains=_("Les notes restent ; l’évaluateur peut les changer et doit les remettre de nouveau."))  # fmt: skip
    def reopen(self, attempt: Any) -> None:
        self.submitted_at = None

    def __str__(self) -> str:
        return f"{self.application} · {self.reviewer}"

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
