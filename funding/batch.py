"""Signing many decisions in one act: a line each, taken through the gate by the outbox, one transaction a file.

The signature, the state, the number, the frozen letter and the line that says so are one commit: killed at any point,
a worker leaves nothing or everything. What the gate refuses is written on the line; what breaks is tried again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from workflows import clock, outbox
from workflows.errors import NotYours, StepRefused, sentence_of
from workflows.models import Effect, Paper

from . import conflicts
from .models import Application, Decision, SigningAct, SigningLine
from .signing import PAPERS, step_of


def sign_all(by: Any, chosen: Iterable[tuple[Decision, str]]) -> SigningAct | None:
    """One act for the projects as they were read (each with its imprint). Those already under way are left out;
    None when nothing is left to sign."""
    now = clock.now()
    with transaction.atomic():
        act = SigningAct.objects.create(by=by, asked_at=now)
        rows = [SigningLine(act=act, decision=decision, imprint=imprint) for decision, imprint in chosen]
        SigningLine.objects.bulk_create(rows, ignore_conflicts=True)
        lines = list(act.lines.all())
        if not lines:
            act.delete()
            return None
        outbox.add(delivery(line) for line in lines)
    return act


def delivery(line: SigningLine) -> Effect:
    return outbox.at_once("sign", line.key, line=line.pk)


@outbox.handles("sign")
def sign(effect: Effect) -> None:
    """One line, in the transaction that says it is delivered. The file is locked before the project is compared."""
    lines = SigningLine.objects.select_for_update(of=("self",)).select_related("act__by")
    line = lines.get(pk=effect.payload["line"])
    if line.signed_at or line.refused_at:
        return
    with override(line.act.by.language):
        try:
            file = Application.locked(Decision.objects.values_list("application", flat=True).get(pk=line.decision_id))
            _same_project(file, line)
            getattr(file, step_of(file))(by=line.act.by, consent=True)
        except (StepRefused, NotYours, ValidationError) as error:
            line.refused_at, line.refusal = clock.now(), sentence_of(error)
        else:
            line.signed_at = clock.now()
    line.save(update_fields=["signed_at", "refused_at", "refusal"])


def _same_project(file: Any, line: SigningLine) -> None:
    decision = file.decision
    if decision is None or decision.pk != line.decision_id:
        raise StepRefused([_("Ce projet n’est plus à signer : il a été renvoyé ou retiré.")], reason="state")
    if decision.imprint != line.imprint:
        raise StepRefused([_("Le projet a changé depuis votre lecture : relisez-le, puis signez-le.")], reason="state")


def again(act: SigningAct, pks: Iterable[int] | None = None) -> int:
    """Its author asks once more for what was refused, all of it or some; what the outbox gave up is tried again too."""
    with transaction.atomic():
        lines = act.lines.select_for_update(of=("self",)).refused().exclude(decision__in=_under_way(act))
        lines = list(lines if pks is None else lines.filter(pk__in=pks))
        for line in lines:
            line.refused_at, line.refusal, line.tries = None, "", line.tries + 1
            line.save(update_fields=["refused_at", "refusal", "tries"])
        outbox.add(delivery(line) for line in lines)
        stuck = [line.key for line in act.lines.waiting() if pks is None or line.pk in pks]
        for effect in Effect.objects.given_up().filter(key__in=stuck):
            outbox.retry(effect)
            lines.append(effect)
    return len(lines)


def _under_way(act: SigningAct) -> Any:
    """Decisions that another line is signing, or that are signed meanwhile: asking again would change nothing."""
    return SigningLine.objects.waiting().exclude(act=act).values("decision")


def stop(act: SigningAct) -> int:
    """What is not signed yet is not signed; a line that a worker holds at this moment is left to it."""
    with transaction.atomic():
        lines = list(act.lines.waiting().select_for_update(of=("self",), skip_locked=True))
        SigningLine.objects.filter(pk__in=[line.pk for line in lines]).update(
            refused_at=clock.now(), refusal=_("Arrêtée à votre demande, avant d’être signée.")
        )
    return len(lines)


@dataclass(frozen=True)
class Progress:
    """How far an act has come: what its page shows, and shows again."""

    act: SigningAct
    signed: list[SigningLine]
    refused: list[SigningLine]
    waiting: list[tuple[SigningLine, Effect | None]]
    letters: int

    @property
    def total(self) -> int:
        return len(self.signed) + len(self.refused) + len(self.waiting)

    @property
    def done(self) -> int:
        return len(self.signed) + len(self.refused)

    @property
    def stuck(self) -> list[tuple[SigningLine, Effect]]:
        """Given up by the outbox: a person must ask again."""
        return [(line, effect) for line, effect in self.waiting if effect and effect.state == Effect.State.GIVEN_UP]

    @property
    def moving(self) -> bool:
        return len(self.waiting) > len(self.stuck) or self.letters < len(self.signed)


def progress(act: SigningAct) -> Progress:
    """Where the act stands, for its author: without the files that a conflict of interest closed to them since."""
    lines = act.lines.filter(conflicts.not_barred(act.by, "decision__application")).order_by("decision_id")
    rows = list(lines.select_related("decision__application__lead", "decision__application__call"))
    left = [line for line in rows if not line.signed_at and not line.refused_at]
    effects = {effect.key: effect for effect in Effect.objects.filter(key__in=[line.key for line in left])}
    signed = [line for line in rows if line.signed_at]
    return Progress(
        act=act,
        signed=signed,
        refused=[line for line in rows if line.refused_at],
        waiting=[(line, effects.get(line.key)) for line in left],
        letters=letters(signed),
    )


def letters(signed: list[SigningLine]) -> int:
    """How many of the acts signed are made and stored. A first signature of two makes none: it waits for nothing."""
    final = {line.decision.number: line.decision.application_id for line in signed if line.decision.signed_at}
    papers = Paper.objects.filter(subject_type=Application.subject_type(), subject_id__in=final.values())
    papers = papers.filter(template__in=[kind.name for kind in PAPERS.values()], made_at__isnull=False)
    made = set(papers.values_list("content__reference", flat=True))
    return len(signed) - len(final) + len(made & set(final))


def tally(decisions: Iterable[Decision]) -> list[tuple[str, int]]:
    """« 32 attributions, 14 rejets »: how many of each kind."""
    found = Counter(decision.get_kind_display() for decision in decisions)
    return sorted(found.items(), key=lambda pair: -pair[1])
