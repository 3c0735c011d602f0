"""Who sits in a session: their college, when they were in the room, to whom they lent their voice."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class College(models.TextChoices):
    ADMINISTRATION = "administration", _("Administration")
    EXPERTS = "experts", _("Experts")
    ELECTED = "elected", _("Élus")
    CITIZENS = "citizens", _("Citoyens")


class SeatQuerySet(models.QuerySet["Seat"]):
    def present(self) -> Self:
        return self.filter(presences__isnull=False, presences__left_at=None)

    def voting(self) -> Self:
        return self.filter(may_vote=True)


class Seat(models.Model):
    session = models.ForeignKey("funding.CommitteeSession", models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    college = models.CharField(_("collège"), max_length=15, choices=College)
    is_chair = models.BooleanField(_("préside"), default=False)
    is_secretary = models.BooleanField(_("tient le secrétariat"), default=False)
    may_vote = models.BooleanField(_("vote"), default=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("siège")
        ordering = ["-is_chair", "-is_secretary", "college", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], name="one_seat_per_person"),
            models.UniqueConstraint(fields=["session"], condition=Q(is_chair=True), name="one_chair_per_session"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(is_secretary=True), name="one_secretary_per_session"
            ),
            models.CheckConstraint(
                condition=Q(is_chair=False) | Q(may_vote=True),
                name="chair_votes",
                violation_error_message=_("La personne qui préside a une voix."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def function(self) -> Any:
        if self.is_chair:
            return _("préside")
        return _("secrétaire de séance") if self.is_secretary else self.get_college_display()


class Presence(models.Model):
    """In the room, or on the line, from one moment to another; a member may come back."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="presences")
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["arrived_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=Q(left_at=None), name="one_presence_at_a_time"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at")),
                name="presence_ends_after_it_began",
                violation_error_message=_("On part après être arrivé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.arrived_at:%H:%M}"


class ProxyQuerySet(models.QuerySet["Proxy"]):
    def running(self) -> Self:
        return self.filter(ended_at=None)


class Proxy(models.Model):
    """« Pouvoir »: an absent member's voice, lent to another until they arrive, take it back, or the session closes.

    It serves only while its holder is in the room, and on no file from which either of the two steps aside.
    """

    giver = models.ForeignKey(Seat, models.CASCADE, related_name="proxies_given")
    holder = models.ForeignKey(Seat, models.CASCADE, related_name="proxies_held")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ProxyQuerySet.as_manager()

    class Meta:
        verbose_name = _("pouvoir")
        ordering = ["given_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["giver"], condition=Q(ended_at=None), name="one_proxy_at_a_time"),
            models.CheckConstraint(
                condition=~Q(giver=F("holder")),
                name="proxy_to_another",
                violation_error_message=_("Un pouvoir se donne à une autre personne."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.holder}"


def allows_proxies(session: Any) -> bool:
    return bool(session.proxies_each)


class Seated:
    """A session's seats: who sits, with which function, and who comes and goes."""

    seats: Any

    @property
    def chair(self) -> Seat | None:
        return next((seat for seat in self.seats.all() if seat.is_chair), None)

    @property
    def secretary(self) -> Seat | None:
        return next((seat for seat in self.seats.all() if seat.is_secretary), None)

    def sit(self, user: Any, function: str, **facts: Any) -> None:
        self.seats.create(user=user, is_chair=function == "chair", is_secretary=function == "secretary", **facts)

    def arrive(self, seats: Any, at: Any) -> None:
        """Who is there votes alone: the proxy ends."""
        Presence.objects.bulk_create(Presence(seat=seat, arrived_at=at) for seat in seats)
        self.proxies(givers=seats).update(ended_at=at)

    def depart(self, seats: Any, at: Any) -> None:
        Presence.objects.filter(seat__in=[seat.pk for seat in seats], left_at=None).update(left_at=at)

    def proxies(self, givers: Any = None) -> ProxyQuerySet:
        """Those that run: of some of the seats, or of all."""
        givers = self.seats.all() if givers is None else givers
        return Proxy.objects.running().filter(giver__in=[seat.pk for seat in givers])

    def lend(self, giver: Seat, holder: Seat | None, at: Any) -> None:
        """In place of what they had given; to nobody, and they have their voice again."""
        self.proxies(givers=[giver]).update(ended_at=at)
        if holder is not None:
            Proxy.objects.create(giver=giver, holder=holder, given_at=at)
