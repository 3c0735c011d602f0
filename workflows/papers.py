"""A paper: frozen content in the step's transaction, then one file, made once, hashed, verifiable.

`PaperKind("D01", "receipt", facts=…)` names the function that gathers the facts. The content is what was
decided; the file follows from the outbox, and a worker killed at any point makes the same file again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models import Q
from django.utils.translation import override

from . import clock, outbox, pdf
from .models import Effect, Paper, Transition
from .roles import Role

registry: dict[str, PaperKind] = {}


@dataclass(frozen=True)
class PaperKind:
    """`facts(subject, entry)` gives the content: plain JSON values, as `tests/papers/examples` shows them. Its own
    `reference` (the number of a decision) is printed instead of the paper's number.
    `readers` are the roles that may open the file; none named means whoever sees the subject. `shut` says of one person
    that the file names something kept from them."""

    code: str
    name: str
    title: Any
    facts: Callable[[Any, Transition | None], dict[str, Any]]
    readers: frozenset[Role] = frozenset()
    layout: str = ""  # another paper's template, where two papers differ by their facts alone
    when: Callable[[Any], bool] | None = None  # issued for some things only; always, where nothing is said
    shut: Callable[[Any, Any], bool] | None = None

    def __post_init__(self) -> None:
        if self.name in registry:
            raise ValueError(f"paper {self.name!r} is declared twice")
        registry[self.name] = self

    @property
    def template(self) -> str:
        return f"papers/{self.layout or self.name}.html"

    def concerns(self, subject: Any) -> bool:
        return self.when is None or self.when(subject)

    def opens_to(self, subject: Any, user: Any) -> bool:
        if self.readers and not self.readers & subject.roles_of(user):
            return False
        return self.shut is None or not self.shut(subject, user)

    def draft(self, subject: Any, **changes: Any) -> bytes:
        """What the paper would be, marked PROJET: nothing is numbered, nothing is kept."""
        with override(settings.LANGUAGE_CODE):
            content = self.facts(subject, None) | {"reference": "PROJET", "verification": {}} | changes
            return _render(self, content, clock.now(), draft=True)


def issue(kind: PaperKind, subject: Any, entry: Transition) -> Effect:
    """The paper's row with its frozen content, and the effect that will make its file."""
    from .models.paper import new_code

    number = f"{subject.handle}-{kind.code}-{entry.sequence}"
    code = new_code()
    verification = {"code": code, "address": f"{settings.SITE_URL}/verification/{code}/"}
    with override(settings.LANGUAGE_CODE):  # the language of the act, not of who signs it
        content = {"reference": number} | kind.facts(subject, entry) | {"verification": verification}
        title = str(kind.title)
    paper = Paper.objects.create(
        kind=kind.code,
        number=number,
        code=code,
        title=title,
        template=kind.name,
        content=content,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        transition=entry,
        issued_at=entry.at,
    )
    return outbox.new_effect("paper", entry, kind.name, {"paper": paper.pk})


def papers_of(*subjects: Any) -> Any:
    """Newest first, in one question however many things they are about."""
    about = [Q(subject_type=subject.subject_type(), subject_id=subject.pk) for subject in subjects]
    return Paper.objects.filter(reduce(or_, about)).order_by("-issued_at", "-pk")


def readable(user: Any, *subjects: Any) -> list[Paper]:
    """The papers about these things that `user` may open, newest first."""
    things = {(subject.subject_type(), subject.pk): subject for subject in subjects}

    @cache
    def opens(template: str, *about: Any) -> bool:
        kind = registry.get(template)
        # One that is no longer declared has no readers that anyone could name: it stays shut.
        return kind is not None and kind.opens_to(things[about], user)

    found = papers_of(*subjects)
    return [paper for paper in found if opens(paper.template, paper.subject_type, paper.subject_id)]


@outbox.handles("paper")
def make(effect: Effect) -> None:
    paper = Paper.objects.select_for_update().get(pk=effect.payload["paper"])
    if paper.made_at:
        return
    if why := pdf.available():
        raise outbox.Later(why)
    data = _render(registry[paper.template], paper.content, paper.issued_at)
    if settings.SEAL_PAPERS:
        data = pdf.sign(data)
    name = paper.file.field.generate_filename(paper, "")
    storage = paper.file.storage
    storage.delete(name)  # left by a worker that died before its commit: same facts, same bytes
    paper.file.name = storage.save(name, ContentFile(data))
    paper.sha256, paper.made_at = hashlib.sha256(data).hexdigest(), clock.now()
    paper.save(update_fields=["file", "sha256", "made_at"])


def _render(kind: PaperKind, content: dict[str, Any], moment: Any, *, draft: bool = False) -> bytes:
    return pdf.render(
        content,
        kind.template,
        title=f"{kind.title} {content['reference']}",
        author=content["issuer"]["name"],
        created=moment,
        draft=draft,
        attachment={} if draft else content,
    )
