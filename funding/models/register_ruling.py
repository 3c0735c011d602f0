"""What a person said of a doubtful line of the register. The lines are replaced at each import; the ruling follows
the line by its content. Rows are added, never changed: the last one holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

CONTENT = ("identifier", "siren", "name", "regime", "authority", "operator", "granted_on", "gge")


def mark_of(row: Any) -> str:
    """What makes a doubtful line itself, wherever it stands. Alike in everything, two are ruled together."""
    said = [str(getattr(row, name)) for name in CONTENT]
    return hashlib.sha256("\x1f".join([*said, *sorted(row.anomalies)]).encode()).hexdigest()


class RegisterRulingQuerySet(models.QuerySet["RegisterRuling"]):
    def by_mark(self, rows: Iterable[Any]) -> dict[str, RegisterRuling]:
        """The last ruling on each of these lines, by its mark; those without doubt are not looked for."""
        marks = {mark_of(row) for row in rows if row.anomalies}
        found = self.filter(mark__in=marks).select_related("by").order_by("id") if marks else []
        return {ruling.mark: ruling for ruling in found}


class RegisterRuling(models.Model):
    class Ruling(models.TextChoices):
        ASIDE = "aside", _("Écartée : elle n’est pas comptée")
        CONFIRMED = "confirmed", _("Confirmée : elle est comptée")

    mark = models.CharField(max_length=64, db_index=True)
    said = models.JSONField()  # the line as it was read that day
    ruling = models.CharField(max_length=10, choices=Ruling)
    reason = models.TextField(_("motif"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = RegisterRulingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne de registre examinée")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="register_line_ruled_with_a_reason",
                violation_error_message=_("Dites pourquoi : le motif reste avec la ligne."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.said.get('siren', '')} · {self.get_ruling_display()}"

    @property
    def aside(self) -> bool:
        return self.ruling == self.Ruling.ASIDE
