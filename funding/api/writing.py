"""Changing a draft: the pages' own forms and rules, all or nothing, and never over someone else's unseen change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ConfigDict

from workflows.errors import NotYours, StepRefused

from .. import drafts, files, writers
from ..forms.application import PREFIX, RESOURCES, AnswersForm, BudgetForm, ProjectForm
from ..sections import FACTS
from ..views.applicant_files import slot_of
from . import values


class Change(Schema):
    """What is left out stays as it is; null empties. `edition` is that of the application as it was read."""

    model_config = ConfigDict(extra="forbid")

    edition: int
    title: str | None = None
    summary: str | None = None
    commune: str | dict[str, str] | None = None
    starts_on: date | str | None = None
    months: int | None = None
    answers: dict[str, Any] = {}
    aid_wanted: Decimal | str | None = None
    own_funding: Decimal | str | None = None
    partner_funding: Decimal | str | None = None
    other_public_aid: Decimal | str | None = None


class Conflict(Schema):
    field: str
    mine: Any
    theirs: Any


class EditionRefused(Schema):
    """Someone wrote meanwhile: both values of each field that differs, and the edition to send next."""

    reason: str
    sentences: list[str]
    edition: int
    conflicts: list[Conflict]


class Overtaken(Exception):
    """The draft moved on since it was read, and what was sent differs from what it holds."""

    def __init__(self, edition: int, conflicts: list[dict[str, Any]]) -> None:
        self.edition, self.conflicts = edition, conflicts
        super().__init__("edition")

    def told(self) -> dict[str, Any]:
        sentence = _("Ce dossier a changé depuis votre lecture : comparez, puis renvoyez avec la nouvelle édition.")
        return {
            "reason": "edition", "sentences": [sentence], "edition": self.edition, "conflicts": self.conflicts,
        }  # fmt: skip


def lock(application: Any, user: Any) -> Any:
    """The draft's row, for who writes in the name of the lead. Role before state, as at the gate."""
    if not application.roles_of(user) & writers.LEADS:
        raise NotYours(_("Seuls les rédacteurs du chef de file écrivent dans ce dossier."))
    try:
        return drafts.lock(application)
    except drafts.DraftClosed:
        raise filed() from None


def filed() -> StepRefused:
    return StepRefused([_("Ce dossier est déposé : on ne le modifie plus.")], reason="state")


def change(application: Any, user: Any, sent: Change) -> None:
    given = sent.dict(exclude_unset=True)
    with transaction.atomic():
        locked = lock(application, user)
        parts = [part for part in parts_of(locked, given) if part[1]]
        read = [(form_class, read_part(locked, form_class, names, user)) for form_class, names in parts]
        if sent.edition != locked.edition:
            refuse_overtaken(locked, read, user)
        errors: dict[str, list[str]] = {}
        for form_class, data in read:
            saved = drafts.write(locked, form_class, by=user, data=data, only=data)
            errors |= {public(name): saved.refused[name] for name in data if name in saved.refused}
        if errors:
            raise ValidationError(errors)  # rolls everything back
    application.__dict__.update(locked.__dict__)


def parts_of(application: Any, given: dict[str, Any]) -> list[tuple[Any, dict[str, Any]]]:
    """Each form of the draft with what was sent for it, by the name of its field."""
    answers = {PREFIX + key: value for key, value in (given.get("answers") or {}).items()}
    parts: list[tuple[Any, dict[str, Any]]] = [
        (ProjectForm, {k: plain(given[k]) for k in FACTS if k in given}),
        (BudgetForm, {k: plain(given[k]) for k in RESOURCES if k in given}),
    ]
    for section in application.form_version.sections:
        keys = [PREFIX + q["key"] for q in section["questions"] if q["kind"] != "file"]
        parts.append((AnswersForm.over(section), {key: answers.pop(key) for key in keys if key in answers}))
    if answers:
        unknown = _("Cette question n’est pas dans le formulaire, ou attend un fichier.")
        raise ValidationError({public(name): [unknown] for name in answers})
    return parts


def plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def public(name: str) -> str:
    """The name of a form's field, as the API knows it."""
    return f"answers.{name.removeprefix(PREFIX)}" if name.startswith(PREFIX) else name


def read_part(application: Any, form_class: Any, names: Mapping[str, Any], user: Any) -> dict[str, Any]:
    fields, read, errors = form_class(application, by=user).fields, {}, {}
    for name, value in names.items():
        try:
            read[name] = values.posted(fields[name], value)
        except ValidationError as error:
            errors[public(name)] = error.messages
    if errors:
        raise ValidationError(errors)
    return read


def refuse_overtaken(application: Any, read: list[tuple[Any, dict[str, Any]]], user: Any) -> None:
    found = []
    for form_class, data in read:
        form = form_class(application, data, by=user)
        for name in data:
            if form.posted_mark(name) != form.mark(name):
                theirs = form.typed.get(name, form.kept(name))
                found.append({"field": public(name), "mine": data[name], "theirs": theirs})
    if found:
        raise Overtaken(application.edition, found)


def join_file(application: Any, user: Any, upload: Any, place: dict[str, str]) -> Any:
    """A file for a piece, a question, or what the administration asked; it replaces the one that is there."""
    if not application.roles_of(user) & writers.LEADS:
        raise NotYours(_("Seuls les rédacteurs du chef de file écrivent dans ce dossier."))
    with transaction.atomic():
        locked = type(application).locked(application.pk)
        try:
            slot = slot_of(locked, place)
        except PermissionDenied as refused:
            raise StepRefused([str(refused)], reason="state") from None
        try:
            document = files.add(locked, upload, by=user, **slot)
        except ValidationError as error:
            raise ValidationError({"file": error.messages}) from None
        drafts.touch(locked)
    return document
