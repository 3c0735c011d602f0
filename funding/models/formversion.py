"""The questions of a call, as versions: one working draft, and published ones that never change.

`content` = {"sections": [{"key", "title", "help", "questions": [{"key", "kind", "label", "help", "required",
"limit", "options": [{"key","label"}], "columns": [{"key","label","kind"}], "kept"}]}]}. A `kept` question is its
instrument's, and stays. Keys are stable across versions: an
answer belongs to its question's key, so that a new version loses none.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FormVersionQuerySet(models.QuerySet["FormVersion"]):
    def published(self) -> Any:
        return self.filter(published_at__isnull=False)

    def latest_published(self) -> FormVersion | None:
        return self.published().order_by("-number").first()

    def to_publish(self) -> FormVersion | None:
        """What `latest_draft` would give, read and not made."""
        return self.filter(published_at=None).first() or self.latest_published()

    def latest_draft(self) -> FormVersion:
        """The working draft; made from the last published version when there is none."""
        draft = self.filter(published_at=None).first()
        if draft:
            return draft
        last = self.latest_published()
        call = self._hints["instance"]
        return self.create(
            call=call,
            number=last.number + 1 if last else 1,
            content=last.content if last else {"sections": []},
        )


class FormVersion(models.Model):
    class Kind(models.TextChoices):
        SHORT = "short", _("Texte court")
        LONG = "long", _("Texte long")
        NUMBER = "number", _("Nombre")
        AMOUNT = "amount", _("Montant")
        DATE = "date", _("Date")
        YES_NO = "yes_no", _("Oui ou non")
        ONE = "one", _("Un choix")
        MANY = "many", _("Plusieurs choix")
        FILE = "file", _("Fichier")
        TABLE = "table", _("Tableau")
        TERRITORY = "territory", _("Territoire")
        SIRET = "siret", _("SIRET")

    call = models.ForeignKey("funding.Call", models.CASCADE, related_name="form_versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = FormVersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="form_version_numbers"),
            models.UniqueConstraint(
                fields=["call"], condition=Q(published_at=None), name="one_working_draft_of_the_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call.code} v{self.number}"

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Those that ask something: a part left empty by its manager is nothing to read."""
        return [section for section in self.content.get("sections", []) if section["questions"]]

    def questions(self) -> list[dict[str, Any]]:
        return [question for section in self.sections for question in section["questions"]]

    def freeze(self, attempt: Any) -> None:
        """Published, it is frozen: the database refuses any later change (see the migration)."""
        self.published_at = attempt.at
        self.save(update_fields=["published_at"])
