"""What an application is: its columns, its states, and who one is to it. `application.py` has its machine."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Commune, Mandate, Membership, Organisation
from workflows import clock
from workflows.models import Counter, StateField, Stateful, StatefulQuerySet
from workflows.prepared import prepared, seen

from .. import conflicts, cosigning, labels, roles, visas
from . import columns
from .call import STAFF_MANDATES, Call, covers, in_scope, mandate_roles
from .face import Face
from .formversion import FormVersion


def draft_code() -> str:
    return "B-" + "".join(secrets.choice("23456789abcdefghjkmnpqrstvwxyz") for _i in range(8))


class ApplicationState(models.TextChoices):
    DRAFT = "draft", _("Brouillon")
    SUBMITTED = "submitted", _("Déposé")
    INCOMPLETE = "incomplete", _("Pièces demandées")
    ELIGIBLE = "eligible", _("Recevable")
    SHORTLISTED = "shortlisted", _("Présélectionné")
    UNDER_DUE_DILIGENCE = "under_due_diligence", _("En instruction")
    DECISION_PROPOSED = "decision_proposed", _("Décision proposée")
    AWARDED = "awarded", _("Accordé")
    RESERVE_LIST = "reserve_list", _("Liste complémentaire")
    REJECTED = "rejected", _("Refusé")
    INELIGIBLE = "ineligible", _("Irrecevable")
    IMPLICITLY_REJECTED = "implicitly_rejected", _("Refus implicite")
    LAPSED = "lapsed", _("Caduc")
    WITHDRAWN_AWARD = "withdrawn_award", _("Aide retirée")
    WITHDRAWN = "withdrawn", _("Retiré")


S = ApplicationState
ASSESSED = (S.ELIGIBLE, S.SHORTLISTED, S.UNDER_DUE_DILIGENCE)
PENDING = (S.SUBMITTED, S.INCOMPLETE, *ASSESSED, S.DECISION_PROPOSED)
BEFORE_DECISION = (S.DRAFT, *PENDING)
REFUSED = (S.REJECTED, S.INELIGIBLE, S.IMPLICITLY_REJECTED, S.LAPSED)
DECIDED = (S.AWARDED, S.RESERVE_LIST, *REFUSED, S.WITHDRAWN_AWARD)  # what one may appeal against


@prepared
def _memberships(user: Any, application: Any) -> Any:
    return Membership.objects.filter(user=user, organisation__partnerships__application=application)


@seen
def _reviews(user: Any, application: Any) -> Any:
    return ApplicationRecord.review_rows(user).filter(application=application).values_list("pk")


class ApplicationQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Members of a partner organisation; staff once it is submitted, and its reviewers, unless barred."""
        if not user.is_authenticated:
            return self.none()
        member = Q(pk__in=self.model.partner_rows(user).values("application"))
        reviewer = Q(pk__in=self.model.review_rows(user).values("application"))
        visor = Q(pk__in=visas.rows_of(user).values("decision__application"))
        office = (in_scope(user, STAFF_MANDATES) | reviewer | visor) & ~Q(state=ApplicationState.DRAFT)
        return self.filter(member | office & conflicts.not_barred(user))

    def named_to(self, user: Any) -> Self:
        """Without the files that `user` only reviews, in a call judged without names."""
        member = Q(pk__in=self.model.partner_rows(user).values("application"))
        return self.filter(Q(call__blind=False) | member | in_scope(user, STAFF_MANDATES))

    def open_to(self, user: Any) -> Self:
        """But for those closed to `user` by a conflict of interest."""
        return self.filter(conflicts.not_barred(user))

    def held_by(self, user: Any) -> Self:
        return self.filter(pk__in=self.model.partner_rows(user).values("application"))

    def officiated_by(self, user: Any) -> Self:
        held = in_scope(user, [Mandate.Role.OFFICER, Mandate.Role.MANAGER])
        return self.open_to(user).filter(held).exclude(state=ApplicationState.DRAFT)

    def to_sign_by(self, user: Any) -> Self:
        held = in_scope(user, [Mandate.Role.SIGNATORY])
        return self.open_to(user).filter(held, state=ApplicationState.DECISION_PROPOSED)

    def drafts(self) -> Self:
        return self.filter(state=ApplicationState.DRAFT)

    def submitted(self) -> Self:
        return self.exclude(state=ApplicationState.DRAFT)

    def pending(self) -> Self:
        return self.filter(state__in=PENDING)

    def awarded(self) -> Self:
        return self.filter(state=ApplicationState.AWARDED)

    def silent(self, now: datetime) -> Self:
        """No decision at midnight after the last day: the silence has become a rejection."""
        return self.filter(silence_on__lt=clock.paris_day(now))

    def unanswered(self, now: datetime) -> Self:
        return self.filter(answer_due_on__lt=clock.paris_day(now))

    def with_handle(self, handle: str) -> Self:
        if "\x00" in handle:  # PostgreSQL refuses the very question
            return self.none()
        return self.filter(Q(reference=handle) | Q(draft_code=handle))

    def for_lists(self) -> Self:
        return self.select_related("call", "lead", "commune", "officer")


