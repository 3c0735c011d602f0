"""Who is called to judge a call's files. Whoever has an account gets the mandate at once; another address gets a link,
and the mandate with the account that it opens: the link proves the address.

The secret of a link is drawn when its mail leaves, and kept nowhere: a mail that is sent again closes the former link.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from people import invitations, mandates
from people.accounts import open_account
from people.models import VALID_FOR, Change, Mandate, User, hash_of
from workflows import clock, outbox
from workflows.models import Effect

from .models import Call, PoolInvitation, ReviewerProfile

QUOTES = " \t\u00a0\u202f\"'«»"
LONGEST = 254  # characters of an address, RFC 5321


@dataclass
class Line:
    """One line of what was pasted; `why` it was left aside, or nothing."""

    number: int
    text: str
    name: str = ""
    email: str = ""
    why: str = ""

    def __str__(self) -> str:
        facts = {"number": self.number, "text": self.text[:80], "why": self.why}
        return _("Ligne %(number)s, « %(text)s » : %(why)s") % facts


@dataclass
class Called:
    given: list[Any] = field(default_factory=list)  # accounts that have the mandate from now on
    invited: list[PoolInvitation] = field(default_factory=list)
    aside: list[Line] = field(default_factory=list)


def read(text: str) -> list[Line]:
    """Addresses one a line, « Nom <adresse> » or bare; empty lines and repetitions do not count."""
    found: dict[str, Line] = {}
    for number, raw in enumerate(text.splitlines(), start=1):
        for part in filter(None, (part.strip() for part in re.split(r"[;,]\s*$|;", raw))):
            line = _read_one(number, part)
            found.setdefault(line.email or f"{number} {part}", line)
    return list(found.values())


def _read_one(number: int, text: str) -> Line:
    name, bracket, rest = text.partition("<")
    email = rest.removesuffix(">") if bracket else text
    line = Line(number, text, " ".join(name.strip(QUOTES).split())[:160] if bracket else "", email.strip().lower())
    try:
        validate_email(line.email)
        if len(line.email) > LONGEST:
            raise ValidationError("long")
    except ValidationError:
        line.email = ""
        line.why = _("écrivez une adresse, par exemple prenom.nom@exemple.fr, ou « Nom <adresse> ».")
    return line


def call_in(call: Call, lines: Iterable[Line], *, by: User, role: str, **known: Any) -> Called:
    """Each line for itself: what cannot be done is left aside with its reason, and stops none of the others."""
    if not mandates.may_give(by, role=Mandate.Role.REVIEWER, scope_kind="call", scope_id=str(call.pk)):
        raise PermissionDenied
    done = Called()
    with transaction.atomic():
        Call.objects.select_for_update(no_key=True, of=("self",)).get(pk=call.pk)
        for line in lines:
            account = User.objects.filter(email__iexact=line.email).first() if line.email else None
            line.why = line.why or obstacle(call, line.email, account, by=by, role=role)
            if line.why:
                done.aside.append(line)
            elif account:
                give(call, account, role=role, by=by, **known)
                done.given.append(account)
            else:
                done.invited.append(invite(call, line, by=by, role=role, **known))
    return done


def obstacle(call: Call, email: str, account: User | None, *, by: User, role: str) -> str:
    if email == by.email.lower():
        return _("on ne se donne pas un mandat à soi-même.")
    if account and not account.is_active:
        return _("ce compte est fermé.")
    if account and role == PoolInvitation.Role.MEMBER:
        return _("a déjà un compte : donnez-lui son siège dans la séance, avec cette adresse.")
    if account and held(call, account, role):
        return _("a déjà ce mandat sur l’appel.")
    if call.pool_invitations.unanswered().filter(email__iexact=email).exists():
        return _("est déjà invité ; vous pouvez renvoyer son invitation.")
    return ""


def held(call: Call, user: User, role: str) -> bool:
    covering = Mandate.objects.in_force(clock.today()).for_scope(("call", call.pk), ("programme", call.programme_id))
    return covering.with_role(role).filter(user=user).exists()


def give(call: Call, user: User, *, role: str, by: User, told: bool = True, **known: Any) -> None:
    """The mandate on this call, from today; what is known of the person, if they said nothing themselves."""
    if role != PoolInvitation.Role.MEMBER and not held(call, user, role):
        today = clock.today()
        facts = {"scope_kind": Mandate.Scope.CALL, "scope_id": str(call.pk), "valid_from": today}
        mandate = Mandate.objects.create(user=user, role=role, granted_by=by, **facts)
        mandate.note(Change.Kind.MANDATE_GIVEN, by=by)
        if told:
            post("pool_given", f"given.{mandate.pk}", mandate=mandate.pk, call=call.pk)
    if role == PoolInvitation.Role.REVIEWER and known:
        ReviewerProfile.objects.get_or_create(user=user, defaults=known)


def invite(call: Call, line: Line, *, by: User, role: str, **known: Any) -> PoolInvitation:
    now = clock.now()
    made = PoolInvitation.objects.create(
        call=call, email=line.email, name=line.name, role=role, invited_by=by, created_at=now,
        expires_at=now + VALID_FOR, token_hash=nobodys(), **known,
    )  # fmt: skip
    post("pool_invitation", f"{made.pk}.{now.timestamp()}", invitation=made.pk)
    return made


def again(it: PoolInvitation, *, by: User) -> bool:
    """Another fortnight and another link. True where the address has an account by now: it gets the mandate instead."""
    with transaction.atomic():
        mine = locked(it)
        mine.invited_by, now = by, clock.now()
        account = User.objects.active().filter(email__iexact=mine.email).first()
        if account:
            _enter(mine, account)
        else:
            mine.expires_at, mine.token_hash, mine.sent_at = now + VALID_FOR, nobodys(), None
            mine.save(update_fields=["invited_by", "expires_at", "token_hash", "sent_at"])
            post("pool_invitation", f"{mine.pk}.{now.timestamp()}", invitation=mine.pk)
    return account is not None


def cancel(it: PoolInvitation) -> None:
    with transaction.atomic():
        mine = locked(it)
        mine.cancelled_at = clock.now()
        mine.save(update_fields=["cancelled_at"])


def locked(it: PoolInvitation) -> PoolInvitation:
    return PoolInvitation.objects.unanswered().select_for_update(of=("self",)).get(pk=it.pk)


def nobodys() -> str:
    """The imprint of a secret that nobody knows: no link opens this invitation until its mail leaves."""
    return hash_of(secrets.token_urlsafe(24))


# --- Answering


def accept(it: PoolInvitation, *, by: User | None = None, **account: Any) -> User:
    """By who is signed in with the invited address; or with the account that the link opens, its address proven."""
    with transaction.atomic():
        mine = PoolInvitation.objects.select_for_update(of=("self",)).get(pk=it.pk)
        if why := mine.obstacle(by):
            raise ValidationError(why, code="obstacle")
        if by is None and User.objects.filter(email__iexact=mine.email).exists():
            raise ValidationError(_("Un compte existe déjà avec cette adresse. Connectez-vous."), code="account")
        user = by or open_account(mine.email, **account)
        _enter(mine, user, told=False)
    return user


def _enter(it: PoolInvitation, user: User, *, told: bool = True) -> None:
    it.accepted_at, it.accepted_by = clock.now(), user
    it.save(update_fields=["accepted_at", "accepted_by", "invited_by"])
    known = {"themes": it.themes, "departments": it.departments, "capacity": it.capacity}
    give(it.call, user, role=it.role, by=it.invited_by, told=told, **known)


# --- Mails: rows of the outbox, tried again when the mail server is down.


def post(kind: str, key: str, **payload: Any) -> None:
    outbox.add([outbox.at_once(kind, f"funding.{kind}.{key}", **payload)])


@outbox.handles("pool_invitation")
def deliver(effect: Effect) -> None:
    rows = PoolInvitation.objects.select_for_update(of=("self",)).select_related("call", "invited_by")
    it = rows.get(pk=effect.payload["invitation"])
    if it.obstacle() or it.sent_at:
        return
    token = secrets.token_urlsafe(24)
    it.token_hash, it.sent_at = hash_of(token), clock.now()
    it.save(update_fields=["token_hash", "sent_at"])
    facts = {"invitation": it, "link": settings.SITE_URL + reverse("funding:pool_invitation", args=[token])}
    invitations.post("funding/mail/pool_invitation.txt", it.email, it.invited_by.language, facts)


@outbox.handles("pool_given")
def tell(effect: Effect) -> None:
    mandate = Mandate.objects.select_related("user", "granted_by").filter(pk=effect.payload["mandate"]).first()
    if mandate is None:  # withdrawn before its first day
        return
    call = Call.objects.get(pk=effect.payload["call"])
    facts = {
        "mandate": mandate,
        "call": call,
        "link": settings.SITE_URL + reverse("funding:interests", args=[call.code]),
    }
    invitations.post("funding/mail/pool_given.txt", mandate.user.email, mandate.user.language, facts)
