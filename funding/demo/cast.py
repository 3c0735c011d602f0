"""The people: one named login per role, and someone who may bind each organisation."""

from __future__ import annotations

import random
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password

from people.accounts import open_account
from people.models import Mandate, Membership, Organisation, User
from workflows import clock

from . import texts
from .organisations import Organisations


class Cast:
    """Who plays. `binders[organisation.pk]` may submit and sign for it; `holding(role)` lists those of an office."""

    def __init__(self, organisations: Organisations, *, rng: random.Random, since: date) -> None:
        self.facts = texts.toml("cast")
        self.organisations, self.rng, self.since = organisations, rng, since
        self.binders: dict[int, User] = {}
        self.offices: dict[str, list[User]] = {}
        self.emails: set[str] = set(User.objects.values_list("email", flat=True))
        self.made: list[User] = []

    def open(self, first: str, last: str, **facts: Any) -> User:
        base = email = f"{bare(first)}.{bare(last)}"
        rank = 1
        while f"{email}@{self.facts['domain']}" in self.emails:
            rank += 1
            email = f"{base}{rank}"
        email = f"{email}@{self.facts['domain']}"
        self.emails.add(email)
        user = open_account(email, None, first_name=first, last_name=last, **facts)
        self.made.append(user)
        return user

    def enter(self, programmes: dict[str, Any], people: list[dict[str, Any]] | None = None) -> None:
        """The named people with their memberships and mandates."""
        for person in self.facts["people"] if people is None else people:
            user = self.open(person["first"], person["last"], quality=person["quality"])
            if person.get("staff"):
                User.objects.filter(pk=user.pk).update(is_staff=True)
            if joined := person.get("member"):
                self.join(user, self.organisations[joined["of"]], joined["role"], joined["may_bind"])
            for mandate in person.get("mandates", []):
                self.mandate(user, person, programmes, **mandate)

    def join(self, user: User, organisation: Organisation, role: str, may_bind: bool) -> None:
        proof = {"vouched_at": clock.now(), "vouched_on": "Délibération lue par le service"} if may_bind else {}
        Membership.objects.create(user=user, organisation=organisation, role=role, may_bind=may_bind, **proof)
        if may_bind:
            self.binders[organisation.pk] = user

    def mandate(
        self, user: User, person: dict[str, Any], programmes: dict[str, Any], *, role: str, scope: str = "",
        ceiling: str = "", reference: str = "Arrêté n° 12 portant nomination",
    ) -> None:  # fmt: skip
        on = {"scope_kind": "programme", "scope_id": str(programmes[scope].pk)} if scope else {}
        Mandate.objects.create(
            user=user, role=role, reference=reference, ceiling=Decimal(ceiling) if ceiling else None,
            valid_from=self.since, published_on=self.since + timedelta(days=1),
            organisation=self.organisations[person["organisation"]] if "organisation" in person else None, **on,
        )  # fmt: skip
        self.offices.setdefault(role, []).append(user)

    def holding(self, role: str) -> list[User]:
        return self.offices[role]

    def binder(self, organisation: Organisation) -> User:
        """Who speaks for `organisation`; someone is named when nobody does yet."""
        if organisation.pk not in self.binders:
            woman = self.rng.random() < 0.5
            names = self.facts["names"]
            first = self.rng.choice(names["feminine" if woman else "masculine"])
            quality = self.facts["qualities"][organisation.kind][0 if woman else 1]
            user = self.open(first, self.rng.choice(names["last"]), quality=quality)
            self.join(user, organisation, Membership.Role.OWNER, may_bind=True)
        return self.binders[organisation.pk]

    def give_password(self) -> None:
        """One hash for all: the password is public, and sixty slow hashes would be most of the loading."""
        known = make_password(self.facts["password"])
        User.objects.filter(pk__in=[user.pk for user in self.made]).update(password=known)


def bare(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return "".join(letters.replace("'", "").split())


def named() -> list[dict[str, str]]:
    """The logins that are shown: address, who it is, what it shows."""
    facts = texts.toml("cast")
    return [
        {
            "email": f"{bare(p['first'])}.{bare(p['last'])}@{facts['domain']}",
            "name": f"{p['first']} {p['last']}",
            "quality": p["quality"],
            "shows": p["shows"],
        }
        for p in facts["people"]
    ]
