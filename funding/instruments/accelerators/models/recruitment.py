"""What a call of the network says beside the spine's rules: whose it is, which cohort it fills, who selects."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funding.models import Call
from funding.models.call import STAFF_MANDATES, in_scope

from ..rules import ACCEPT_DAYS, LATE_ENTRY_DAYS
from .cohort import Cohort
from .node import Node


class RecruitmentQuerySet(models.QuerySet["Recruitment"]):
    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.filter(call__in=Call.objects.public())
        return self.filter(Q(call__in=Call.objects.public()) | in_scope(user, STAFF_MANDATES)).distinct()


class Recruitment(models.Model):
    call = models.OneToOneField(Call, models.CASCADE, related_name="recruitment")
    node = models.ForeignKey(
        Node, models.PROTECT, null=True, blank=True, related_name="recruitments", verbose_name=_("accélérateur"),
        help_text=_("Vide : l’appel est celui du réseau, qui oriente les dossiers."),
    )  # fmt: skip
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, null=True, blank=True, related_name="recruitments",
        verbose_name=_("promotion à remplir"),
    )  # fmt: skip
    most_refusals = models.PositiveSmallIntegerField(
        _("refus avant de ne plus pouvoir déposer"), null=True, blank=True,
        help_text=_("Trois, par exemple. Vide : pas de limite."),
    )  # fmt: skip
    administration_quorum = models.PositiveSmallIntegerField(_("quorum du collège de l’administration"), default=2)
    citizens_quorum = models.PositiveSmallIntegerField(_("quorum du jury citoyen"), default=3)
    accept_days = models.PositiveSmallIntegerField(_("jours pour accepter une place"), default=ACCEPT_DAYS)
    late_entry_days = models.PositiveSmallIntegerField(
        _("jours après le début pendant lesquels une place libérée est encore proposée"), default=LATE_ENTRY_DAYS
    )

    objects = RecruitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("recrutement")
        constraints = [
            models.CheckConstraint(
                condition=Q(most_refusals=None) | Q(most_refusals__gte=1), name="recruitment_allows_one_try",
                violation_error_message=_("Un refus au moins, ou rien."),
            ),
            models.CheckConstraint(
                condition=Q(accept_days__gte=1), name="recruitment_leaves_a_day_to_accept",
                violation_error_message=_("Laissez un jour au moins pour accepter une place."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.call}"

    @classmethod
    def of(cls, call: Any) -> Recruitment:
        """The call's own; of the network, without a cohort, where nothing was said."""
        return cls.objects.filter(call=call.pk).select_related("node", "cohort__node").first() or cls(call=call)
