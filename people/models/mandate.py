from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from workflows import clock
from workflows.prepared import prepared

from .change import Change
from .organisation import Organisation
from .territory import Department

if TYPE_CHECKING:
    from .user import User


class Office(NamedTuple):
    """What a mandate opens: a role, and over what."""

    role: str
    scope_kind: str
    scope_id: str


class MandateQuerySet(models.QuerySet["Mandate"]):
    def in_force(self, on_date: date) -> Self:
        """First and last day included. A delegation binds nobody before its publication (L221-2 CRPA)."""
        return self.filter(
            Q(valid_to=None) | Q(valid_to__gte=on_date),
            Q(published_on=None) | Q(published_on__lte=on_date),
            valid_from__lte=on_date,
            user__is_active=True,
        )

    def for_scope(self, *scopes: tuple[str, Any]) -> Self:
        """Those that cover a thing, given as the chain of what holds it: `("call", 3), ("programme", 1)`.

        A mandate over everything always does. What is not named is not covered.
        """
        covered = Q(scope_kind=Mandate.Scope.EVERYWHERE)
        for kind, pk in scopes:
            covered |= Q(scope_kind=kind, scope_id=pk)
        return self.filter(covered)

    def with_role(self, *roles: str) -> Self:
        return self.filter(role__in=roles)

    def up_to(self, amount: Decimal) -> Self:
        """Whose ceiling allows `amount`, in euros; no ceiling allows any."""
        return self.filter(Q(ceiling=None) | Q(ceiling__gte=amount))

    def ended(self, on_date: date) -> Self:
        return self.filter(valid_to__lt=on_date)

    def to_come(self, on_date: date) -> Self:
        return self.filter(Q(valid_from__gt=on_date) | Q(published_on__gt=on_date))

    def visible_to(self, user: Any) -> Self:
        """Administrators see all; managers those of what they manage; everyone their own."""
        if not user.is_authenticated:
            return self.none()
        held = Mandate.objects.in_force(clock.today()).filter(user=user)
        offices = list(held.with_role(Mandate.Role.ADMINISTRATOR, Mandate.Role.MANAGER))
        if user.is_superuser or any(office.governs_everything for office in offices):
            return self
        seen = Q(user=user)
        for office in offices:
            seen |= Q(scope_kind=office.scope_kind, scope_id=office.scope_id)
        return self.filter(seen)


class Mandate(models.Model):
    """A role given to a person over something, between two dates, by an act one can name.

    Never deleted: an act signed in March must still show, years later, under which delegation it was signed.
    A mandate that stops gets a last day.
    """

    class Role(models.TextChoices):
        MANAGER = "manager", _("Responsable d’appel")
        OFFICER = "officer", _("Chargé d’instruction")
        REVIEWER = "reviewer", _("Évaluateur")
        CHAIR = "chair", _("Président de comité")
        SIGNATORY = "signatory", _("Signataire")
        FINANCE = "finance", _("Service financier")
        FUNDER = "funder", _("Financeur")
        ADMINISTRATOR = "administrator", _("Administrateur technique")

    class Scope(models.TextChoices):
        EVERYWHERE = "", _("Tous les programmes")
        PROGRAMME = "programme", _("Un programme")
        CALL = "call", _("Un appel")
        ORGANISATION = "organisation", _("Une structure")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates", verbose_name=_("personne")
    )
    role = models.CharField(_("rôle"), max_length=20, choices=Role)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
        verbose_name=_("au nom de"),
        help_text=_("La structure pour laquelle la personne agit."),
    )
    scope_kind = models.CharField(_("portée"), max_length=20, choices=Scope, blank=True, default=Scope.EVERYWHERE)
    scope_id = models.CharField(max_length=20, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("territoire")
    )
    ceiling = models.DecimalField(
        _("plafond par acte"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("En euros."),
    )
    valid_from = models.DateField(_("premier jour"))
    valid_to = models.DateField(_("dernier jour"), null=True, blank=True)
    reference = models.CharField(_("acte"), max_length=200, blank=True)
    published_on = models.DateField(_("publié le"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    granted_at = models.DateTimeField(default=clock.now, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandat")
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="mandate_ends_after_it_begins",
                violation_error_message=_("Le dernier jour vient après le premier."),
            ),
            models.CheckConstraint(
                condition=Q(ceiling=None) | Q(ceiling__gt=0),
                name="mandate_ceiling_positive",
                violation_error_message=_("Le plafond est supérieur à zéro ; laissez-le vide s’il n’y en a pas."),
            ),
            models.CheckConstraint(
                condition=Q(scope_kind="", scope_id="") | (~Q(scope_kind="") & ~Q(scope_id="")),
                name="mandate_scope_names_its_thing",
                violation_error_message=_("Choisissez ce que le mandat couvre."),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "role"], name="mandate_of_user"),
            models.Index(fields=["scope_kind", "scope_id", "role"], name="mandate_by_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.user}"

    @property
    def office(self) -> Office:
        return Office(self.role, self.scope_kind, self.scope_id)

    @property
    def governs_everything(self) -> bool:
        return self.scope_kind == self.Scope.EVERYWHERE

    def is_in_force(self, on_date: date) -> bool:
        return (
            self.valid_from <= on_date
            and (self.valid_to is None or on_date <= self.valid_to)
            and (self.published_on is None or self.published_on <= on_date)
            and self.user.is_active
        )

    def covers(self, scopes: Iterable[tuple[str, Any]]) -> bool:
        return self.governs_everything or (self.scope_kind, self.scope_id) in {(k, str(pk)) for k, pk in scopes}

    def allows(self, amount: Decimal) -> bool:
        return self.ceiling is None or amount <= self.ceiling

    def end(self, *, by: User, on: date) -> None:
        """`on` is the last day in force; the past is not rewritten. One that never begins is withdrawn whole:
        nothing can have been signed under it."""
        if on < clock.today():
            raise ValidationError(
                _now("Choisissez aujourd’hui ou un jour à venir : ce qui a été signé reste signé."),
                code="past",
            )
        if self.valid_to and self.valid_to < on:
            raise ValidationError(
                _now("Ce mandat finit déjà avant cette date : pour le prolonger, accordez-en un autre."),
                code="longer",
            )
        with transaction.atomic():
            if on < self.valid_from:
                self.note(Change.Kind.MANDATE_WITHDRAWN, by=by)
                self.delete()
                return
            self.valid_to, self.ended_by = on, by
            self.save(update_fields=["valid_to", "ended_by"])
            self.note(Change.Kind.MANDATE_ENDED, by=by)

    def note(self, kind: str, *, by: User | None) -> None:
        """In the record of changes, which stays when a mandate that never began is withdrawn."""
        from .. import scopes

        covers = scopes.names([self]).get((self.scope_kind, self.scope_id), self.scope_id)
        facts = {
            "mandate": self.pk, "role": str(self.role), "covers": covers, "reference": self.reference,
            "valid_from": self.valid_from.isoformat(), "valid_to": self.valid_to.isoformat() if self.valid_to else "",
            "ceiling": str(self.ceiling or ""),
        }  # fmt: skip
        Change.note(kind, person=self.user, by=by, organisation=self.organisation, **facts)


@prepared
def held_on(user: Any, day: Any) -> Any:
    return Mandate.objects.in_force(day).filter(user=user)