class ApplicationRecord(Face, Stateful):
    S = ApplicationState
    LABELS = labels.APPLICATION

    FOLLOWS = ("call__programme", "lead")
    state = StateField(_("état"), choices=ApplicationState, default=ApplicationState.DRAFT)
    instrument = models.CharField(max_length=30, editable=False)
    draft_code = models.CharField(max_length=12, unique=True, default=draft_code, editable=False)
    reference = models.CharField(_("numéro"), max_length=40, unique=True, null=True, blank=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="led_applications")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="officiated"
    )

    title = models.CharField(_("nom du projet"), max_length=150)
    summary = models.TextField(_("le projet en quelques phrases"), max_length=1000, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(_("début des travaux"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("durée (mois)"), null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    # Counts every write of the draft: two partners who edit at once are told, none overwrites the other.
    edition = models.PositiveIntegerField(default=0)
    # {"typed": {field: what was refused, as typed}, "edits": {field: [who, when]}}: see funding/drafts.py.
    drafting = models.JSONField(default=dict, blank=True, editable=False)

    # Results of rules.aid over the partners' cost lines, and the resources that balance them.
    total_cost = columns.amount(_("dépenses"), default=Decimal(0))
    aid_requested = columns.amount(_("aide demandée"), default=Decimal(0))
    # What the applicants ask for when it is less than the maximum; `aid_requested` is what comes of it.
    aid_wanted = columns.amount(_("aide demandée"), null=True, blank=True)
    own_funding = columns.amount(_("apport du porteur"), default=Decimal(0))
    partner_funding = columns.amount(_("apport des partenaires"), default=Decimal(0))
    other_public_aid = columns.amount(_("autres aides publiques"), default=Decimal(0))

    submitted_at = models.DateTimeField(_("déposé le"), null=True, blank=True)
    silence_on = models.DateField(_("silence valant rejet le"), null=True, blank=True)
    answer_due_on = models.DateField(_("pièces attendues le"), null=True, blank=True)
    reopened_on = models.DateField(_("rouvert le"), null=True, blank=True)  # after an appeal: it is studied again
    search = models.GeneratedField(
        expression=SearchVector("reference", "title", "summary", config="french"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = _("dossier")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(state="withdrawn")
                | Q(reference__isnull=False, submitted_at__isnull=False),
                name="application_submitted_with_number",
                violation_error_message=_("Un dossier déposé a un numéro et une date de réception."),
            ),
            models.CheckConstraint(
                condition=~Q(state="incomplete") | Q(answer_due_on__isnull=False),
                name="application_incomplete_with_deadline",
                violation_error_message=_("Une demande de pièces fixe un délai."),
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state", "-id"], name="application_by_call"),
            models.Index(fields=["state", "-id"], name="application_by_state"),
            models.Index(fields=["officer", "state"], name="application_by_officer"),
            models.Index(fields=["aid_requested", "id"], name="application_by_aid"),
            # What waits, by the day when silence decides: worklists read its first rows, the clock its late ones.
            models.Index(fields=["silence_on", "id"], condition=Q(state__in=PENDING), name="application_waiting"),
            # The portfolio's sums by month and department touch no other column.
            models.Index(fields=["call", "commune", "id"], condition=Q(state="awarded"), name="application_awarded"),
            GinIndex(fields=["search"], name="application_search"),
        ]

    def __str__(self) -> str:
        return self.title or self.handle

    def get_absolute_url(self) -> str:
        return reverse("funding:application", args=[self.handle])

    @property
    def handle(self) -> str:
        return self.reference or self.draft_code

    @property
    def application(self) -> Self:
        """As of whatever belongs to a file: who asks a thing for its application need not know what it is."""
        return self

    @property
    def writable(self) -> bool:
        """Its holder has something to write: the draft, or the pieces that were asked."""
        return self.state in (ApplicationState.DRAFT, ApplicationState.INCOMPLETE)

    @property
    def in_assessment(self) -> bool:
        return self.state in ASSESSED

    @property
    def is_draft(self) -> bool:
        return self.state == self.S.DRAFT

    def take_number(self, at: datetime) -> str:
        """The next number of this call and year, without gaps. Call it last: it holds a lock until commit."""
        series = f"{self.call.code}-{clock.paris_day(at).year}" if not self.call.code[-4:].isdigit() else self.call.code
        return f"{series}-{Counter.take(f'application/{series}'):04}"

    # Who one is to this file.

    @staticmethod
    def partner_rows(user: Any) -> Any:
        from .budget import Partner

        return Partner.objects.filter(organisation__memberships__user=user)

    @staticmethod
    def review_rows(user: Any) -> Any:
        """Its reviews that open it: under a mandate in force, not recused, and after the declaration that no interest
        binds them to it."""
        from .review import Review

        return Review.objects.mandated(user).filter(no_interest_at__isnull=False).active()

    def staff_roles(self, user: Any) -> set[Any]:
        """None on a file in which one has an interest: whoever has one steps aside."""
        if self.state == self.S.DRAFT:
            return set()
        held = mandate_roles(user, self.call, self)
        # Four eyes: who instructs a file does not sign for it.
        return held - {roles.SIGNATORY} if self.officer_id == user.pk else held

    def roles_of_user(self, user: Any, among: Collection[Any] | None = None) -> set[Any]:
        relations = {
            roles.STAFF: self.staff_roles,
            roles.APPLICANTS: self.applicant_roles,
            frozenset({roles.REVIEWER}): self.reviewer_roles,
            frozenset({roles.VISOR}): partial(visas.roles_on, self),
        }
        asked = [given for roles_given, given in relations.items() if among is None or roles_given & set(among)]
        return set().union(*(given(user) for given in asked))

    def reviewer_roles(self, user: Any) -> set[Any]:
        return {roles.REVIEWER} if self.state != self.S.DRAFT and _reviews(user, self.pk) else set()

    def applicant_roles(self, user: Any) -> set[Any]:
        held: set[Any] = set()
        for membership in self._memberships(user):
            leads = membership.organisation_id == self.lead_id
            held.add(roles.HOLDER if leads and membership.role != Membership.Role.VIEWER else roles.PARTNER)
            if leads and membership.may_bind:
                held.add(roles.BINDER)
        return held

    def _memberships(self, user: Any) -> list[Any]:
        """Those in one of its structures: no question more for who belongs to none but the lead."""
        read = user.known("memberships")
        at_most_lead = read is not None and all(membership.organisation_id == self.lead_id for membership in read)
        return read if at_most_lead else _memberships(user.pk, self.pk)

    def signing_mandate(self, user: Any, signed: Any = None) -> Any:
        """The mandate under which `user` may sign on this call today, the decision or the act that undoes one: the
        published before the others, then the highest ceiling; or None."""
        held = Mandate.objects.in_force(clock.today()).filter(user=user, role=Mandate.Role.SIGNATORY)
        return cosigning.strongest(cosigning.still_to_sign(self, [m for m in held if covers(m, self.call)], signed))
