"""What applicants cause beside the steps: a note, a request to confirm a part. Delivered by the outbox, once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from people.models import Membership
from workflows import clock, outbox
from workflows.models import Effect, Message

from .models import Note, Partner


def ask_to_engage(partner: Partner) -> None:
    """Tell those who may bind the partner's organisation. Once an hour at most: the key says which."""
    key = f"funding.engage.{partner.pk}.{clock.now():%Y%m%d%H}"
    outbox.add([outbox.at_once("engage", key, partner=partner.pk)])


@outbox.handles("note")
def deliver_note(effect: Effect) -> None:
    note = Note.objects.select_related("application__call", "author").get(pk=effect.payload["note"])
    tell(effect, "note", note.readers(), note.application.get_absolute_url(), {"thing": note.application, "note": note})


@outbox.handles("engage")
def deliver_engagement(effect: Effect) -> None:
    partner = Partner.objects.select_related("application__lead", "organisation").filter(pk=effect.payload["partner"])
    for found in partner:  # none, when it was withdrawn meanwhile
        if found.engaged_at:
            continue
        members = Membership.objects.filter(organisation=found.organisation_id, user__is_active=True)
        members = members.select_related("user")
        # The first person of a structure runs it before it is said who commits it.
        binders = [member.user for member in members.binding() or members.owners()]
        tell(effect, "engage", binders, found.engage_url, {"thing": found.application, "partner": found})


def tell(effect: Effect, name: str, readers: Iterable[Any], url: str, facts: dict[str, Any]) -> None:
    """One message in each reader's inbox, in their language, and one mail to follow each."""
    mails, now = [], clock.now()
    for reader in {person.pk: person for person in readers}.values():
        with override(reader.language):
            text = render_to_string(f"notices/{name}.txt", facts | {"reader": reader})
        title, _newline, body = text.strip().partition("\n")
        key = f"{effect.key}.{reader.pk}"
        message, new = Message.objects.get_or_create(
            key=key,
            defaults={
                "notice": name, "to": reader, "language": reader.language, "subject": " ".join(title.split())[:250],
                "body": body.strip(), "url": url, "sent_at": now,
            },
        )  # fmt: skip
        if new:
            mails.append(outbox.at_once("mail", f"{key}.mail", message=message.pk))
    outbox.add(mails)
