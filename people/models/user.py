from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from workflows import clock


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **facts: Any) -> User:
        if not email:
            raise ValueError("an account needs an e-mail address")
        user = self.model(email=email.strip().lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> User:
        return self.create_user(email, password, **{**facts, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)

    def active(self) -> models.QuerySet[User]:
        return self.filter(is_active=True)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by an e-mail address. What they may do comes from memberships and mandates only:
    `is_staff` opens the reference data of the administration site, nothing else."""

    class Language(models.TextChoices):
        FR = "fr", "Français"
        EN = "en", "English"

    email = models.EmailField(
        _("adresse électronique"),
        unique=True,
        error_messages={"unique": _("Un compte existe déjà avec cette adresse. Connectez-vous.")},
    )
    first_name = models.CharField(_("prénom"), max_length=80, blank=True)
    last_name = models.CharField(_("nom"), max_length=80, blank=True)
    quality = models.CharField(
        _("fonction"), max_length=120, blank=True, help_text=_("Elle figure sous votre signature.")
    )
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    language = models.CharField(_("langue"), max_length=2, choices=Language, default=Language.FR)
    is_staff = models.BooleanField(_("accès à l’administration"), default=False)
    is_active = models.BooleanField(_("compte actif"), default=True)
    date_joined = models.DateTimeField(_("inscrit le"), default=clock.now, editable=False)

    read: dict[str, Any] | None = None  # what a request that only reads has read of them; None where it may act

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ["last_name", "first_name", "id"]
        constraints = [
            models.UniqueConstraint(
                Upper("email"),  # Upper, not Lower: Django's iexact compares in upper case and uses this index
                name="one_account_per_email",
                violation_error_message=_("Un compte existe déjà avec cette adresse. Connectez-vous."),
            )
        ]

    def offices(self) -> tuple[Any, ...]:
        """What decides which things a person may see, but for who they are: those who hold the same see by the same
        rules."""
        return tuple(sorted({mandate.office for mandate in self.mandates_in_force()}))

    def mandates_in_force(self) -> list[Any]:
        """Today's. A page reads them once; an act each time, for it must see one end under its locks."""
        from .mandate import held_on

        return self.once("mandates", lambda: held_on(self.pk, clock.today()))

    def once(self, fact: str, ask: Callable[[], Any]) -> Any:
        """What `ask` answers. A request that only reads asks it once; one that may act asks each time, for it must see
        what changed under its locks."""
        if self.read is None:
            return ask()
        if fact not in self.read:
            self.read[fact] = ask()
        return self.read[fact]

    def known(self, fact: str, unread: Any = None) -> Any:
        return (self.read or {}).get(fact, unread)

    def tell(self, **facts: Any) -> None:
        """What was read with something else, and need not be asked by a request that only reads."""
        if self.read is not None:
            self.read.update(facts)

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """« Léa Martin »; the address for who has not given a name yet."""
        return f"{self.first_name} {self.last_name}".strip() or self.email

    @full_name.setter
    def full_name(self, name: str) -> None:
        self.first_name, _space, self.last_name = name.strip().partition(" ")

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.first_name or self.full_name

    def clean(self) -> None:
        self.email = self.email.strip().lower()
