"""A notice: what happened, told to those it concerns, each in their language.

`Notice("received", to=holders)` renders `templates/notices/received.txt`: first line the subject, the rest the
body. It is deposited in each reader's account (the proof), then mailed (a courtesy).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils.translation import override

from . import clock, outbox
from .models import Effect, Message, Transition

registry: dict[str, Notice] = {}


@dataclass(frozen=True)
class Notice:
    name: str
    to: Callable[[Any, Transition], Iterable[Any]]
    label: Any = ""

    def __post_init__(self) -> None:
        if self.name in registry:
            raise ValueError(f"notice {self.name!r} is declared twice")
        registry[self.name] = self

    @property
    def template(self) -> str:
        return f"notices/{self.name}.txt"

    def render(self, subject: Any, entry: Transition | None, reader: Any) -> tuple[str, str]:
        """Subject line and body in the reader's language; plain text, nothing is HTML here."""
        with override(reader.language):
            context = {"thing": subject, "entry": entry, "reader": reader, "site": settings.SITE_URL}
            template: Any = get_template(self.template)
            text = template.template.render(Context(context, autoescape=False))
        title, _, body = text.strip().partition("\n")
        return " ".join(title.split())[:250], body.strip()


@outbox.handles("notice")
def deposit(effect: Effect) -> None:
    """One message per reader, and one mail to follow each: keys make a second run write nothing."""
    entry = effect.transition
    assert entry is not None
    notice, subject = registry[effect.payload["notice"]], outbox.subject_of(entry)
    mails = []
    for reader in unique(notice.to(subject, entry)):
        title, body = notice.render(subject, entry, reader)
        key = f"{effect.key}.{reader.pk}"
        message, new = Message.objects.get_or_create(
            key=key,
            defaults={
                "notice": notice.name,
                "transition": entry,
                "to": reader,
                "language": reader.language,
                "subject": title,
                "body": body,
                "url": subject.get_absolute_url(),
                "sent_at": clock.now(),
            },
        )
        if new:
            now = clock.now()
            mails.append(
                Effect(
                    kind="mail",
                    key=f"{key}.mail",
                    payload={"message": message.pk},
                    transition=entry,
                    not_before=now,
                    created_at=now,
                )
            )
    outbox.add(mails)


def unique(readers: Iterable[Any]) -> list[Any]:
    return [reader for reader in {reader.pk: reader for reader in readers}.values() if reader.is_active]


@outbox.handles("mail")
def mail(effect: Effect) -> None:
    message = Message.objects.select_related("to").get(pk=effect.payload["message"])
    with override(message.language):
        context = {
            "message": message,
            "link": settings.SITE_URL + message.url,
            "product": settings.TRAME_NAME,
        }
        text = render_to_string("mail/message.txt", context)
        html = render_to_string("mail/message.html", context)
    letter = EmailMultiAlternatives(
        subject=message.subject,
        body=text,
        to=[message.to.email],
        headers={"Message-ID": f"<{effect.key}@{settings.MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"},
    )
    letter.attach_alternative(html, "text/html")
    letter.send()
    Message.objects.filter(pk=message.pk).update(mailed_at=clock.now())
