"""Who reads the others' scores, and who may debate: the office, and reviewers whose own opinion is final."""

from __future__ import annotations

from typing import Any

from workflows import clock

from . import roles
from .models import Remark, Review

OFFICES = frozenset({roles.CHAIR, roles.OFFICER, roles.MANAGER, roles.SIGNATORY})


def open_to(thing: Any, user: Any) -> bool:
    """To a reviewer once their own sheet is handed in, not before: nobody's marks lean on another's."""
    held = thing.roles_of(user)
    if held & OFFICES:
        return True
    own = thing.reviews.filter(reviewer=user, state=Review.S.SUBMITTED)
    return roles.REVIEWER in held and own.exists()


def say(thing: Any, *, by: Any, body: str) -> Remark:
    return Remark.objects.create(application=thing, author=by, body=body, written_at=clock.now())


def remarks(thing: Any) -> list[Remark]:
    return list(thing.remarks.select_related("author"))
