"""What is missing, asked once with a deadline: suspends the clock of silence (L114-5 CRPA)."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from workflows import clock


class PieceRequestQuerySet(models.QuerySet["PieceRequest"]):
    def open(self) -> Self:
        """Neither answered nor dropped: what the file still waits for."""
        return self.filter(answered_on=None, dropped_on=None)


class PieceRequest(models.Model):
    application = models.ForeignKey("funding.Application", models.CASCADE, related_name="piece_requests")
    pieces = models.ManyToManyField("funding.RequiredPiece", blank=True)
    other = models.CharField(_("autre pièce"), max_length=200, blank=True)
    # Files of a blind call whose anonymised copy is asked for.
    copies = models.ManyToManyField("funding.Document", blank=True, related_name="+")
    message = models.TextField(_("explication"))
    asked_on = models.DateField()
    asked_at = models.DateTimeField(null=True, blank=True)  # none before it was kept: the whole day counts then
    due_on = models.DateField(_("réponse attendue le"))
    answered_on = models.DateField(null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)  # the officer went on without the pieces
    # More time, asked for once.
    time_asked_on = models.DateField(null=True, blank=True)
    time_asked_why = models.TextField(blank=True)
    time_answered_on = models.DateField(null=True, blank=True)
    time_refused_why = models.TextField(blank=True)

    objects = PieceRequestQuerySet.as_manager()

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
    def ask(
        cls, application: Any, attempt: Any, *, pieces: Any, other: str, message: str, due_on: Any, copies: Any = ()
    ) -> PieceRequest:
        request = cls.objects.create(
            application=application, other=other, message=message, due_on=due_on,
            asked_on=clock.paris_day(attempt.at), asked_at=attempt.at,
        )  # fmt: skip
        request.pieces.set(pieces)
        request.copies.set(copies)
        return request

    @property
    def since(self) -> datetime:
        """A file sent before this moment is the one that was found wanting, were it of the same morning."""
        return self.asked_at or datetime.combine(self.asked_on, time.min, clock.PARIS)

    @property
    def time_awaited(self) -> bool:
        return self.time_asked_on is not None and self.time_answered_on is None

    def ask_for_time(self, attempt: Any, reason: str) -> None:
        self.time_asked_on, self.time_asked_why = clock.paris_day(attempt.at), reason
        self.save(update_fields=["time_asked_on", "time_asked_why"])

    def answer_time(self, attempt: Any, *, due_on: Any = None, refused_why: str = "") -> None:
        self.time_answered_on, self.time_refused_why = clock.paris_day(attempt.at), refused_why
        self.due_on = due_on or self.due_on
        self.save(update_fields=["time_answered_on", "time_refused_why", "due_on"])

    def missing(self) -> list[Any]:
        """Pieces asked for and not filed since."""
        since = self.application.documents.filter(uploaded_at__gte=self.since)
        filed = set(since.values_list("piece", flat=True))
        return [piece for piece in self.pieces.all() if piece.pk not in filed]

    def missing_labels(self) -> list[str]:
        """In words, with the paper that the call did not foresee."""
        labels = [piece.label for piece in self.missing()]
        loose = self.application.documents.filter(uploaded_at__gte=self.since, piece=None, question="")
        labels += [label for _file, label, copy in self.asked_copies() if copy is None]
        return labels + ([self.other] if self.other and not loose.exists() else [])

    def asked_copies(self) -> list[tuple[Any, str, Any]]:
        """Each file, as it stands now, whose anonymised copy is asked for: what to call it, and the copy since."""
        found: list[tuple[Any, str, Any]] = []
        if not self.application.call.blind:
            return found
        for document in (asked.latest for asked in self.copies.select_related("superseded_by", "piece")):
            copy, name = document.anonymised, document.piece.label if document.piece else document.name
            given = copy if copy and copy.uploaded_at >= self.since else None
            found.append((document, _now("copie anonymisée : %(name)s") % {"name": name}, given))
        return found
