"""Mails about who joins what. Plain and few; they leave when the row is safely written."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from workflows import clock

from .models import Invitation, JoinRequest, Mandate, User

log = logging.getLogger(__name__)


def send(invitation: Invitation, token: str) -> bool:
    """False when the mail server refused: the page then says to try again, and the invitation stays."""
    known = User.objects.active().filter(email__iexact=invitation.email).first()
    language = known.language if known else invitation.invited_by.language
    link = settings.SITE_URL + reverse("people:invitation", args=[token])
    facts = {"invitation": invitation, "link": link}
    return mail("people/mail/invitation.txt", invitation.email, language, facts)


def tell_owners(request: JoinRequest) -> bool:
    """The owners learn that someone is at the door; administrators, while there is no owner."""
    owners = [m.user for m in request.organisation.memberships.owners().select_related("user")]
    if not owners:
        office = Mandate.objects.in_force(clock.today()).with_role(Mandate.Role.ADMINISTRATOR).for_scope()
        owners = [mandate.user for mandate in office.select_related("user")]
    link = settings.SITE_URL + request.organisation.get_absolute_url()
    facts = {"request": request, "link": link}
    sent = [
        mail("people/mail/join_asked.txt", owner.email, owner.language, facts) for owner in owners if owner.is_active
    ]
    return all(sent)  # everyone is written to, even after one failure


def tell_asker(request: JoinRequest) -> bool:
    link = settings.SITE_URL + reverse("people:organisations")
    facts = {"request": request, "link": link}
    return mail("people/mail/join_answered.txt", request.user.email, request.user.language, facts)


def mail(template: str, to: str, language: str, facts: dict[str, Any]) -> bool:
    """Now or not at all: the page that asked says which."""
    try:
        post(template, to, language, facts)
    except OSError as error:  # the class alone: its text holds the address
        log.warning("mail %s to a new member was not sent: %s", template, type(error).__name__)
        return False
    return True


def post(template: str, to: str, language: str, facts: dict[str, Any]) -> None:
    """First line of the template: the subject."""
    with override(language):
        text = render_to_string(template, facts)
        subject, _newline, body = text.strip().partition("\n")
    EmailMessage(" ".join(subject.split())[:200], body.strip() + "\n", to=[to]).send()
