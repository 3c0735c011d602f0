"""What is missing, asked once with a deadline: suspends the clock of silence (L114-5 CRPA)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows import clock


class PieceRequest(models.Model):
    application = models.ForeignKey("funding.Application", models.CASCADE, related_name="piece_requests")
    pieces = models.ManyToManyField("funding.RequiredPiece", blank=True)
    other = models.CharField(_("autre pièce"), max_length=200, blank=True)
    message = models.TextField(_("explication"))
    asked_on = models.DateField()
    due_on = models.DateField(_("réponse attendue le"))
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gt=models.F("asked_on")),
                name="pieces_due_after_asked",
                violation_error_message=_("Le délai de réponse se termine après la demande."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.due_on}"

    @classmethod
    def ask(cls, application: Any, attempt: Any, *, pieces: Any, other: str, message: str, due_on: Any) -> PieceRequest:
        asked_on = clock.paris_day(attempt.at)
        request = cls.objects.create(
            application=application, other=other, message=message, asked_on=asked_on, due_on=due_on
        )
        request.pieces.set(pieces)
        return request

    def missing(self) -> list[Any]:
        """Pieces asked for and not filed since."""
        since = self.application.documents.filter(uploaded_at__date__gte=self.asked_on)
        filed = set(since.values_list("piece", flat=True))
        return [piece for piece in self.pieces.all() if piece.pk not in filed]

    def missing_labels(self) -> list[str]:
        """In words, with the paper that the call did not foresee."""
        labels = [piece.label for piece in self.missing()]
        loose = self.application.documents.filter(uploaded_at__date__gte=self.asked_on, piece=None, question="")
        return labels + ([self.other] if self.other and not loose.exists() else [])
