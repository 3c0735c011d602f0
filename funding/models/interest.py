"""A declaration of interests: for a whole call, then for each of its files. A link closes what it is about.

Rows are facts with a date, written by `conflicts`: who declared it, for whom, and the words that say why. Whom it
concerns may only say more. One entered by mistake is lifted by someone else, with a reason; the row stays.
"""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Mandate
from workflows.models import StateField, Stateful, StatefulQuerySet
from workflows.steps import Step

from .. import conflicts, done, notices, roles
from ..forms.interest import AddForm, LiftLinkForm
from .call import in_scope


class InterestQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own; and those of the calls one manages, but for files that are closed to oneself."""
        if not user.is_authenticated:
            return self.none()
        managed = in_scope(user, [Mandate.Role.MANAGER]) & (
            Q(application=None) | conflicts.not_barred(user, "application")
        )
        return self.filter(Q(user=user) | managed)

    def of(self, user: Any) -> Self:
        return self.filter(user=user)

    def standing(self) -> Self:
        return self.filter(state=Interest.S.STANDING)

    def lifted(self) -> Self:
        return self.filter(state=Interest.S.LIFTED)

    def links(self) -> Self:
        """Those that close something: a link that was lifted closes nothing any more."""
        return self.standing().filter(kind=Interest.Kind.LINK)

    def on_calls(self) -> Self:
        return self.filter(application=None)

    def on_files(self) -> Self:
        return self.filter(application__isnull=False)


class Interest(Stateful):
    DONE = done.INTEREST

    class S(models.TextChoices):
        STANDING = "standing", _("En vigueur")
        LIFTED = "lifted", _("Levée")

    class Kind(models.TextChoices):
        NONE = "none", _("Aucun lien")
        LINK = "link", _("Lien : déport")

    state = StateField(_("état"), choices=S, default=S.STANDING)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="interests")
    call = models.ForeignKey("funding.Call", models.PROTECT, related_name="interests")
    application = models.ForeignKey(
        "funding.Application", models.PROTECT, related_name="interests", null=True, blank=True
    )
    kind = models.CharField(max_length=4, choices=Kind)
    reason = models.TextField(_("nature du lien"), blank=True, max_length=1000)
    # Oneself; who chairs or keeps a session, for a seat that steps aside there; who manages, for a sign confirmed.
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_why = models.TextField(_("pourquoi elle est levée"), blank=True)

    objects = InterestQuerySet.as_manager()
    FOLLOWS = ("call__programme", "application", "user")

    class Meta:
        verbose_name = _("déclaration d’intérêts")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "call", "application"], nulls_distinct=False, name="one_declaration_per_thing",
                condition=Q(state="standing"),
            ),
            models.CheckConstraint(
                condition=Q(kind="none") | ~Q(reason=""),
                name="link_of_interest_says_which",
                violation_error_message=_("Un déport dit la nature du lien."),
            ),
            models.CheckConstraint(
                condition=(Q(state="standing", lifted_at=None, lifted_by=None, lifted_why="")
                           | (Q(state="lifted", lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_why=""))),
                name="link_lifted_by_someone_with_a_reason",
                violation_error_message=_("Un déport levé l’est par quelqu’un, à une date, avec un motif."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None) | ~Q(lifted_by=F("user")),
                name="link_lifted_by_another",
                violation_error_message=_("On ne lève pas son propre déport."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["user", "application", "call"], condition=Q(kind="link"), name="interest_links"),
        ]

    @Step(S.STANDING, S.LIFTED, by=[roles.MANAGER], label=_("Lever le déport"), takes=LiftLinkForm, risky=True,
          when=lambda interest: interest.kind == "link", tells=[notices.link_lifted],
          explains=_("Elle retrouve aussitôt ce que son rôle lui ouvre. Le motif reste au journal."))  # fmt: skip
    def lift(self, attempt: Any, reason: str) -> None:
        self.lifted_by, self.lifted_at, self.lifted_why = attempt.by, attempt.at, reason

    @Step(S.STANDING, None, by=[roles.DECLARANT], label=_("Compléter ma déclaration"), takes=AddForm,
          when=lambda interest: interest.kind == "link",
          explains=_("Ce que vous ajoutez suit ce que vous aviez écrit, et y reste."))  # fmt: skip
    def add(self, attempt: Any, reason: str) -> None:
        self.reason = f"{self.reason}\n{reason}"

    def __str__(self) -> str:
        """Never the title of a file: whom it concerns reads it no more."""
        return f"{self.user} · {self.handle}"

    def get_absolute_url(self) -> str:
        return reverse("funding:interests", args=[self.call.code])

    @property
    def handle(self) -> str:
        return self.application.handle if self.application else self.call.code

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        """Whom it concerns is nothing else here, whatever office they hold."""
        if user.pk == self.user_id:
            return {roles.DECLARANT}
        closed = self.application is not None and conflicts.barred(user, self.application)
        return set() if closed else self.call.roles_of(user) & {roles.MANAGER}
