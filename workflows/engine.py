"""The gate: the one way in which anything moves.

Order: lock the row → role (else 403) → state (else 409) → form (else 422) → obstacles (else 409, all listed)
→ the change → save → journal → effects → commit. A page, the API, a command, a worker and the clock all
end here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from . import clock, journal, outbox
from .actors import Person
from .errors import FormRefused, NotYours, StepRefused
from .models import Stateful
from .steps import Attempt, Step, fsm_name, steps_of

T = TypeVar("T", bound=Stateful)


def perform(subject: T, step: Step, *, by: Person, posted: Any = None, files: Any = None, **data: Any) -> T:
    """Take `step` on `subject` as `by`, or raise NotYours, StepRefused or FormRefused and change nothing.

    The step's form reads `posted` (a request's data) or the keywords.
    Afterwards `subject` shows the new facts. Two people at once: the row lock lets one through, the other
    reads who was faster.
    """
    with transaction.atomic():
        locked = type(subject).locked(subject.pk)
        read = dict(locked.__dict__)
        attempt = Attempt(by, frozenset(locked.roles_of(by, step.by)), clock.now(), data if posted is None else posted)
        _admit(locked, step, attempt, files)
        source = locked.state
        getattr(locked, fsm_name(step.name))(attempt)
        entry = journal.draw_up(locked, step, attempt, source)
        locked.save(update_fields=_changed(locked, read))
        entry.save(force_insert=True)
        outbox.post(locked, step, entry)
    subject.__dict__.update(locked.__dict__)
    for read_before in ("_prefetched_objects_cache", "_reader"):  # so no longer true
        subject.__dict__.pop(read_before, None)
    # An absence read on the way (no agreement yet) may be filled by what follows.
    cache = subject._state.fields_cache
    subject._state.fields_cache = {name: found for name, found in cache.items() if found is not None}
    return subject


def _admit(subject: Stateful, step: Step, attempt: Attempt, files: Any) -> None:
    if not attempt.roles.intersection(step.by):
        raise NotYours(_("Cette étape ne fait pas partie de vos rôles sur ce dossier."))
    if subject.state not in step.sources:
        raise StepRefused([too_late(subject)], reason="state")
    if not step.concerns(subject):
        raise StepRefused([_("Cette étape ne s’applique pas à ce dossier.")], reason="state")
    form = step.takes(attempt.data, files, subject=subject, by=attempt.by) if step.takes else None
    # A bad form is only worth showing when nothing else stands in the way.
    valid = form is None or form.is_valid()
    attempt.data = form.cleaned_data if form is not None and valid else {}
    if sentences := obstacles(subject, step, attempt):
        raise StepRefused(sentences, reason="obstacles")
    if form is not None and not valid:
        raise FormRefused(form)


def _changed(subject: Stateful, read: dict[str, Any]) -> list[str]:
    """Its columns that hold another value than was read; what can change in place (JSON, arrays) always does."""
    now = [(field.attname, subject.__dict__.get(field.attname)) for field in subject._meta.concrete_fields]
    return [name for name, value in now if value is not read.get(name) or isinstance(value, (dict, list))]


def obstacles(subject: Stateful, step: Step, attempt: Attempt) -> list[Any]:
    return [sentence for obstacle in step.unless if (sentence := obstacle(subject, attempt))]


def too_late(subject: Stateful) -> str:
    """Who was faster, and where things stand."""
    last = subject.journal().last()
    if last is None:
        return _("Cette étape n’est pas possible ici : %(state)s.") % {"state": subject.get_state_display()}
    return _("Cette étape n’est plus possible : %(who)s a été plus rapide. Ici, c’est maintenant « %(state)s ».") % {
        "who": last.by_name,
        "state": subject.get_state_display(),
    }


@dataclass(frozen=True)
class Door:
    """A step as one person sees it: open, or closed with the sentences that say why."""

    subject: Stateful
    step: Step
    sentences: tuple[str, ...]

    @property
    def open(self) -> bool:
        return not self.sentences

    @property
    def name(self) -> str:
        return self.step.name

    @property
    def label(self) -> Any:
        return self.step.label

    @property
    def risky(self) -> bool:
        return self.step.risky

    @property
    def asks(self) -> bool:
        """Whether a page stands between the button and the act: a form, or a confirmation."""
        return self.step.takes is not None or self.step.risky

    @property
    def url(self) -> str:
        return reverse("workflows:step", args=[self.subject.subject_kind(), self.subject.pk, self.name])


def doors(subject: Stateful, user: Person) -> list[Door]:
    """The steps `user` may take from here, open or not, in the table's order. Never someone else's."""
    return _doors(subject, user, steps_of(type(subject)).values())


def buttons(subject: Stateful, user: Person) -> list[Door]:
    """The same, but for the quiet: what may close these is not even asked."""
    return _doors(subject, user, [step for step in steps_of(type(subject)).values() if not step.quiet])


def _doors(subject: Stateful, user: Person, steps: Iterable[Step]) -> list[Door]:
    attempt = Attempt(user, frozenset(subject.roles_of(user)), clock.now(), {})
    found = (_door(subject, step, attempt) for step in steps)
    return [opened for opened in found if opened]


def door(subject: Stateful, step: Step, user: Person) -> Door | None:
    """One of them."""
    return _door(subject, step, Attempt(user, frozenset(subject.roles_of(user)), clock.now(), {}))


def _door(subject: Stateful, step: Step, attempt: Attempt) -> Door | None:
    if subject.state not in step.sources or not attempt.roles.intersection(step.by) or not step.concerns(subject):
        return None
    return Door(subject, step, tuple(str(s) for s in obstacles(subject, step, attempt)))
