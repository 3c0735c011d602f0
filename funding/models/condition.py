"""A condition of an award: a task with a day and a proof. The decision is « with conditions » until all are lifted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from workflows import clock
from workflows.models import StateField, Stateful
from workflows.steps import Step

from .. import done, notices, roles
from ..forms import condition as f
from ..rules import deadlines
from .of_file import OfFile, OfFileQuerySet

MONTHS = 3  # to fulfil it, unless the instruction writes another day


class ConditionQuerySet(OfFileQuerySet):
    def standing(self) -> Self:
        """Of decisions that nothing took back since."""
        return self.filter(decision__withdrawn_at=None)

    def open(self) -> Self:
        return self.exclude(state=Condition.S.LIFTED)

    def awaited(self) -> Self:
        return self.filter(state=Condition.S.OPEN)

    def to_examine(self) -> Self:
        return self.filter(state=Condition.S.FILED)


class Condition(OfFile, Stateful):
    DONE = done.CONDITION

    class S(models.TextChoices):
        OPEN = "open", _("À remplir")
        FILED = "filed", _("Justificatif à examiner")
        LIFTED = "lifted", _("Levée")

    state = StateField(_("état"), choices=S, default=S.OPEN)
    application = models.ForeignKey("funding.Application", models.PROTECT, related_name="conditions")
    decision = models.ForeignKey("funding.Decision", models.PROTECT, related_name="conditions_set")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("condition"), max_length=1000)
    due_on = models.DateField(_("à remplir avant le"))
    note = models.TextField(_("ce qui la remplit"), blank=True)
    document = models.ForeignKey("funding.Document", models.PROTECT, null=True, blank=True, related_name="+")
    filed_at = models.DateTimeField(null=True, blank=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(_("réponse de l’instruction"), blank=True)
    lifted_on = models.DateField(_("levée le"), null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ConditionQuerySet.as_manager()
    FOLLOWS = ("application__call__programme", "application__lead", "decision")

    class Meta:
        verbose_name = _("condition")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "position"], name="one_condition_per_line"),
            models.CheckConstraint(
                condition=~Q(state="lifted") | Q(lifted_on__isnull=False, lifted_by__isnull=False),
                name="condition_lifted_by_someone_on_a_day",
                violation_error_message=_("Une condition levée a une date et un auteur."),
            ),
        ]

    @Step((S.OPEN, S.FILED), S.FILED, by=[roles.HOLDER, roles.BINDER], label=_("Envoyer le justificatif"),
          takes=f.EvidenceForm, tells=[notices.condition_filed])  # fmt: skip
    def file_evidence(self, attempt: Any, note: str, file: Any) -> None:
        if file:
            from .. import files

            place = f"condition-{self.pk}"
            self.document = files.add(self.application, file, by=attempt.by, question=place)
        self.note, self.filed_at, self.filed_by = note, attempt.at, attempt.by

    @Step((S.OPEN, S.FILED), S.LIFTED, by=[roles.OFFICER], label=_("Lever la condition"), takes=f.LiftForm,
          tells=[notices.condition_lifted])  # fmt: skip
    def lift(self, attempt: Any, lifted_on: date, answer: str) -> None:
        self.lifted_on, self.lifted_by, self.answer = lifted_on, attempt.by, answer

    @Step(S.FILED, S.OPEN, by=[roles.OFFICER], label=_("Demander autre chose"), takes=f.InsufficientForm,
          tells=[notices.condition_insufficient])  # fmt: skip
    def ask_again(self, attempt: Any, answer: str) -> None:
        self.answer = answer

    @Step((S.OPEN, S.FILED), None, by=[roles.OFFICER], label=_("Reporter la date"), takes=f.PutOffForm,
          tells=[notices.condition_put_off])  # fmt: skip
    def put_off(self, attempt: Any, due_on: date, answer: str) -> None:
        self.due_on, self.answer = due_on, answer

    def __str__(self) -> str:
        name = _now("Condition")
        return f"{name} {self.position} · {self.application.handle}"

    def get_absolute_url(self) -> str:
        return f"{self.application.get_absolute_url()}#conditions"

    @property
    def handle(self) -> str:
        return f"{self.application.handle}-K{self.position}"

    @property
    def late(self) -> bool:
        return self.due_on < clock.today()

    @classmethod
    def set_by(cls, decision: Any, at: datetime) -> None:
        """A line of the decision's conditions is a task, from the day it is signed."""
        due_on = deadlines.add_months(clock.paris_day(at), MONTHS)
        lines = [line.strip(" –-•\t") for line in decision.conditions.splitlines()]
        cls.objects.bulk_create(
            cls(application_id=decision.application_id, decision=decision, position=n, text=line[:1000], due_on=due_on)
            for n, line in enumerate(filter(None, lines), start=1)
        )
