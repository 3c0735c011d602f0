"""What a project is reproached with, what it answered, and what was decided (CRPA, art. L. 121-1 and L. 122-1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funding.models.cosigned import CosignedAct, first_signature
from funding.models.decision import next_number
from workflows import clock

USER = settings.AUTH_USER_MODEL


class Hearing(CosignedAct):
    place = models.ForeignKey("accelerators.Place", models.PROTECT, related_name="hearings")
    grievances = models.TextField(_("griefs"))
    rule = models.TextField(_("règle méconnue"))
    answer_by = models.DateField(_("observations attendues le"))
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    answer = models.TextField(_("observations"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reasons = models.TextField(_("motifs"), blank=True)
    why_not_followed = models.TextField(_("réponse aux observations"), blank=True)
    excluded = models.BooleanField(null=True)
    number = models.CharField(max_length=40, unique=True, null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    mandate = models.ForeignKey("people.Mandate", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("procédure de sortie")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["place"], condition=Q(decided_at=None), name="one_hearing_at_a_time"),
            models.CheckConstraint(
                condition=~Q(excluded=True)
                | Q(decided_at__isnull=False, mandate__isnull=False, number__isnull=False) & ~Q(reasons=""),
                name="exclusion_signed_with_reasons",
                violation_error_message=_("Une sortie prononcée a des motifs, un auteur, une délégation et un numéro."),
            ),
            first_signature("first_signature_of_an_exclusion"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.place} {self.opened_at:%Y-%m-%d}"

    def answered(self, answer: str, attempt: Any) -> None:
        """Once or several times, until the decision: whoever signed first had not read it."""
        self.unsay()
        self.answer, self.answered_at = f"{self.answer}\n\n{answer}".strip(), attempt.at
        self.save()

    def dropped(self, reason: str, attempt: Any) -> None:
        self.unsay()
        self.reasons, self.excluded, self.decided_at, self.decided_by = reason, False, attempt.at, attempt.by
        self.save()

    def decided(self, reasons: str, why_not_followed: str, attempt: Any) -> None:
        self.reasons, self.why_not_followed, self.excluded = reasons, why_not_followed, True
        self.decided_at, self.decided_by = attempt.at, attempt.by
        self.mandate = self.signed_file.signing_mandate(attempt.by, self)
        self.number = next_number(attempt.at)
        self.save()

    @property
    def signed_file(self) -> Any:
        return self.place.application

    @property
    def made_at(self) -> Any:
        return self.decided_at

    @property
    def is_over(self) -> bool:
        return self.decided_at is not None

    def may_be_decided(self, on: date) -> bool:
        """An answer was given, or its last day is past."""
        return self.answered_at is not None or self.answer_by < on

    @property
    def decided_on(self) -> date | None:
        return clock.paris_day(self.decided_at) if self.decided_at else None
