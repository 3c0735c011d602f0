from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from workflows import clock

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

    def by_name(self) -> Self:
        return self.select_related("user").order_by("user__last_name", "user__first_name", "user__email")


class Membership(models.Model):
    """What a person may do in the name of an organisation.

    To write is one thing, to commit the organisation another: who may submit or sign is said by `may_bind`
    (the mayor, a deputy with a delegation), which any role may bear.
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

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="one_membership_per_organisation",
                violation_error_message=_("Cette personne est déjà membre de la structure."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"

    def change(self, *, by: User, role: str, may_bind: bool) -> None:
        with self._among_owners(by):
            if role != self.Role.OWNER:
                self._keep_an_owner()
            self.role, self.may_bind = role, may_bind
            self.save(update_fields=["role", "may_bind"])

    def remove(self, *, by: User) -> None:
        """Members are removed by an owner, or leave by themselves."""
        with self._among_owners(by, or_self=True):
            self._keep_an_owner()
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
