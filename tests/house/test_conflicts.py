"""Whoever has a conflict of interest loses sight of the file: every address, list, search, count, export, step, API.

The same walk is made before: it must find the file at many doors, or the test would prove nothing.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core import mail

from funding import conflicts, portfolio, worklists
from funding.models import Application, Review
from funding.worklists import Desk
from tests import cast as casting
from tests.house.stage import undone
from tests.house.test_urls import TRIED, path_of
from tests.house.urls import PUBLIC, RULES
from workflows import outbox
from workflows.models import Message
from workflows.steps import steps_of

pytestmark = pytest.mark.django_db

# Who steps aside, and at how many doors at least they met the file before.
WALKERS = {
    "reviewer": 7, "chair": 12, "officer": 14, "manager": 12, "signatory": 12, "payer": 10, "funder": 9,
}  # fmt: skip
LISTS = [
    "/accueil/", "/evaluations/", "/dossiers/", "/dossiers/?q=accordé", "/dossiers/?state=awarded", "/decisions/",
    "/decisions/?state=signed", "/versements/", "/versements/?state=planned", "/portefeuille/",
    "/portefeuille/dossiers.csv", "/portefeuille/dossiers.xlsx", "/notices/", "/api/applications",
    "/api/applications?state=awarded",
]  # fmt: skip


def words(stage: Any) -> list[str]:
    return [text for file in (stage.awarded, stage.proposed) for text in (file.title, file.reference)]


def content(answer: Any) -> str:
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            raw = b"".join(archive.read(name) for name in archive.namelist())
    return raw.decode("utf-8", "replace").replace("\u00a0", " ").replace("\u202f", " ")


def addresses(stage: Any) -> list[str]:
    closed = [name for name in TRIED if RULES[name] != PUBLIC and not name.startswith("account")]
    named = ["/" + path_of(name, stage).lstrip("/") for name in closed]
    tabs = [f"{f.get_absolute_url()}?tab={t}" for f in (stage.awarded, stage.proposed) for t in TABS]
    numbers = [f"/dossiers/?q={stage.awarded.reference}", f"/portefeuille/?q={stage.awarded.title}"]
    return [*dict.fromkeys([*named, *LISTS, *tabs, *numbers])]


TABS = ("summary", "answers", "budget", "pieces", "reviews", "decision", "messages", "papers", "journal")


def met(stage: Any, person: str) -> set[str]:
    """The addresses that show a word of the closed files to this person."""
    client, found = stage.clients[person], set()
    token = {"Authorization": f"Bearer {stage.keys[person]}"}
    for address in addresses(stage):
        answer = client.get(address, headers=token if address.startswith("/api") else {})
        shown = content(answer)
        # The page names what was asked for: a number in the address comes back in a search box.
        asked = shown.replace(f'value="{stage.awarded.reference}"', "").replace(f'value="{stage.awarded.title}"', "")
        if any(word in asked for word in words(stage)):
            found.add(address)
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
        before = met(stage, person)
        assert len(before) >= least, sorted(before)
        step_aside(stage, person)
        assert met(stage, person) == set()


@pytest.mark.parametrize("person", WALKERS)
def test_no_step_no_role_and_no_count_are_left(stage, person):
    with undone():
        step_aside(stage, person)
        user, desk = getattr(stage.cast, person), Desk(getattr(stage.cast, person))
        for thing in (stage.awarded, stage.proposed, stage.agreement, stage.advance, stage.review):
            assert type(thing).objects.get(pk=thing.pk).roles_of(user) == set()
            answers = {stage.press(person, thing, name).status_code for name in steps_of(type(thing))}
            assert answers == {404}, thing
            assert {stage.call(person, thing, name).status_code for name in steps_of(type(thing))} == {404}
        assert worklists.count(desk) == 0 or person == "manager"
        assert portfolio.funnel(desk) == {} and portfolio.by_department(desk) == {}


def test_what_a_conflicted_reviewer_gave_counts_no_more(stage):
    with undone():
        assert stage.proposed.reviews.final().count() == 2
        step_aside(stage, "reviewer")
        assert stage.proposed.reviews.final().count() == 1
        assert Review.objects.get(pk=stage.review.pk).state == "declined"
        # what is decided is decided: its reviews stay as they were
        assert stage.awarded.reviews.final().count() == 2


@pytest.mark.parametrize("person", ["officer", "signatory", "manager"])
def test_no_mail_speaks_of_the_file(stage, person):
    """Neither the notices of later steps, nor the mail of an earlier one that had not left."""
    with undone():
        user = getattr(stage.cast, person)
        step_aside(stage, person)
        Message.objects.filter(to=user).delete()
        mail.outbox.clear()
        casting._force(stage.proposed, "submitted")
        stage.proposed.refresh_from_db()
        stage.proposed.withdraw(by=stage.cast.mayor)
        outbox.drain(but=("paper",))
        assert not Message.objects.filter(to=user).exists()
        assert not [letter for letter in mail.outbox if user.email in letter.to]


def test_those_of_a_structure_keep_their_file_and_hold_no_office_there(stage):
    with undone():
        casting.member(stage.cast.officer, stage.cast.town, "editor")
        held = Application.objects.get(pk=stage.awarded.pk).roles_of(stage.cast.officer)
        assert {role.code for role in held} == {"holder"}
        assert stage.awarded.title not in content(stage.clients["officer"].get("/portefeuille/dossiers.csv"))
        assert stage.clients["officer"].get(stage.awarded.get_absolute_url()).status_code == 200
