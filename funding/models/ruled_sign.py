"""What a person said of a sign that the product saw between someone and a file. Rows are added, never changed."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RuledSignQuerySet(models.QuerySet["RuledSign"]):
    def dismissed(self) -> Self:
        return self.filter(ruling=RuledSign.Ruling.DISMISSED)


class RuledSign(models.Model):
    class Ruling(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmé : déport")
        DISMISSED = "dismissed", _("Écarté : sans lien d’intérêt")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ruled_signs")
    application = models.ForeignKey("funding.Application", models.PROTECT, related_name="ruled_signs")
    key = models.CharField(max_length=300)  # what the sign is made of: another sign is another question
    sentence = models.CharField(max_length=400)
    ruling = models.CharField(max_length=10, choices=Ruling)
    reason = models.TextField(_("motif"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = RuledSignQuerySet.as_manager()

    class Meta:
        verbose_name = _("signe examiné")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(by=F("user")) & ~Q(reason=""),
                name="sign_ruled_by_another_with_a_reason",
                violation_error_message=_("Un signe est examiné par quelqu’un d’autre, avec un motif."),
            )
        ]
        indexes = [models.Index(fields=["application", "user"], name="ruled_sign_of_pair")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_ruling_display()}"
