"""Back to the residency: at 3, 12 and 24 months both sides are asked what it changed (« retour sur résidence »)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows import clock
from workflows.models import StateField, Stateful, StatefulQuerySet
from workflows.steps import Step

from .. import done, labels, notices, papers, roles
from ..forms.presentation import FollowUpForm

MONTHS = (3, 12, 24)


class FollowUpQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        from .residency import Residency

        if not user.is_authenticated:
            return self.none()
        return self.filter(residency__in=Residency.objects.visible_to(user).values("pk"))

    def come_due(self, now: datetime) -> Self:
        return self.filter(due_on__lte=clock.paris_day(now))

    def asked(self) -> Self:
        return self.filter(state=FollowUp.S.ASKED)


class FollowUp(Stateful):
    DONE = done.FOLLOW_UP
    OF_FILES = ("residency__host", "residency__team")

    class S(models.TextChoices):
        PLANNED = "planned", _("Prévu")
        ASKED = "asked", _("Attendu")
        ANSWERED = "answered", _("Fait")

    TONES = labels.FOLLOW_UP_TONES
    FOLLOWS = ("residency__round__team_call__programme", "residency__team__lead", "residency__host__lead")

    state = StateField(_("état"), choices=S, default=S.PLANNED)
    residency = models.ForeignKey("residencies.Residency", models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    continued = models.CharField(_("la suite"), max_length=10, blank=True)
    account = models.TextField(_("ce qui a changé"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("retour sur résidence")
        ordering = ["residency", "months"]
        constraints = [
            models.UniqueConstraint(fields=["residency", "months"], name="one_follow_up_per_month"),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(account=""), name="follow_up_answered_in_words",
                violation_error_message=_("Un retour sur résidence dit ce qui a changé."),
            ),
        ]  # fmt: skip

    ask = Step(S.PLANNED, S.ASKED, by=[roles.BY_CLOCK], label=_("Demander un retour"), due="come_due",
               tells=[notices.follow_up_asked])  # fmt: skip

    @Step(S.ASKED, S.ANSWERED, by=[roles.HOST, roles.HOST_BINDER], label=_("Dire ce qui a changé"), takes=FollowUpForm,
          tells=[notices.follow_up_answered], issues=[papers.follow_up])  # fmt: skip
    def answer(self, attempt: Any, continued: str, account: str) -> None:
        self.continued, self.account = continued, account
        self.answered_by, self.answered_at = attempt.by, attempt.at

    def __str__(self) -> str:
        return str(_("Retour à %(months)s mois") % {"months": self.months})

    def get_absolute_url(self) -> str:
        return f"{self.residency.get_absolute_url()}#retours"

    @property
    def handle(self) -> str:
        return f"{self.residency.handle}-M{self.months}"

    @property
    def call(self) -> Any:
        return self.residency.round.team_call

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        return self.residency.roles_of_user(user, among)
