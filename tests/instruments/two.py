"""A second authority beside the one of a call: who signs for it, and what one reads of a pair of signatures."""

from __future__ import annotations

from typing import Any

from funding import worklists
from funding.models import ApprovalRules
from people.models import Mandate
from tests import cast as casting
from tests.funding.desk import as_
from workflows import engine, outbox
from workflows.models import Message, Paper


def decides_too(cast: Any, call: Any) -> Any:
    """The Region decides with the State on this call: its president, with a mandate in its name."""
    region = casting.organisation("Région Île-de-France", "region", "23750007900312", cast.commune)
    ApprovalRules.objects.create(call=call, second_authority=region)
    president = casting.user("Paul", "Régional", "Président")
    over = ("programme", call.programme_id)
    return casting.mandate(president, Mandate.Role.SIGNATORY, scope=over, organisation=region)


def opens(thing: Any, person: Any) -> set[str]:
    """The acts that this person may sign now, or send back."""
    acts = ("sign_first", "send_back", "exclude", "void", "reject_call", "amend", "cancel")
    return {door.name for door in engine.doors(thing, person) if door.open and door.name.startswith(acts)}


def waits(person: Any) -> list[str]:
    return [task.url for task in worklists.tasks(worklists.Desk(person))]


def told(notice: str) -> list[Any]:
    outbox.drain(but=("mail", "paper"))
    return list(Message.objects.filter(notice=notice).order_by("id"))


def signatories_of(template: str) -> list[str]:
    content = Paper.objects.get(template=template).content
    return [content[key]["last_name"] for key in ("signature", "second_signature") if content.get(key)]


def api(thing: Any, person: Any) -> Any:
    return as_(person).get(f"/api/things/{thing.subject_kind()}/{thing.pk}").json()
