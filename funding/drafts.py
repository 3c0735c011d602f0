"""Writing in a draft: the row is locked, each write counted, and two people at once lose nothing.

A page sends, beside what was typed, the mark of what each field held when it was shown. A field that the other
changed meanwhile is not overwritten: both values come back, and the person chooses. Different fields both win.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from workflows import clock

from . import budget
from .forms.application import RESOURCES, BudgetForm, pair
from .forms.draft import DraftForm

MINE, THEIRS = "mine", "theirs"


class DraftClosed(Exception):
    """The file is no longer a draft: nothing was written."""


@dataclass
class Conflict:
    """The same field, written by someone else since this page was shown."""

    name: str
    label: Any
    mine: Any
    theirs: Any
    by: str
    at: str
    asked: Any = None

    @property
    def read(self) -> dict[str, str]:
        """Both values as people read them."""
        return {MINE: in_words(self.asked, self.mine), THEIRS: in_words(self.asked, self.theirs)}


def in_words(asked: Any, raw: Any) -> str:
    """What a control holds: a choice by its label, a table row by row."""
    if isinstance(raw, list):
        return ", ".join(said for one in raw if (said := in_words(asked, one)))
    if isinstance(raw, dict):
        return " – ".join(str(cell) for cell in raw.values() if cell)
    return str(dict(getattr(asked, "choices", ())).get(raw, raw))


@dataclass
class Saved:
    form: DraftForm
    at: datetime
    edition: int
    written: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def refused(self) -> dict[str, list[str]]:
        return {name: [str(e) for e in errors] for name, errors in self.form.errors.items()}


def write(
    application: Any,
    form_class: Callable[..., DraftForm],
    *,
    by: Any,
    data: Any,
    marks: Mapping[str, str] | None = None,
    only: Iterable[str] | None = None,
    choices: Mapping[str, str] | None = None,
) -> Saved:
    """Write what `by` changed in one section. `only` names the fields sent; `choices` settles earlier conflicts."""
    with transaction.atomic():
        locked = lock(application)
        form = form_class(locked, data, by=by)
        saved = Saved(form, clock.now(), locked.edition)
        wanted = None if only is None else set(only)
        for name in form.fields:
            if wanted is None or name in wanted:
                _write_one(form, name, saved, (marks or {}).get(name), (choices or {}).get(name, ""))
        if saved.written:
            _finish(locked, form, saved, by)
    application.__dict__.update(locked.__dict__)
    application.__dict__.pop("_prefetched_objects_cache", None)  # read before the write
    saved.edition = locked.edition
    return saved


def lock(application: Any) -> Any:
    """The row, ours until commit; a file that was submitted meanwhile is not touched any more."""
    locked = type(application).locked(application.pk)
    if not locked.is_draft:
        raise DraftClosed
    return locked


def _write_one(form: DraftForm, name: str, saved: Saved, shown: str | None, choice: str) -> None:
    mine, theirs = form.posted_mark(name), form.mark(name)
    untouched = shown is not None and mine == shown
    if mine == theirs or choice == THEIRS or (untouched and not choice):
        return
    if shown is not None and shown != theirs:
        saved.conflicts.append(_conflict(form, name))
        return
    if name in form.errors:
        form.typed[name] = form.posted(name)
        form.put(name, "")
    else:
        form.typed.pop(name, None)
        form.put(name, form.answer(name))
    saved.written.append(name)


def _conflict(form: DraftForm, name: str) -> Conflict:
    who, when = form.application.drafting.get("edits", {}).get(name, ("", ""))
    asked = form.fields[name]
    return Conflict(name, asked.label, form.posted(name), form.raw(name), who or _("quelqu’un d’autre"), when, asked)


def _finish(application: Any, form: DraftForm, saved: Saved, by: Any) -> None:
    edits = application.drafting.setdefault("edits", {})
    for name in saved.written:
        edits[name] = [str(by), saved.at.isoformat()]
    application.edition += 1
    application.save(update_fields=COLUMNS)
    if isinstance(form, BudgetForm):
        disengage(application, {pair(name)[0] for name in saved.written if name not in RESOURCES}, by)
        budget.recompute(application)


COLUMNS = [
    "title", "summary", "commune", "starts_on", "months", "answers", "drafting", "edition", *RESOURCES,
    "form_version",
]  # fmt: skip


def disengage(application: Any, partners: set[int], by: Any) -> None:
    """A partner confirmed certain figures: when someone else changes them, it confirms again."""
    changed = application.partners.filter(pk__in=partners, is_lead=False).exclude(organisation__memberships__user=by)
    changed.update(engaged_at=None, engaged_by="")


def touch(application: Any) -> None:
    """Count a write made outside a section: a partner, a file, another form version. The row is already locked."""
    application.edition += 1
    application.save(update_fields=COLUMNS)
