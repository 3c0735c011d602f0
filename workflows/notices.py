"""A notice: what happened, told to those it concerns, each in their language.

`Notice("received", to=holders)` renders `templates/notices/received.txt`: first line the subject, the rest the
body. Words and readers are frozen when the step is taken, as a paper's facts are; then the notice is deposited
in each reader's account (the proof), and mailed (a courtesy).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
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
    # Small files that the mail carries: (name, media type, text) of each. They are frozen with the words.
    attaches: Callable[[Any, Transition], list[tuple[str, str, str]]] | None = None

    def __post_init__(self) -> None:
        if self.name in registry:
            raise ValueError(f"notice {self.name!r} is declared twice")
        registry[self.name] = self

    @property
    def template(self) -> str:
        return f"notices/{self.name}.txt"

    def freeze(self, subject: Any, entry: Transition) -> dict[str, Any]:
        """What is told and to whom, as of this step: a worker that comes late tells what happened, not what is."""
        return {
            "notice": self.name,
            "to": [reader.pk for reader in unique(self.to(subject, entry))],
            "texts": {code: self.render(subject, code, entry) for code, _name in settings.LANGUAGES},
            "url": subject.get_absolute_url(),
            "files": self.attaches(subject, entry) if self.attaches else [],
        }

    def render(self, subject: Any, language: str, entry: Transition) -> list[str]:
        """Subject line and body in `language`; plain text, nothing is HTML here."""
        with override(language):
            template: Any = get_template(self.template)
            context = {"thing": subject, "entry": entry, "site": settings.SITE_URL}
            text = template.template.render(Context(context, autoescape=False))
        title, _, body = text.strip().partition("\n")
        return [" ".join(title.split())[:250], body.strip()]


@outbox.handles("notice")
def deposit(effect: Effect) -> None:
    """One message per reader, and one mail to follow each: keys make a second run write nothing."""
    entry, told = effect.transition, effect.payload
    assert entry is not None
    if "texts" not in told:  # it waited since before words were frozen
        told = registry[told["notice"]].freeze(outbox.subject_of(entry), entry)
    mails, now = [], clock.now()
    for reader in get_user_model().objects.filter(pk__in=told["to"], is_active=True):
        language = reader.language if reader.language in told["texts"] else settings.LANGUAGE_CODE
        title, body = told["texts"][language]
        key = f"{effect.key}.{reader.pk}"
        message, new = Message.objects.get_or_create(
            key=key,
            defaults={
                "notice": told["notice"],
                "transition": entry,
                "to": reader,
                "language": language,
                "subject": title,
                "body": body,
                "url": told["url"],
                "sent_at": now,
            },
        )
        if new:
            payload = {"message": message.pk, "files": told.get("files", [])}
            follow = {"payload": payload, "transition": entry, "not_before": now, "created_at": now}
            mails.append(Effect(kind="mail", key=f"{key}.mail", **follow))
    outbox.add(mails)


def unique(readers: Iterable[Any]) -> list[Any]:
    return [reader for reader in {reader.pk: reader for reader in readers}.values() if reader.is_active]


@outbox.handles("mail")
def mail(effect: Effect) -> None:
    message = Message.objects.select_related("to").get(pk=effect.payload["message"])
    if not Message.objects.visible_to(message.to).filter(pk=message.pk).exists():
        return  # closed to its reader since it was written
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
    for name, media_type, content in effect.payload.get("files", []):
        letter.attach(name, content, media_type)
    letter.send()
    Message.objects.filter(pk=message.pk).update(mailed_at=clock.now())
