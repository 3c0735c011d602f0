"""The first of two signatures, where a second authority co-decides (the State and a Region): it makes no act by itself.

A decision bears it, and so do the acts that undo one (parallelism of forms): the answer to an appeal, a withdrawal, and
what ends or changes the tail of an instrument (`funding.by_two`).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .. import cosigning


class Cosigned(models.Model):
    first_signed_at = models.DateTimeField(null=True, blank=True)
    first_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_mandate = models.ForeignKey("people.Mandate", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    def put_first(self, application: Any, attempt: Any) -> None:
        self.first_signed_at, self.first_signed_by = attempt.at, attempt.by
        self.first_mandate = application.signing_mandate(attempt.by, self)


def first_signature(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(first_signed_at=None, first_signed_by=None, first_mandate=None)
        | Q(first_signed_at__isnull=False, first_signed_by__isnull=False, first_mandate__isnull=False),
        name=name,
        violation_error_message=_("Une première signature a un auteur, une délégation et une date."),
    )


class CosignedAct(Cosigned):
    """An act that whoever signs first writes: its words wait beside, unseen by the holder, and the second signs these
    very words or sends them back."""

    first_said = models.JSONField(default=dict, blank=True)
    sent_back_why = models.TextField(_("ce qu’il faut revoir"), blank=True)

    application: Any
    signed_at: Any

    class Meta:
        abstract = True

    @property
    def signed_file(self) -> Any:
        """The file whose authorities sign it."""
        return self.application

    @property
    def made_at(self) -> Any:
        """When the last signature made it act."""
        return self.signed_at

    @property
    def first_awaited(self) -> bool:
        return cosigning.awaits_first(self, self.signed_file.call)

    @property
    def second_awaited(self) -> bool:
        return self.first_signed_at is not None and self.made_at is None

    @property
    def still_signs(self) -> Any:
        """The authority whose signature is awaited, once the other gave its own."""
        call = self.signed_file.call
        own = call.programme.authority
        return cosigning.second_authority(call) if cosigning.authority_of(self.first_mandate, call) == own.pk else own

    @property
    def first_amount(self) -> Decimal:
        return Decimal(self.first_said.get("amount") or 0)

    @property
    def first_sense(self) -> str:
        return str(self.first_said.get("sense", ""))

    @property
    def first_words(self) -> str:
        said = (self.first_said.get(name, "") for name in ("answer", "reasons", "why_not_followed", "committee"))
        return "\n".join(text for text in said if text)

    def say_first(self, attempt: Any, **said: Any) -> None:
        self.put_first(self.signed_file, attempt)
        self.sent_back_why = ""
        self.first_said = {name: str(value) for name, value in said.items()}

    def unsay(self, why: str = "") -> None:
        """Sent back, or something came that the first had not read."""
        self.first_signed_at = self.first_signed_by = self.first_mandate = None
        self.first_said, self.sent_back_why = {}, why
