"""The outbox's delivery of a note: one message in each reader's inbox, and one mail to follow."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import override

from workflows import clock, outbox
from workflows.models import Effect, Message

from .models import Note


@outbox.handles("note")
def deposit(effect: Effect) -> None:
    note = Note.objects.select_related("application__call", "author").get(pk=effect.payload["note"])
    mails = []
    for reader in {person.pk: person for person in note.readers()}.values():
        with override(reader.language):
            text = render_to_string("notices/note.txt", {"thing": note.application, "note": note, "reader": reader})
        title, _newline, body = text.strip().partition("\n")
        key = f"{effect.key}.{reader.pk}"
        message, new = Message.objects.get_or_create(
            key=key,
            defaults={
                "notice": "note",
                "to": reader,
                "language": reader.language,
                "subject": " ".join(title.split())[:250],
                "body": body.strip(),
                "url": note.application.get_absolute_url(),
                "sent_at": clock.now(),
            },
        )
        if new:
            now = clock.now()
            payload = {"message": message.pk}
            mails.append(Effect(kind="mail", key=f"{key}.mail", payload=payload, not_before=now, created_at=now))
    outbox.add(mails)
