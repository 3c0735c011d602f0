"""The states of a residency, and what one asks of many: who sees them, what waits for whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funding import conflicts
from funding.models import Application
from funding.models.call import STAFF_MANDATES, Mandate, in_scope
from workflows import clock
from workflows.models import StatefulQuerySet


class ResidencyState(models.TextChoices):
    DRAFTED = "drafted", _("Paire à l’étude")
    MATCH_PROPOSED = "match_proposed", _("Appariement proposé")
    ACCEPTED_BY_HOST = "accepted_by_host", _("Accepté par l’hôte")
    ACCEPTED_BY_TEAM = "accepted_by_team", _("Accepté par l’équipe")
    MATCHED = "matched", _("Appariée")
    MATCH_REFUSED = "match_refused", _("Appariement refusé")
    AGREEMENT_DRAFTED = "agreement_drafted", _("Convention à signer")
    AGREEMENT_SIGNED = "agreement_signed", _("Convention signée")
    PRE_VISITED = "pre_visited", _("Prévisite faite")
    IMMERSION = "immersion", _("En immersion")
    INTERVAL = "interval", _("Entre deux semaines")
    INTERRUPTED = "interrupted", _("Interrompue")
    PRESENTATION_SCHEDULED = "presentation_scheduled", _("Restitution annoncée")
    PRESENTED = "presented", _("Restituée")
    EVALUATION = "evaluation", _("En évaluation")
    CLOSED = "closed", _("Clôturée")
    CANCELLED = "cancelled", _("Annulée")


S = ResidencyState
UNANSWERED = (S.MATCH_PROPOSED, S.ACCEPTED_BY_HOST, S.ACCEPTED_BY_TEAM)
SIGNED = (S.AGREEMENT_SIGNED, S.PRE_VISITED, S.IMMERSION, S.INTERVAL, S.INTERRUPTED, S.PRESENTATION_SCHEDULED)
PREPARED = (S.MATCHED, S.AGREEMENT_DRAFTED)
BEFORE_PRESENTED = (*PREPARED, *SIGNED)
PUBLIC = (*SIGNED, S.PRESENTED, S.EVALUATION, S.CLOSED)
UNBOUND = (S.MATCH_REFUSED, S.CANCELLED)  # a side is free again


class ResidencyQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Members of both sides once it is proposed; the offices of either call, but for files closed to them."""
        if not user.is_authenticated:
            return self.none()
        mine = Application.partner_rows(user).values("application")  # joined on both sides, rows would multiply
        member = Q(host__in=mine) | Q(team__in=mine)
        staff = in_scope(user, STAFF_MANDATES, call="round__host_call")
        staff |= in_scope(user, STAFF_MANDATES, call="round__team_call")
        open_to = conflicts.not_barred(user, "host") & conflicts.not_barred(user, "team")
        return self.filter(member & ~Q(state=S.DRAFTED) | staff & open_to)

    def public(self) -> Self:
        """Once all have signed, anyone may know that they will be there, and when."""
        return self.filter(state__in=PUBLIC)

    def drafted(self) -> Self:
        return self.filter(state=S.DRAFTED)

    def beyond_draft(self) -> Self:
        return self.exclude(state=S.DRAFTED)

    def announced(self, now: datetime) -> Self:
        """Whose public presentation is ahead, the nearest first."""
        ahead = self.filter(state=S.PRESENTATION_SCHEDULED, presentation_at__gt=now)
        return ahead.order_by("presentation_at")

    def bound(self) -> Self:
        """Those that keep a host and a team from being in another."""
        return self.exclude(state__in=UNBOUND)

    def answerable(self) -> Self:
        return self.filter(state__in=UNANSWERED)

    def refused(self) -> Self:
        return self.filter(state=S.MATCH_REFUSED)

    def unanswered(self, now: datetime) -> Self:
        return self.filter(answer_due_on__lt=clock.paris_day(now))

    def prepared_by(self, user: Any) -> Self:
        managed = [Mandate.Role.MANAGER, Mandate.Role.OFFICER]
        return self.filter(in_scope(user, managed, call="round__team_call"))

    def awaiting_answer_of(self, structures: Any) -> Self:
        host = Q(host__lead__in=structures, state__in=(S.MATCH_PROPOSED, S.ACCEPTED_BY_TEAM))
        team = Q(team__lead__in=structures, state__in=(S.MATCH_PROPOSED, S.ACCEPTED_BY_HOST))
        return self.filter(host | team)

    def awaiting_signature_of(self, structures: Any) -> Self:
        host = Q(host__lead__in=structures, host_signed_at=None)
        team = Q(team__lead__in=structures, team_signed_at=None)
        return self.filter(host | team, state=S.AGREEMENT_DRAFTED)

    def awaiting_countersignature_of(self, structures: Any) -> Self:
        reported = Q(state=S.PRESENTATION_SCHEDULED, attendance__isnull=False)
        return self.filter(reported, host__lead__in=structures)

    def to_draft(self) -> Self:
        return self.filter(state=S.MATCHED)

    def to_conclude(self) -> Self:
        both = Q(host_signed_at__isnull=False, team_signed_at__isnull=False)
        return self.filter(both, state=S.AGREEMENT_DRAFTED)

    def to_cancel(self) -> Self:
        """Whose cancellation both sides answered, or had the time to."""
        heard = Q(cancel_answer_on__lt=clock.today()) | ~Q(host_observed="") & ~Q(team_observed="")
        return self.filter(heard, cancel_answer_on__isnull=False, state__in=(*PREPARED, *SIGNED))

    def with_sides(self) -> Self:
        return self.select_related(
            "round__team_call__programme", "round__host_call__programme", "host__lead__commune__department__region",
            "host__commune", "team__lead__commune",
        )  # fmt: skip
