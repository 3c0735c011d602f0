from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from workflows import clock

from .. import vouching
from .change import Change
from .organisation import Organisation

if TYPE_CHECKING:
    from .user import User


class MembershipQuerySet(models.QuerySet["Membership"]):
    def owners(self) -> Self:
        return self.filter(role=Membership.Role.OWNER)

    def writers(self) -> Self:
        return self.exclude(role=Membership.Role.VIEWER)

    def binding(self) -> Self:
        return self.filter(may_bind=True)

    def proven(self) -> Self:
        return self.exclude(vouched_at=None)

    def unproven(self) -> Self:
        """Powers that someone of the administration has to look at, the oldest first."""
        return self.binding().filter(vouched_at=None)

    def by_name(self) -> Self:
        return self.select_related("user").order_by("user__last_name", "user__first_name", "user__email")


class Membership(models.Model):
    """What a person may do in the name of an organisation.

    To write is one thing, to commit the organisation another: who may submit or sign is said by `may_bind`
    (the mayor, a deputy with a delegation), which any role may bear. Anyone may register a structure, so that
    power stays without effect until it is proven (`vouched_…`, see people/vouching.py).
    """

    class Role(models.TextChoices):
        OWNER = "owner", _("Responsable")
        EDITOR = "editor", _("Rédacteur")
        VIEWER = "viewer", _("Lecteur")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("personne")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("structure")
    )
    role = models.CharField(_("rôle"), max_length=10, choices=Role, default=Role.VIEWER)
    may_bind = models.BooleanField(
        _("peut engager la structure"),
        default=False,
        help_text=_("Cette personne peut déposer un dossier et signer une convention au nom de la structure."),
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    # When the power was proven, on what evidence, and by whom: nobody when the address itself proves it.
    vouched_at = models.DateTimeField(null=True, blank=True, editable=False)
    vouched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    vouched_on = models.CharField(_("preuve"), max_length=200, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="one_membership_per_organisation",
                violation_error_message=_("Cette personne est déjà membre de la structure."),
            ),
            models.CheckConstraint(
                condition=Q(vouched_at=None, vouched_on="") | (Q(vouched_at__isnull=False) & ~Q(vouched_on="")),
                name="membership_vouched_on_evidence",
                violation_error_message=_("Un pouvoir vérifié l’est à une date et sur une preuve."),
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(may_bind=True, vouched_at=None), name="membership_unproven")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"

    @classmethod
    def enter(cls, organisation: Organisation, person: User, *, by: User, role: str, may_bind: bool = False) -> Self:
        """A new member, let in by `by`; or the membership that is already there, as it is."""
        found, new = cls.objects.get_or_create(
            user=person, organisation=organisation, defaults={"role": role, "may_bind": may_bind}
        )
        if new:
            Change.note(Change.Kind.JOINED, person=person, by=by, organisation=organisation, **found.rights)
            vouching.settle(found, by=by)
        return found

    @property
    def rights(self) -> dict[str, Any]:
        return {"role": str(self.role), "may_bind": self.may_bind}

    @property
    def binds(self) -> bool:
        """May commit the structure, and it is proven."""
        return self.may_bind and self.vouched_at is not None

    @property
    def has_power(self) -> bool:
        """Over the structure's word, or over its members: what a proof is about."""
        return self.may_bind or self.role == self.Role.OWNER

    def change(self, *, by: User, role: str, may_bind: bool) -> None:
        with self._among_owners(by):
            if role != self.Role.OWNER:
                self._keep_an_owner()
            was = self.rights
            self.role, self.may_bind = role, may_bind
            if not self.has_power:  # given again one day, it is to be proven again
                self.vouched_at, self.vouched_by, self.vouched_on = None, None, ""
            self.save()
            if self.rights != was:
                facts = {"was": was, "now": self.rights}
                Change.note(Change.Kind.CHANGED, person=self.user, by=by, organisation=self.organisation, **facts)
            vouching.settle(self, by=by)

    def remove(self, *, by: User) -> None:
        """Members are removed by an owner, or leave by themselves."""
        with self._among_owners(by, or_self=True):
            self._keep_an_owner()
            Change.note(Change.Kind.LEFT, person=self.user, by=by, organisation=self.organisation, **self.rights)
            self.delete()

    def _keep_an_owner(self) -> None:
        if self.role == self.Role.OWNER and not self.colleagues().owners().exists():
            raise ValidationError(
                _now(
                    "%(person)s est seul responsable de %(organisation)s : nommez d’abord un autre "
                    "responsable, sans quoi plus personne ne pourrait inviter ni retirer de membres."
                ),
                code="last_owner",
                params={"person": self.user, "organisation": self.organisation},
            )

    def colleagues(self) -> MembershipQuerySet:
        return Membership.objects.filter(organisation=self.organisation_id).exclude(pk=self.pk)

    def _among_owners(self, by: User, *, or_self: bool = False) -> AbstractContextManager[None]:
        return owners_locked(self.organisation, by=by, allowed=self.user_id if or_self else None)


@contextmanager
def owners_locked(organisation: Organisation, *, by: User, allowed: int | None = None) -> Iterator[None]:
    """One change of members at a time per organisation, by who runs it (or by the person `allowed`):
    two owners who remove each other at the same second must not leave it without any."""
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True, of=("self",)).get(pk=organisation.pk)
        if by.pk != allowed and not organisation.is_run_by(by):
            raise PermissionDenied
        yield
