"""The journal of a stay: what was seen and done each day, in words and pictures, for the team, the host or everyone."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from funding.models import Application
from workflows import clock


class Visibility(models.TextChoices):
    TEAM = "team", _("L’équipe seulement")
    HOST = "host", _("L’équipe, l’hôte et le programme")
    PUBLIC = "public", _("Tout le monde")


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    def public(self) -> Self:
        from .residency import Residency

        return self.filter(visibility=Visibility.PUBLIC, residency__in=Residency.objects.public().values("pk"))

    def visible_to(self, user: Any) -> Self:
        """The team reads all it wrote, the host and the offices what is not its own, anyone what is public."""
        from .residency import Residency

        if not user.is_authenticated:
            return self.public()
        open_to = Residency.objects.visible_to(user)
        team = Q(residency__team__in=Application.partner_rows(user).values("application"))
        shared = Q(residency__in=open_to.values("pk")) & ~Q(visibility=Visibility.TEAM)
        anyone = Q(pk__in=JournalEntry.objects.public().values("pk"))
        return self.filter(team & Q(residency__in=open_to.values("pk")) | shared | anyone)

    def by_day(self) -> Self:
        rows = self.select_related("author", "residency").prefetch_related("photos")
        return rows.order_by("-day", "-written_at", "-id")

    def told(self) -> Self:
        """In the order in which it was lived."""
        return self.select_related("author").prefetch_related("photos").order_by("day", "written_at", "id")


class JournalEntry(models.Model):
    residency = models.ForeignKey("residencies.Residency", models.PROTECT, related_name="entries")
    day = models.DateField(_("jour"))
    title = models.CharField(_("titre"), max_length=120, blank=True)
    text = models.TextField(_("ce que vous avez vu, entendu, essayé"), max_length=6000)
    visibility = models.CharField(_("qui peut le lire ?"), max_length=6, choices=Visibility, default=Visibility.HOST)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(null=True, blank=True)
    # Given by the page that wrote it: sent twice over a poor connection, it is kept once.
    sending = models.UUIDField(null=True, blank=True, editable=False)

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("page du journal")
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["residency", "sending"], name="journal_entry_sent_once"),
            models.CheckConstraint(
                condition=Q(visibility__in=["team", "host", "public"]), name="journal_entry_for_someone",
                violation_error_message=_("Choisissez qui peut lire cette page."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["residency", "day"], name="journal_by_day")]

    def __str__(self) -> str:
        return self.title or f"{self.day:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return f"{reverse('residencies:journal', args=[self.residency_id])}#page-{self.pk}"

    @property
    def is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC

    def written_by(self, user: Any) -> bool:
        return bool(self.author_id == user.pk)


def stored_at(photo: Photo, name: str) -> str:
    return f"residencies/{photo.sha256[:2]}/{photo.sha256}.jpg"


class PhotoQuerySet(models.QuerySet["Photo"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(entry__in=JournalEntry.objects.visible_to(user).values("pk"))


class Photo(models.Model):
    """A picture made smaller and bare: its file bears nothing of the camera, the place nor the hour."""

    entry = models.ForeignKey(JournalEntry, models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField(default=0)
    alt = models.CharField(_("ce qu’on y voit"), max_length=250)
    sha256 = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(upload_to=stored_at, max_length=120)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt=""), name="photo_is_described",
                violation_error_message=_("Décrivez la photo pour qui ne la voit pas."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.alt

    def get_absolute_url(self) -> str:
        return reverse("residencies:photo", args=[self.pk])
