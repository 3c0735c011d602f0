"""Who may sign in to the demonstration, and what each of them shows: the named cast, then the people whom each
instrument brings, read where they stand (whoever speaks for a node or a borrower was drawn)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import apps

from people.models import Membership, Organisation

from . import cast

Login = dict[str, str]


def groups() -> Iterator[tuple[str, list[Login]]]:
    """(title, logins): the first has no title."""
    yield "", cast.named()
    for module in modules():
        if hasattr(module, "logins"):
            title, people = module.logins()
            if rows := [row(user, shows) for user, shows in people if user is not None]:
                yield title, rows


def modules() -> list[ModuleType]:
    """The `demo` of each application that has one: `load(demo)` brings what it adds, `logins()` says who shows it."""
    names = [f"{app.name}.demo" for app in apps.get_app_configs() if app.name != "funding"]
    return [import_module(name) for name in names if find_spec(name)]


def row(user: Any, shows: str) -> Login:
    return {"email": user.email, "name": user.get_full_name(), "quality": user.quality, "shows": shows}


def binder(organisation: Organisation | None) -> Any:
    """Who speaks for it, or nobody."""
    found = Membership.objects.filter(organisation=organisation, may_bind=True).select_related("user").first()
    return found.user if found else None


def told(shown: Iterable[tuple[str, list[Login]]], password: str) -> str:
    """As the start prints it."""
    shown = list(shown)
    width = max(len(login["email"]) for _title, logins in shown for login in logins)
    lines = [f"Password of every demonstration account: {password}"]
    for title, logins in shown:
        lines += ["", *([f"  {title}"] if title else [])]
        lines += [f"  {login['email']:<{width}}  {login['name']}, {login['shows']}" for login in logins]
    return "\n".join(lines) + "\n"
