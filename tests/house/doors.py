"""The two doors of every step, its page and the API, as each person of a cast opens them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.test import Client

from funding.models import Application, Call
from people import tokens

NOBODY = Client()
# What has operations of its own in the API; whatever instruments bring is under /api/things.
NAMED = {
    "application", "call", "review", "agreement", "disbursement", "committeesession", "agendaitem", "condition",
    "appeal", "withdrawal", "interest",
}  # fmt: skip


class Doors:
    def open_to(self, people: dict[str, Any]) -> None:
        """Each person has a browser that is signed in, and a key of the API."""
        self.people = dict(people)
        self.clients = {name: signed_in(person) for name, person in people.items()} | {"nobody": Client()}
        self.keys = {name: tokens.create(person, "tests")[1] for name, person in people.items()}

    def ask(self, name: str, path: str) -> Any:
        """A GET by someone's browser."""
        return self.clients[name].get(path)

    def press(self, name: str, thing: Any, step: str) -> Any:
        path = f"/etapes/{thing.subject_kind()}/{thing.pk}/{step}/"
        return self.clients[name].post(path, {})

    def call(self, name: str, thing: Any, step: str) -> Any:
        headers = {"Authorization": f"Bearer {self.keys[name]}"} if name in self.keys else {}
        path = f"{api_address(thing)}/steps/{step}"
        return NOBODY.post(path, "{}", content_type="application/json", headers=headers)


def api_address(thing: Any) -> str:
    kind = thing.subject_kind()
    if kind not in NAMED:
        return f"/api/things/{kind}/{thing.pk}"
    return f"/api/{kind}s/{thing.handle if isinstance(thing, (Application, Call)) else thing.pk}"


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside did not happen."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
