from __future__ import annotations

from django.conf import settings
from django.db import models


class Transition(models.Model):
    """One row of the journal: who did what to which thing, when, with what. Never changed, never deleted:
    the database refuses it (see the migration), and the chain of hashes would show it."""

    SEALED = (
        "subject_type", "subject_id", "sequence", "step", "source", "target",
        "by_id", "by_name", "role", "inputs", "previous",
    )  # fmt: skip

    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    step = models.CharField(max_length=60)
    source = models.CharField(max_length=32)
    target = models.CharField(max_length=32)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    at = models.DateTimeField()
    inputs = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "sequence"], name="journal_one_row_per_step")
        ]
        indexes = [models.Index(fields=["at"], name="journal_by_time")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id} #{self.sequence} {self.step}"

    @property
    def subject(self) -> tuple[str, int]:
        return self.subject_type, self.subject_id


class Seal(models.Model):
    """All heads of all chains, bound together once a day and to the seal of the day before."""

    day = models.DateField(unique=True)
    upto = models.BigIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day} {self.hash[:12]}"
