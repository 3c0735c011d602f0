"""Effects are rows: posted in the step's transaction, delivered by workers, swept when a nudge was lost.

A handler is registered per kind. It runs inside one transaction together with the row that says it is done:
what it writes to the database happens exactly once. What leaves the house (a mail) may leave twice in the
one gap nobody can close: killed after the receiver said yes and before our commit.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from . import clock
from .models import Effect, Stateful, Transition
from .prepared import prepared
from .steps import Step

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)  # longer than the hard time limit of any delivery
PAUSES = [10, 60, 300, 1800, 7200, 21600, 43200, 86400]  # seconds; then given up, for a person to look at

# Keys in one task: a list of mails stays well under the task's time limit; a paper is work for one task.
AT_ONCE = {"default": 20, "papers": 1}
NUDGE_SECONDS = 30

handlers: dict[str, Callable[[Effect], None]] = {}
_by_hand: ContextVar[bool] = ContextVar("workflows_outbox_by_hand", default=False)


@contextmanager
def by_hand() -> Iterator[None]:
    """For what plays the past again: no worker is woken, the caller drains. Notices are deposited in the accounts;
    no mail follows them, and their `mailed_at` stays empty, which is the truth."""
    token = _by_hand.set(True)
    try:
        yield
    finally:
        _by_hand.reset(token)


class Later(Exception):
    """Not possible yet through no fault of the row (say, no PDF library): wait, and do not count the try."""


def handles(kind: str) -> Callable[[Callable[[Effect], None]], Callable[[Effect], None]]:
    def register(function: Callable[[Effect], None]) -> Callable[[Effect], None]:
        handlers[kind] = function
        return function

    return register


def post(subject: Stateful, step: Step, entry: Transition) -> None:
    """All that `step` causes, as rows: papers and notices with their frozen content, and what follows."""
    from . import papers

    rows = [papers.issue(kind, subject, entry) for kind in step.issues if kind.concerns(subject)]
    rows += [new_effect("notice", entry, notice.name, notice.freeze(subject, entry)) for notice in step.tells]
    rows += [new_effect("then", entry, f.__name__, {"call": f"{f.__module__}:{f.__name__}"}) for f in step.then]
    add(rows)


def new_effect(kind: str, entry: Transition, name: str, payload: dict[str, Any]) -> Effect:
    key = f"{entry.subject_type}.{entry.subject_id}.{entry.sequence}.{kind}.{name}"
    return Effect(kind=kind, key=key, payload=payload, transition=entry, not_before=entry.at, created_at=entry.at)


def at_once(kind: str, key: str, **payload: Any) -> Effect:
    """A row to `add`, of what no step caused; due now."""
    now = clock.now()
    return Effect(kind=kind, key=key, payload=payload, not_before=now, created_at=now)


def add(rows: Iterable[Effect]) -> None:
    """Write the rows; when the transaction commits, wake the workers. A row already there stays as it is."""
    rows = [row for row in rows if not (_by_hand.get() and row.kind == "mail")]
    if not rows:
        return
    Effect.objects.bulk_create(rows, ignore_conflicts=True)
    if not _by_hand.get():
        transaction.on_commit(partial(_wake, [(row.key, row.queue) for row in rows]), robust=True)


def _wake(rows: list[tuple[str, str]]) -> None:
    """A courtesy: if the broker is down the sweep finds the rows a few seconds later.

    The nudges expire, so that a backlog swept again and again does not fill the broker.
    """
    from .tasks import deliver

    for queue, size in AT_ONCE.items():
        keys = [key for key, q in rows if q == queue]
        for start in range(0, len(keys), size):
            deliver.apply_async(args=[keys[start : start + size]], queue=queue, expires=NUDGE_SECONDS)


def deliver(key: str) -> bool:
    """Deliver one effect if it is ripe and nobody else has it. True when it is done now."""
    now = clock.now()
    effect = _claim(key, now)
    if effect is None:
        return False
    try:
        with transaction.atomic():
            handlers[effect.kind](effect)
            done = Effect.objects.filter(pk=effect.pk, state=Effect.State.PENDING, leased_until=effect.leased_until)
            if not done.update(state=Effect.State.DONE, done_at=clock.now(), leased_until=None, last_error=""):
                raise Later("The lease ran out and another worker has it.")
    except Later as later:
        _put_back(effect, now + timedelta(minutes=1), str(later), attempts=effect.attempts - 1)
        return False
    except Exception as error:
        # The class alone: the text of a refusal by a mail server holds the address; it stays on the row.
        log.warning("effect %s failed: %s", effect.key, type(error).__name__)
        _retry_or_give_up(effect, now, f"{type(error).__name__}: {error}")
        return False
    return True


@prepared
def _waiting(now: Any, key: Any) -> Any:
    return Effect.objects.ripe(now).filter(key=key).select_related("transition")


def _claim(key: str, now: datetime) -> Effect | None:
    """By conditional update: of many workers exactly one sees a row changed."""
    effect: Effect | None = next(iter(_waiting(now, key)), None)
    if effect is None:
        return None
    if effect.attempts > len(PAUSES):
        _give_up_on_a_killer(effect, now)
        return None
    until, tries = now + LEASE, effect.attempts + 1
    mine = Effect.objects.ripe(now).filter(pk=effect.pk, attempts=effect.attempts)
    if not mine.update(leased_until=until, attempts=tries):
        return None
    effect.leased_until, effect.attempts = until, tries
    return effect


def _give_up_on_a_killer(effect: Effect, now: datetime) -> None:
    """Its last try was leased and never came back: nothing was raised, the worker itself died, each time. Left alone,
    it would be leased again for ever."""
    why = _("Le processus qui livrait s’est arrêté sans rien dire, %(tries)s fois (mémoire épuisée, délai dépassé ?).")
    why = why % {"tries": effect.attempts}
    if effect.last_error:
        why += " " + _("Dernière erreur connue : %(error)s") % {"error": effect.last_error}
    still = Effect.objects.ripe(now).filter(pk=effect.pk, attempts=effect.attempts)
    if still.update(state=Effect.State.GIVEN_UP, leased_until=None, last_error=why[:2000]):
        log.error("effect %s given up: its worker died at each of %s tries", effect.key, effect.attempts)


def _put_back(effect: Effect, when: datetime, why: str, *, attempts: int) -> None:
    Effect.objects.filter(pk=effect.pk, leased_until=effect.leased_until).update(
        leased_until=None, not_before=when, last_error=why[:2000], attempts=attempts
    )


def _retry_or_give_up(effect: Effect, now: datetime, why: str) -> None:
    if effect.attempts > len(PAUSES):
        mine = Effect.objects.filter(pk=effect.pk, leased_until=effect.leased_until)
        if mine.update(state=Effect.State.GIVEN_UP, leased_until=None, last_error=why[:2000]):
            log.error("effect %s given up after %s tries", effect.key, effect.attempts)
    else:
        pause = timedelta(seconds=PAUSES[effect.attempts - 1])
        _put_back(effect, now + pause, why, attempts=effect.attempts)


def retry(effect: Effect) -> None:
    """An administrator read why it failed, mended the cause, and wants it tried again now."""
    changed = Effect.objects.filter(pk=effect.pk, state=Effect.State.GIVEN_UP).update(
        state=Effect.State.PENDING, attempts=0, not_before=clock.now()
    )
    if changed:
        transaction.on_commit(partial(_wake, [(effect.key, effect.queue)]), robust=True)


def ripe_keys(limit: int, but: Collection[str] = ()) -> list[tuple[str, str]]:
    ripe = Effect.objects.ripe(clock.now()).exclude(kind__in=but).order_by("not_before", "id")
    return [(effect.key, effect.queue) for effect in ripe.only("key", "kind")[:limit]]


def sweep(limit: int = 500) -> int:
    """Wake the workers for everything ripe: what no nudge reached, and what a dead worker left leased."""
    rows = ripe_keys(limit)
    if rows:
        _wake(rows)
    return len(rows)


def drain(limit: int = 100_000, *, but: Collection[str] = ()) -> int:
    """Deliver here and now, until nothing ripe is left `but` these kinds: for commands, replays and tests."""
    done = 0
    while rows := ripe_keys(500, but):
        delivered = sum(deliver(key) for key, _queue in rows)
        done += delivered
        if not delivered or done >= limit:
            break
    return done


def oldest_pending() -> datetime | None:
    """Since when the oldest ripe row waits: what an alarm watches."""
    return Effect.objects.ripe(clock.now()).order_by("not_before").values_list("not_before", flat=True).first()


def subject_of(entry: Transition) -> Any:
    return apps.get_model(entry.subject_type)._base_manager.get(pk=entry.subject_id)


@handles("then")
def _follow_up(effect: Effect) -> None:
    """Another machine moves because this step was taken: `function(subject, entry)`, as the system."""
    module, _colon, name = effect.payload["call"].partition(":")
    assert effect.transition is not None
    getattr(import_module(module), name)(subject_of(effect.transition), effect.transition)


__all__ = ["Later", "add", "by_hand", "deliver", "drain", "handles", "new_effect", "post", "retry", "sweep"]
