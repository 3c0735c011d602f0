from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from django.conf import settings
from django.db import models

# What a room of the product takes from a reader's sight, as a condition on messages: a conflict of interest does,
# and alone: the count of unread messages (`funding.desk`) trusts that without a link nothing is hidden.
HIDDEN: list[Callable[[Any], models.Q]] = []


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        mine = self.filter(to=user)
        for hides in HIDDEN:
            if hidden := hides(user):
                mine = mine.exclude(hidden)
        return mine

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Message(models.Model):
    """A notice as one person received it, in their language, word for word: the account's inbox.

    The deposit here with its date is the proof of notification; the mail that follows is a courtesy.
    """

    notice = models.CharField(max_length=60)
    transition = models.ForeignKey("workflows.Transition", models.PROTECT, null=True, related_name="messages")
    key = models.CharField(max_length=200, unique=True)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    url = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["to", "-id"], name="inbox"),
            models.Index(fields=["to"], condition=models.Q(read_at=None), name="inbox_unread"),
        ]

    def __str__(self) -> str:
        return self.subject
