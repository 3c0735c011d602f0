"""Two ways in: a member invites, or a person asks."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from workflows import clock

from .addressed import VALID_FOR, Addressed, hash_of
from .membership import Membership, owners_locked
from .organisation import Organisation

if TYPE_CHECKING:
    from .user import User


class Invitation(Addressed):
    """To join an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    role = models.CharField(_("rôle"), max_length=10, choices=Membership.Role, default=Membership.Role.EDITOR)
    may_bind = models.BooleanField(_("peut engager la structure"), default=False)

    class Meta:
        verbose_name = _("invitation")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Upper("email"),
                condition=Q(accepted_at=None, cancelled_at=None),
                name="one_waiting_invitation_per_address",
                violation_error_message=_("Cette personne est déjà invitée."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.organisation}"

    @classmethod
    def offer(
        cls, organisation: Organisation, *, by: User, email: str, role: str, may_bind: bool = False
    ) -> tuple[Invitation, str]:
        """The invitation and its secret, kept nowhere. A new one replaces that of the same address."""
        with owners_locked(organisation, by=by):
            return cls._write(organisation, by=by, email=email, role=role, may_bind=may_bind)

    @classmethod
    def offer_first(cls, organisation: Organisation, *, by: User, email: str) -> tuple[Invitation, str]:
        """To an organisation that nobody has joined yet, by whoever names it as a partner: its first owner, who
        commits nobody yet. Who names a partner does not choose who speaks for it."""
        with transaction.atomic():
            Organisation.objects.select_for_update(no_key=True, of=("self",)).get(pk=organisation.pk)
            if organisation.memberships.exists():
                raise ValidationError(_now("Cette structure a déjà des membres : ils invitent leurs collègues."))
            return cls._write(organisation, by=by, email=email, role=Membership.Role.OWNER, may_bind=False)

    @classmethod
    def _write(
        cls, organisation: Organisation, *, by: User, email: str, role: str, may_bind: bool
    ) -> tuple[Invitation, str]:
        if organisation.memberships.filter(user__email__iexact=email).exists():
            raise ValidationError(_now("Cette personne est déjà membre de la structure."), code="member")
        now, token = clock.now(), secrets.token_urlsafe(24)
        former = organisation.invitations.filter(email__iexact=email, accepted_at=None, cancelled_at=None)
        former.update(cancelled_at=now)
        invitation = cls.objects.create(
            organisation=organisation,
            email=email.strip().lower(),
            role=role,
            may_bind=may_bind,
            token_hash=hash_of(token),
            invited_by=by,
            created_at=now,
            expires_at=now + VALID_FOR,
        )
        return invitation, token

    def cancel(self, *, by: User) -> None:
        with owners_locked(self.organisation, by=by):
            self.cancelled_at = clock.now()
            self.save(update_fields=["cancelled_at"])

    def accept(self, *, by: User) -> Membership:
        """Idempotent for the person: an invitation never lowers the role one already has."""
        with transaction.atomic():
            mine = Invitation.objects.select_for_update(of=("self",)).get(pk=self.pk)
            if obstacle := mine.obstacle(by):
                raise ValidationError(obstacle, code="obstacle")
            mine.accepted_at, mine.accepted_by = clock.now(), by
            mine.save(update_fields=["accepted_at", "accepted_by"])
            return Membership.enter(mine.organisation, by, by=mine.invited_by, role=mine.role, may_bind=mine.may_bind)


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting(self) -> Self:
        return self.filter(decided_at=None)


class JoinRequest(models.Model):
    """A person asks to join an organisation that is already there; one of its owners decides."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests")
    message = models.CharField(_("message"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted = models.BooleanField(null=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande à rejoindre")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(decided_at=None),
                name="one_waiting_join_request",
                violation_error_message=_("Votre demande est déjà entre les mains des responsables."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.organisation}"

    @classmethod
    def ask(cls, organisation: Organisation, *, by: User, message: str = "") -> JoinRequest:
        if organisation.memberships.filter(user=by).exists():
            raise ValidationError(_now("Vous êtes déjà membre de cette structure."), code="member")
        request, _new = cls.objects.get_or_create(
            organisation=organisation, user=by, decided_at=None, defaults={"message": message}
        )
        return request

    def decide(self, *, by: User, accepted: bool, role: str = Membership.Role.VIEWER) -> None:
        with owners_locked(self.organisation, by=by):
            mine = JoinRequest.objects.select_for_update(of=("self",)).get(pk=self.pk)
            if mine.decided_at:
                raise ValidationError(
                    _now("%(person)s a déjà répondu à cette demande."),
                    code="decided",
                    params={"person": mine.decided_by},
                )
            mine.decided_at, mine.decided_by, mine.accepted = clock.now(), by, accepted
            mine.save(update_fields=["decided_at", "decided_by", "accepted"])
            if accepted:
                Membership.enter(mine.organisation, mine.user, by=by, role=role)
