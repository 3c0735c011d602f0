"""Whoever has a conflict of interest loses sight of the file: every address, list, search, count, export, step, API.

The same walk is made before: it must find the file at many doors, or the test would prove nothing.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core import mail

from funding import conflicts, notices, portfolio, worklists
from funding.models import Application, Review
from funding.worklists import Desk
from tests import cast as casting
from tests.house.doors import undone
from tests.house.test_urls import TRIED, path_of
from tests.house.urls import PUBLIC, RULES
from tests.words import plain
from workflows import clock, outbox
from workflows.management.commands.document_workflows import machines
from workflows.models import Effect, Message, message
from workflows.steps import steps_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_errors")]

# Who steps aside, and at how many doors at least they met the file before.
WALKERS = {
    "reviewer": 7, "chair": 12, "officer": 14, "manager": 12, "signatory": 12, "payer": 10, "funder": 9,
}  # fmt: skip
LISTS = [
    "/accueil/", "/evaluations/", "/dossiers/", "/dossiers/?q=dossier+accordé", "/dossiers/?q=LIT-2026-00",
    "/dossiers/?state=awarded", "/portefeuille/?q=dossier+accordé", "/decisions/",
    "/decisions/?state=signed", "/versements/", "/versements/?state=planned", "/portefeuille/",
    "/portefeuille/dossiers.csv", "/portefeuille/dossiers.xlsx", "/notices/", "/api/applications",
    "/api/applications?state=awarded",
]  # fmt: skip


def words(stage: Any, address: str = "") -> list[str]:
    """What tells of the closed files. Where one reads one's own declarations, their number is one's own writing."""
    files = (stage.awarded, stage.proposed)
    numbers = [] if address == "/evaluations/" or address.endswith("/interets/") else [file.reference for file in files]
    return [file.title for file in files] + numbers


def content(answer: Any) -> str:
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            raw = b"".join(archive.read(name) for name in archive.namelist())
    return plain(raw.decode("utf-8", "replace"))


def addresses(stage: Any) -> list[str]:
    closed = [name for name in TRIED if name.startswith(("funding:", "api-1:", "workflows:")) and name not in ELSEWHERE]
    named = ["/" + path_of(name, stage).lstrip("/") for name in closed]
    tabs = [f"{f.get_absolute_url()}?tab={t}" for f in (stage.awarded, stage.proposed) for t in TABS]
    own = [f"/etapes/{thing.subject_kind()}/{thing.pk}/{name}/" for thing, name in some_steps(stage)]
    return [*dict.fromkeys([*named, *LISTS, *tabs, *own])]


TABS = ("summary", "answers", "budget", "pieces", "reviews", "decision", "appeals", "messages", "papers", "journal")
# Pages about a call, or for everyone: no file stands on them.
ELSEWHERE = {name for name in TRIED if RULES[name] == PUBLIC or "builder" in name or "programme" in name}


def some_steps(stage: Any) -> list[tuple[Any, str]]:
    return [
        (stage.awarded, "recuse"),
        (stage.review, "submit"),
        (stage.agreement, "close"),
        (stage.advance, "order"),
        (stage.appeal, "grant"),
        (stage.withdrawal, "withdraw"),
    ]


def met(stage: Any, person: str, enough: int | None = None) -> set[str]:
    """The addresses that show a word of the closed files to this person: all of them, or the first so many."""
    client, found = stage.clients[person], set()
    token = {"Authorization": f"Bearer {stage.keys[person]}"}
    for address in addresses(stage):
        answer = client.get(address, headers=token if address.startswith("/api") else {})
        shown = content(answer)
        if any(word in shown for word in words(stage, address)):
            found.add(address)
            if len(found) == enough:
                break
    return found


def step_aside(stage: Any, person: str) -> None:
    user = getattr(stage.cast, person)
    for file in (stage.awarded, stage.proposed):
        if person == "reviewer":
            conflicts.declare(user, file.call, kind="link", reason="Un lien.", application=file)
        else:
            Application.objects.get(pk=file.pk).recuse(by=user, reason="Un lien.")


@pytest.mark.parametrize(("person", "least"), WALKERS.items())
def test_every_door_is_shut(stage, person, least):
    with undone():
        outbox.drain(but=("mail", "paper"))
        before = met(stage, person, enough=least)
        assert len(before) == least, sorted(before)
        step_aside(stage, person)
        assert met(stage, person) == set()


@pytest.mark.parametrize("person", WALKERS)
def test_no_step_no_role_and_no_count_are_left(stage, person):
    with undone():
        step_aside(stage, person)
        user, desk = getattr(stage.cast, person), Desk(getattr(stage.cast, person))
        of_them = (stage.agreement, stage.advance, stage.review, stage.appeal, stage.withdrawal)
        for thing in (stage.awarded, stage.proposed, *of_them):
            assert type(thing).objects.get(pk=thing.pk).roles_of(user) == set()
            step = next(iter(steps_of(type(thing))))  # both doors look for the thing first, whatever the step
            assert stage.press(person, thing, step).status_code == 404, thing
            assert stage.call(person, thing, step).status_code == 404, thing
        assert not [task for task in worklists.tasks(desk) if task.title in words(stage)]
        assert "awarded" not in portfolio.funnel(desk) and portfolio.by_department(desk) == {}


def test_what_a_conflicted_reviewer_gave_counts_no_more(stage):
    with undone():
        assert stage.proposed.reviews.final().count() == 2
        step_aside(stage, "reviewer")
        assert stage.proposed.reviews.final().count() == 1
        assert Review.objects.get(pk=stage.review.pk).state == "declined"
        # what is decided is decided: its reviews stay as they were
        assert stage.awarded.reviews.final().count() == 2


OFFICES = {"officer": "officer", "signatory": "signatory", "manager": "manager", "payer": "finance", "funder": "funder"}


@pytest.mark.parametrize("person", OFFICES)
def test_no_later_notice_is_addressed_to_them(stage, person):
    user, file = getattr(stage.cast, person), Application.objects.get(pk=stage.awarded.pk)
    to = notices.mandated(OFFICES[person])
    with undone():
        assert user in to(file, None) and (person != "officer" or user in notices.officers(file, None))
        step_aside(stage, person)
        fresh = Application.objects.get(pk=file.pk)
        assert user not in to(fresh, None) and user not in notices.officers(fresh, None)


def test_a_mail_that_had_not_left_stays(stage):
    with undone():
        user, now = stage.cast.officer, clock.now()
        entry = stage.awarded.journal().last()
        facts = {
            "notice": "awarded_internal",
            "to": user,
            "language": "fr",
            "subject": "x",
            "body": "x",
            "sent_at": now,
        }
        late = Message.objects.create(key="late", transition=entry, url=stage.awarded.get_absolute_url(), **facts)
        Effect.objects.create(kind="mail", key="late", payload={"message": late.pk}, not_before=now, created_at=now)
        assert Message.objects.visible_to(user).filter(pk=late.pk).exists()
        before = Desk(user).unread
        assert before == Message.objects.filter(to=user, read_at=None).count() > 0
        step_aside(stage, "officer")
        mail.outbox.clear()
        assert outbox.deliver("late") and mail.outbox == []
        assert not Message.objects.visible_to(user).filter(pk=late.pk).exists()
        user = type(user).objects.get(pk=user.pk)  # as the next page finds them
        assert [conflicts.hidden_messages] == message.HIDDEN  # without a link, nothing else hides a message
        assert Desk(user).unread == Message.objects.visible_to(user).unread().count() < before


def test_those_of_a_structure_keep_their_file_and_hold_no_office_there(stage):
    with undone():
        casting.member(stage.cast.officer, stage.cast.town, "editor")
        held = Application.objects.get(pk=stage.awarded.pk).roles_of(stage.cast.officer)
        assert {role.code for role in held} == {"holder"}
        assert stage.awarded.title not in content(stage.clients["officer"].get("/portefeuille/dossiers.csv"))
        assert stage.clients["officer"].get(stage.awarded.get_absolute_url()).status_code == 200


def test_every_machine_says_of_which_files_it_tells():
    """Else its messages would stay in the inbox of who steps aside. What is of a call or a person is of no file."""
    silent = {model._meta.model_name for model in machines()
              if not issubclass(model, Application) and model not in conflicts.told_of_files()}  # fmt: skip
    assert silent == {"agendaitem", "call", "cohort", "committeesession", "interest", "round"}
