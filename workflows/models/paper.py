from __future__ import annotations

import secrets

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, 1/I: the code is read aloud and typed


def new_code() -> str:
    raw = "".join(secrets.choice(ALPHABET) for _i in range(16))
    return "-".join(raw[i : i + 4] for i in range(0, 16, 4))


def stored_at(paper: Paper, _name: str) -> str:
    """Content-addressed by the paper's own key: writing it twice writes the same file."""
    return f"papers/{paper.pk % 1000:03}/{paper.pk}-{paper.kind}.pdf"


class Paper(models.Model):
    """A paper that the administration issued: its frozen content, then its one file, never made again.

    `content` is written in the step's transaction; the file follows from the outbox. `sha256` is the hash
    of the file as stored and sent.
    """

    kind = models.CharField(max_length=10)
    number = models.CharField(max_length=80, unique=True)
    code = models.CharField(max_length=19, unique=True, default=new_code)
    title = models.CharField(max_length=200)
    template = models.CharField(max_length=100)
    content = models.JSONField()
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    transition = models.ForeignKey("workflows.Transition", models.PROTECT, related_name="papers")
    issued_at = models.DateTimeField()
    file = models.FileField(upload_to=stored_at, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="paper_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(made_at=None, sha256="", file="")
                | (models.Q(made_at__isnull=False) & ~models.Q(sha256="") & ~models.Q(file="")),
                name="paper_made_with_file_and_hash",
                violation_error_message=_("Un document établi a un fichier et son empreinte."),
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("workflows:paper", args=[self.pk])
