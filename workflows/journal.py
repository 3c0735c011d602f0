"""The journal: append-only, each row bound by hash to the one before it of the same subject.

No lock is shared between files: the head of a chain lives on the (already locked) subject. All heads are
sealed together once a day, so that a chain cannot be rewritten in silence from its first row on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import F, Model, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from .models import Seal, Stateful, Transition
from .steps import Attempt, Step


class InputEncoder(DjangoJSONEncoder):
    """What was given to a step, as facts: people and things by id and name, files by name and hash."""

    def default(self, o: Any) -> Any:
        if isinstance(o, Model):
            return {"id": o.pk, "label": str(o)}
        if isinstance(o, UploadedFile):
            return {"name": o.name, "size": o.size}
        if hasattr(o, "__iter__"):
            return list(o)
        return super().default(o)


def frozen(data: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(json.dumps(data, cls=InputEncoder))
    return facts


def draw_up(subject: Stateful, step: Step, attempt: Attempt, source: str) -> Transition:
    """The next row of `subject`'s chain, and the chain's new head on the subject. Saves neither."""
    acting = next(role for role in step.by if role in attempt.roles)
    entry = Transition(
        subject_type=subject.subject_type(),
        subject_id=subject.pk,
        sequence=subject.journal_count + 1,
        step=step.name,
        source=source,
        target=subject.state,
        by_id=attempt.by.pk,
        by_name=attempt.by.get_full_name(),
        role=acting.code,
        at=attempt.at,
        inputs=frozen(attempt.data),
        previous=subject.journal_head,
    )
    entry.hash = digest(entry)
    subject.journal_count, subject.journal_head = entry.sequence, entry.hash
    return entry


def digest(entry: Transition) -> str:
    facts = {name: getattr(entry, name) for name in Transition.SEALED}
    facts["at"] = entry.at.timestamp()
    text = json.dumps(facts, sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def broken_rows() -> Iterator[tuple[Transition, str]]:
    """Every row at which a chain does not hold, in the order of the chains, with what is wrong."""
    previous: Transition | None = None
    for entry in Transition.objects.order_by("subject_type", "subject_id", "sequence").iterator(2000):
        first = previous is None or previous.subject != entry.subject
        before = None if first else previous
        if entry.sequence != (before.sequence + 1 if before else 1):
            yield entry, "a row before this one is missing"
        elif entry.previous != (before.hash if before else ""):
            yield entry, "not bound to the row before it"
        elif entry.hash != digest(entry):
            yield entry, "its content was changed"
        previous = entry


def cut_chains(models: list[type[Stateful]]) -> Iterator[tuple[Stateful, str]]:
    """Subjects whose own head is not the last row of their chain: rows were taken off the end."""
    for model in models:
        chain = Transition.objects.filter(subject_type=model.subject_type(), subject_id=OuterRef("pk"))
        last = Coalesce(Subquery(chain.order_by("-sequence").values("hash")[:1]), Value(""))
        # One statement, one moment: a step taken while this runs is seen whole or not at all.
        for subject in model._base_manager.alias(last=last).exclude(last=F("journal_head")).iterator(2000):
            yield subject, "its chain does not end where it should"


def seal(day: Any) -> Seal:
    """Bind all heads together for `day` (a Paris date). Sealing twice gives the same seal."""
    from . import clock

    known = Seal.objects.filter(day=day).first()
    if known:
        return known
    before = Seal.objects.filter(day__lt=day).order_by("-day").first()
    upto = last_settled()
    return Seal.objects.create(
        day=day,
        upto=upto,
        hash=heads_hash(upto, before.hash if before else ""),
        previous=before.hash if before else "",
        at=clock.now(),
    )


def last_settled() -> int:
    """The last row's key, once every smaller key is committed or given back: keys are drawn before the commit, and
    a row that came late under a seal would break it. Waits for the steps being taken, and holds up new ones as long."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {connection.ops.quote_name(Transition._meta.db_table)} IN SHARE MODE")
        return Transition.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def heads_hash(upto: int, previous: str) -> str:
    """The hash of all chains' heads among the first `upto` rows, in a fixed order."""
    total = hashlib.sha256(previous.encode())
    heads = (
        Transition.objects.filter(pk__lte=upto)
        .order_by("subject_type", "subject_id", "-sequence")
        .distinct("subject_type", "subject_id")
    )
    for head in heads.values_list("hash", flat=True).iterator(2000):
        total.update(head.encode())
    return total.hexdigest()


def broken_seals() -> Iterator[Seal]:
    previous = ""
    for known in Seal.objects.order_by("day"):
        if known.previous != previous or known.hash != heads_hash(known.upto, known.previous):
            yield known
        previous = known.hash
