"""What became of a project 6, 12 and 24 months after the programme: asked by the clock, answered by its holder."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from funding.models import columns
from workflows import clock
from workflows.models import StateField, Stateful, StatefulQuerySet
from workflows.steps import Step

from .. import done, notices, papers, roles
from ..forms.survey import SurveyForm
from .place import Place


class SurveyQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(place__in=Place.objects.visible_to(user).values("pk"))

    def due(self, now: datetime) -> Self:
        return self.filter(opens_on__lte=clock.paris_day(now))

    def unanswered_long(self, now: datetime) -> Self:
        """A month after it was asked; once."""
        return self.filter(opens_on__lte=clock.paris_day(now) - timedelta(days=30), reminded_on=None)

    def answered(self) -> Self:
        return self.filter(state=Survey.S.ANSWERED)

    def asked(self) -> Self:
        return self.filter(state=Survey.S.ASKED)

    def newest(self) -> Self:
        """The last answer of each project."""
        return self.answered().order_by("place_id", "-months").distinct("place_id")


class Survey(Stateful):
    OF_FILES = ("place__application",)

    class S(models.TextChoices):
        PLANNED = "planned", _("À venir")
        ASKED = "asked", _("À remplir")
        ANSWERED = "answered", _("Remplie")

    TONES = {
        "planned": ("neutral", "hourglass-split"), "asked": ("you", "person-fill-up"),
        "answered": ("ok", "check-circle-fill"),
    }  # fmt: skip

    state = StateField(_("état"), choices=S, default=S.PLANNED)
    place = models.ForeignKey("accelerators.Place", models.PROTECT, related_name="surveys")
    months = models.PositiveSmallIntegerField(_("mois après le programme"))
    opens_on = models.DateField(_("ouverte le"))
    reminded_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    still_running = models.BooleanField(_("le projet continue"), null=True)
    jobs = models.PositiveIntegerField(_("emplois (équivalents temps plein)"), null=True, blank=True)
    users = models.PositiveIntegerField(_("usagers touchés"), null=True, blank=True)
    raised = columns.amount(_("financements obtenus"), null=True, blank=True)
    territories = models.PositiveIntegerField(_("territoires d’implantation"), null=True, blank=True)
    words = models.TextField(_("ce qui a changé"), blank=True)

    objects = SurveyQuerySet.as_manager()
    FOLLOWS = ("place__cohort__node__organisation", "place__application__call__programme", "place__application__lead")

    class Meta:
        verbose_name = _("enquête")
        ordering = ["months"]
        constraints = [
            models.UniqueConstraint(fields=["place", "months"], name="one_survey_per_project_and_time"),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False, still_running__isnull=False),
                name="survey_answered_says_whether_it_runs",
                violation_error_message=_("Une enquête remplie dit si le projet continue."),
            ),
        ]  # fmt: skip

    DONE = done.SURVEY

    # fmt: off
    ask = Step(S.PLANNED, S.ASKED, by=[roles.BY_CLOCK], label=_("Ouvrir l’enquête"), due="due",
               tells=[notices.survey_asked])

    @Step(S.ASKED, None, by=[roles.BY_CLOCK], label=_("Rappeler l’enquête"), due="unanswered_long",
          tells=[notices.survey_reminder])
    def remind(self, attempt: Any) -> None:
        self.reminded_on = clock.paris_day(attempt.at)

    @Step((S.ASKED, S.ANSWERED), S.ANSWERED, by=[roles.HOLDER, roles.BINDER], label=_("Répondre à l’enquête"),
          takes=SurveyForm, tells=[notices.survey_answered], issues=[papers.impact])
    def answer(self, attempt: Any, **told: Any) -> None:
        self.__dict__.update(told, answered_at=attempt.at)
    # fmt: on

    def __str__(self) -> str:
        name = _now("Enquête à %(months)s mois") % {"months": self.months}
        return f"{name} · {self.place}"

    def get_absolute_url(self) -> str:
        return reverse("accelerators:place", args=[self.place_id]) + "#enquetes"

    @property
    def handle(self) -> str:
        return f"{self.place.handle}-E{self.months}"

    @property
    def application(self) -> Any:
        return self.place.application

    @property
    def is_answered(self) -> bool:
        return self.state == self.S.ANSWERED

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        return self.place.roles_of_user(user, among)
