"""One message for many projects drawn up in one act: to those whose visa is asked, to those who sign (N06)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from workflows import clock, outbox
from workflows.models import Effect

from . import notices, visas
from .models import CommitteeSession, Decision, MinutedDraft
from .note_effects import tell

DIGESTS = {"visas_asked": "funding:visa_list", "decisions_to_sign": "funding:to_sign"}


@outbox.handles("projects_digest")
def deliver(effect: Effect) -> None:
    drafts = MinutedDraft.objects.filter(pk__in=effect.payload["drafts"])
    if drafts.asked().exists():
        raise outbox.Later("Projects of this act are still being drawn up.")
    session = CommitteeSession.objects.select_related("call").get(pk=effect.payload["session"])
    files = drafts.filter(drawn_at__isnull=False).values("item__application")
    waiting = Decision.objects.filter(application__in=files, signed_at=None, sent_back_at=None)
    counts: Counter[tuple[str, Any]] = Counter()
    for decision in waiting.select_related("application__call"):
        notice, readers = in_turn(decision)
        counts.update((notice, reader) for reader in set(readers))
    for (notice, reader), n in counts.items():
        tell(effect, notice, [reader], reverse(DIGESTS[notice]), {"session": session, "call": session.call, "n": n})


def in_turn(decision: Decision) -> tuple[str, Iterable[Any]]:
    """Whose turn it is on this project: visas come before the signature."""
    if visas.missing(decision):
        rows = decision.visas.awaited().select_related("level__holder")
        return "visas_asked", visas.givers(rows, clock.today())
    return "decisions_to_sign", notices.signatories(decision.application, None)
