"""What the holder and the administration write to each other about a file: short, dated, kept as written."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from workflows import clock, outbox


class NoteQuerySet(models.QuerySet["Note"]):
    def in_order(self) -> Self:
        return self.select_related("author").order_by("id")


class Note(models.Model):
    application = models.ForeignKey("funding.Application", models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_applicant = models.BooleanField()
    body = models.TextField(_("message"), max_length=4000)
    written_at = models.DateTimeField()

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.application} · {self.author}"

    @classmethod
    def write(cls, application: Any, *, by: Any, body: str, by_applicant: bool) -> Note:
        """The other side is told through the outbox, in the same transaction."""
        with transaction.atomic():
            now = clock.now()
            note = cls.objects.create(
                application=application, author=by, body=body, by_applicant=by_applicant, written_at=now
            )
            outbox.add([outbox.at_once("note", f"funding.note.{note.pk}", note=note.pk)])
        return note

    def readers(self) -> list[Any]:
        from .. import notices

        told = notices.officers if self.by_applicant else notices.holders
        return [person for person in told(self.application, None) if person.pk != self.author_id and person.is_active]
