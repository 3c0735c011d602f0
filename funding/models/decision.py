"""The administrative act: drafted by the officer, signed by a mandate that fits, numbered, never changed.

It has no machine of its own: proposing, signing and sending back are steps of the file, so that the decision
and the state cannot disagree.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows import clock
from workflows.models import Counter

from .. import envelope
from . import columns
from .cosigned import Cosigned, first_signature

READ = frozenset({
    "kind", "grant", "recoverable_advance", "eligible_base", "aid_regime", "reasons", "reasons_by_criterion",
    "conditions", "rank", "valid_until", "drafted_by_id", "drafted_at",
    "state_aid",
})  # fmt: skip


def next_number(at: datetime) -> str:
    """Of an act, without gaps in its year: decisions, answers to appeals and withdrawals are one series."""
    year = clock.paris_day(at).year
    return f"D-{year}-{Counter.take(f'decision/{year}'):05}"


class Decision(Cosigned):
    class Kind(models.TextChoices):
        AWARD = "award", _("Attribution")
        RESERVE = "reserve", _("Liste complémentaire")
        REJECTION = "rejection", _("Rejet")
        INELIGIBILITY = "ineligibility", _("Irrecevabilité")

    application = models.ForeignKey("funding.Application", models.PROTECT, related_name="decisions")
    kind = models.CharField(_("sens"), max_length=15, choices=Kind)
    grant = columns.amount(_("subvention"), default=Decimal(0))
    recoverable_advance = columns.amount(_("avance récupérable"), default=Decimal(0))
    eligible_base = columns.amount(_("assiette éligible"), default=Decimal(0))
    aid_regime = models.CharField(_("régime d’aide"), max_length=250, blank=True)
    # Per undertaking: regime, legal basis, gross grant equivalent and the check they come from.
    state_aid = models.JSONField(default=list, blank=True)
    reasons = models.TextField(_("motifs"))
    reasons_by_criterion = models.JSONField(default=list, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    rank = models.PositiveSmallIntegerField(_("rang"), null=True, blank=True)
    valid_until = models.DateField(_("valable jusqu’au"), null=True, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_why = models.TextField(blank=True)
    number = models.CharField(_("numéro"), max_length=40, unique=True, null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    mandate = models.ForeignKey("people.Mandate", models.PROTECT, null=True, blank=True, related_name="+")
    # What later acts took back (CRPA, art. L. 242-1 to L. 243-3): in part an amount, whole with its moment.
    withdrawn = columns.amount(_("retiré"), default=Decimal(0))
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["application"], include=["grant", "recoverable_advance", "withdrawn", "signed_at"],
                condition=models.Q(kind="award", signed_at__isnull=False, withdrawn_at__isnull=True),
                name="decision_standing_awards",
            ),
        ]  # fmt: skip
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None, mandate=None, number=None)
                | Q(
                    signed_at__isnull=False,
                    signed_by__isnull=False,
                    mandate__isnull=False,
                    number__isnull=False,
                    sent_back_at=None,
                ),
                name="decision_signed_by_someone_with_power",
                violation_error_message=_("Une décision signée a un auteur, une délégation, une date et un numéro."),
            ),
            first_signature("first_signature_by_someone_with_power"),
            models.CheckConstraint(
                condition=Q(kind="award", grant__gte=0) | Q(grant=0, recoverable_advance=0),
                name="only_an_award_has_an_amount",
                violation_error_message=_("Seule une attribution porte un montant."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn__lte=models.F("grant") + models.F("recoverable_advance")),
                name="withdrawn_up_to_what_was_awarded",
                violation_error_message=_("On ne retire pas plus que ce qui a été accordé."),
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(signed_at=None, sent_back_at=None),
                name="one_decision_in_preparation",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.get_kind_display()} ({self.application})"

    @property
    def amount(self) -> Decimal:
        return self.grant + self.recoverable_advance

    @property
    def kept(self) -> Decimal:
        """What the beneficiary still has of it."""
        return self.amount - self.withdrawn

    @classmethod
    def draw_up(cls, application: Any, attempt: Any, **draft: Any) -> Decision:
        """A new draft by the officer; the reasons per criterion are kept as proposed, the regime as checked. The
        call's visas are asked."""
        from .. import visas
        from ..state_aid import cite

        facts = {"reasons_by_criterion": application.reasons_by_criterion()} | draft
        project = cls(application=application, drafted_by=attempt.by, drafted_at=attempt.at, **facts)
        if project.kind == cls.Kind.AWARD:
            cite(project, application)
        project.save(force_insert=True)
        visas.ask(project, attempt.at)
        return project

    @property
    def imprint(self) -> str:
        """Of what one reads before signing: a project that changed since bears another."""
        read = [getattr(self, field.attname) for field in self._meta.concrete_fields if field.attname in READ]
        return hashlib.sha256(json.dumps(read, default=str).encode()).hexdigest()

    def sign_first(self, application: Any, attempt: Any) -> None:
        self.put_first(application, attempt)
        self.save(update_fields=["first_signed_at", "first_signed_by", "first_mandate"])

    def set_aside(self, attempt: Any, reason: str) -> None:
        self.sent_back_at, self.sent_back_why = attempt.at, reason
        self.save(update_fields=["sent_back_at", "sent_back_why"])

    def sign(self, application: Any, attempt: Any) -> None:
        """Signature, number and commitment, in the step's transaction. The envelope is locked, then the
        number is taken: nothing that waits may follow.

        Raises StepRefused when the call's envelope no longer has the amount: of two signatures racing for
        its last euros one wins, the other reads what is left.
        """
        if self.kind == self.Kind.AWARD:
            envelope.move(application.call_id, committed=self.amount)
        self.signed_at, self.signed_by = attempt.at, attempt.by
        self.mandate = application.signing_mandate(attempt.by)
        self.number = next_number(attempt.at)
        self.save()
        if self.kind == self.Kind.AWARD:
            from ..state_aid import enter_awards

            enter_awards(self, application, attempt.at)
            self._set_conditions(attempt)

    def retire(self, application: Any, attempt: Any) -> None:
        """Withdrawn after an appeal (CRPA, art. L. 242-4 and L. 243-3): its words stay, its effects end."""
        if self.kind == self.Kind.AWARD:
            from .. import withdrawing

            withdrawing.release(application, self)
        from ..state_aid import follow_award

        self.withdrawn, self.withdrawn_at = self.amount, attempt.at
        self.save(update_fields=["withdrawn", "withdrawn_at"])
        follow_award(self)

    def _set_conditions(self, attempt: Any) -> None:
        from .condition import Condition

        Condition.set_by(self, attempt.at)

    @property
    def with_conditions(self) -> bool:
        """Until every one of them is lifted; before the signature, as it is drafted."""
        if self.signed_at is None:
            return bool(self.conditions.strip())
        return any(condition.state != condition.S.LIFTED for condition in self.conditions_set.all())
